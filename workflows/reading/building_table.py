"""楼盘表: the rooms of a building with their sale state, counted by state and by use; one room with its life."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, load_only, selectinload

from models import Building, Business, FiledPrice, Project, Survey, Unit
from models.enums import BuildingState, SaleKind, SaleState
from workflows.facts.code_lists import code_lists
from workflows.messages import NotVisible
from workflows.reading.units import find_building
from workflows.rules.building_layout import LayoutSection, building_layout
from workflows.rules.code_list import CodeList
from workflows.sale_state import sale_state

PAGE_SIZE = 50
CELL_COLUMNS = (
    Unit.id,
    Unit.entrance,
    Unit.actual_floor,
    Unit.nominal_floor,
    Unit.room_no,
    Unit.use,
    Unit.gross_area,
    Unit.sale_kind,
)


@dataclass(frozen=True, slots=True)
class UnitCell:
    """A room in the grid; `mark` is its heaviest 权利标记, or empty."""

    id: int
    entrance: str
    actual_floor: int
    room_no: str
    use: str
    gross_area: Decimal
    state: SaleState
    mark: str


@dataclass(frozen=True, slots=True)
class UseTally:
    """The rooms of one use: how many, how large (m²) and how many in each state."""

    use: str
    count: int
    gross_area: Decimal
    by_state: Mapping[SaleState, int]


@dataclass(frozen=True, slots=True)
class BuildingTable:
    """A building's grid; `states` and `uses` each add up to `count` rooms."""

    building: Building
    sections: Sequence[LayoutSection[UnitCell]]
    states: Mapping[SaleState, int]
    uses: Sequence[UseTally]
    count: int
    gross_area: Decimal


@dataclass(frozen=True, slots=True)
class UnitCard:
    """One room: what it is, its prices as filed, and the businesses of its building, the newest first."""

    unit: Unit
    state: SaleState
    mark: str
    prices: Sequence[FiledPrice]
    businesses: Sequence[Business]
    lists: Mapping[str, CodeList]


@dataclass(frozen=True, slots=True)
class BuildingPage:
    buildings: Sequence[Building]
    total: int
    page: int

    @property
    def page_count(self) -> int:
        return -(-self.total // PAGE_SIZE)


def building_table(session: Session, building_id: int) -> BuildingTable:
    """The whole grid in a fixed number of queries; NotVisible where this person may not see the building."""
    building = find_building(session, building_id)
    units = session.scalars(
        select(Unit)
        .where(Unit.building_id == building.id)
        .options(load_only(*CELL_COLUMNS, raiseload=True))
        .order_by(Unit.position)
    ).all()
    uses = code_lists(session)["use"]
    cells = [cell_of(building, unit, uses) for unit in units]
    return BuildingTable(
        building=building,
        sections=building_layout(cells, floors_of(building), nominal_floors(building, units)),
        states=Counter(cell.state for cell in cells),
        uses=by_use(cells),
        count=len(cells),
        gross_area=sum((cell.gross_area for cell in cells), Decimal(0)),
    )


def cell_of(building: Building, unit: Unit, uses: CodeList) -> UnitCell:
    return UnitCell(
        id=unit.id,
        entrance=unit.entrance,
        actual_floor=unit.actual_floor,
        room_no=unit.room_no,
        use=uses.label_of(unit.use) if unit.use else "未填写",
        gross_area=unit.gross_area,
        state=sale_state(building, unit),
        mark=mark_of(unit),
    )


def mark_of(unit: Unit) -> str:
    """物 for rooms of the property management; other rights bring their own letters."""
    return "物" if unit.sale_kind is SaleKind.property else ""


def floors_of(building: Building) -> list[int]:
    """Every floor of the building; there is no floor 0."""
    return [floor for floor in range(-building.floors_below, building.floors_above + 1) if floor]


def nominal_floors(building: Building, units: Sequence[Unit]) -> dict[int, str]:
    """The name of each floor, from the survey's floors, else from its rooms."""
    named = {unit.actual_floor: unit.nominal_floor for unit in units if unit.nominal_floor}
    surveyed = {floor["actual_floor"]: floor.get("nominal_floor") for floor in building.floors}
    return {**named, **{floor: name for floor, name in surveyed.items() if name}}


def by_use(cells: Sequence[UnitCell]) -> list[UseTally]:
    """The tallies in the order in which the uses first appear."""
    uses = list(dict.fromkeys(cell.use for cell in cells))
    return [tally([cell for cell in cells if cell.use == use], use) for use in uses]


def tally(cells: Sequence[UnitCell], use: str) -> UseTally:
    total = sum((cell.gross_area for cell in cells), Decimal(0))
    return UseTally(use, len(cells), total, Counter(cell.state for cell in cells))


def unit_card(session: Session, building_id: int, unit_id: int) -> UnitCard:
    """One room of this building; NotVisible where it is not there for this person."""
    building = find_building(session, building_id)
    unit = session.scalars(select(Unit).where(Unit.id == unit_id, Unit.building_id == building.id)).one_or_none()
    if unit is None:
        raise NotVisible(unit_id)
    prices = session.scalars(
        select(FiledPrice).where(FiledPrice.unit_id == unit.id).order_by(FiledPrice.version.desc())
    ).all()
    businesses = session.scalars(
        select(Business).where(Business.building_id == building.id).order_by(Business.id.desc()).limit(20)
    ).all()
    return UnitCard(unit, sale_state(building, unit), mark_of(unit), prices, businesses, code_lists(session))


def building_page(session: Session, q: str, page: int) -> BuildingPage:
    """The current buildings this person may see, by project and number; `q` is part of number, name or survey."""
    conditions = [Building.state == BuildingState.current, *([mentioned(q)] if q else [])]
    total = session.scalar(select(func.count(Building.id)).where(*conditions)) or 0
    page = min(max(page, 0), max(-(-total // PAGE_SIZE) - 1, 0))
    buildings = session.scalars(
        select(Building)
        .where(*conditions)
        .options(
            selectinload(Building.project),
            selectinload(Building.developer),
            selectinload(Building.predicted_survey),
            selectinload(Building.actual_survey),
        )
        .order_by(Building.project_id, Building.building_no, Building.id)
        .limit(PAGE_SIZE)
        .offset(page * PAGE_SIZE)
    ).all()
    return BuildingPage(buildings, total, page)


def mentioned(q: str) -> ColumnElement[bool]:
    projects = select(Project.id).where(
        or_(Project.name.icontains(q, autoescape=True), Project.promotion_name.icontains(q, autoescape=True))
    )
    surveys = select(Survey.id).where(Survey.survey_no.icontains(q, autoescape=True))
    return or_(
        Building.building_no.icontains(q, autoescape=True),
        Building.name.icontains(q, autoescape=True),
        Building.location.icontains(q, autoescape=True),
        Building.project_id.in_(projects),
        Building.predicted_survey_id.in_(surveys),
        Building.actual_survey_id.in_(surveys),
    )
