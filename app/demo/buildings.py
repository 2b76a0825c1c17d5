"""The generated buildings E001 to E015: what each looks like, and the survey that an agency would make of it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

from app.demo.projects import LAND_FROM, LAND_UNTIL, PROJECTS
from models.enums import SurveyKind
from workflows.registry import business_type
from workflows.rules.survey_result import CommonPart, SurveyedBuilding, SurveyedFloor, SurveyedUnit, SurveyResult

AGENCY = "澧州测绘院(测试)"
CENT = Decimal("0.01")
STOREY, SHOP_STOREY = Decimal("2.90"), Decimal("4.50")
REINFORCED_CONCRETE, MARKET = "3", "0"
DWELLING_USE, DWELLING_TYPE, SHOP_USE, SHOP_TYPE = "10", "1", "31", "2"
FLAT_LEVEL = "1"
STATUS = {SurveyKind.predicted: "期房", SurveyKind.actual: "现房"}
COMPLETED_ON = dt.date(2024, 5, 28)


class End(Enum):
    """How far a building's filing has come."""

    archived = "archived"
    returned_and_archived = "returned_and_archived"
    returned = "returned"
    reviewing = "reviewing"
    waiting = "waiting"
    priced = "priced"
    accepted_again = "accepted_again"
    unfiled = "unfiled"


@dataclass(frozen=True, slots=True)
class Flat:
    """A kind of flat: its layout and what lies within its walls, in m²."""

    layout: str | None
    inner: str


A, B, C, D = (
    Flat("三室两厅两卫", "104.60"),
    Flat("三室两厅一卫", "88.20"),
    Flat("两室两厅一卫", "71.35"),
    Flat("四室两厅两卫", "121.80"),
)
SHOP = Flat(None, "58.40")


@dataclass(frozen=True, slots=True)
class Building:
    """A building in a line: rooms on every floor of every entrance, its share coefficient, its end and base price.

    `started` is how many days before the load its filing was accepted; completed ones are filed as measured.
    """

    number: str
    project: str
    floors: int
    entrances: tuple[str, ...]
    flats: tuple[Flat, ...]
    coefficient: str
    end: End
    started: int
    base_price: int
    shops: bool = False
    filed_by: str = "predicted_survey"

    @property
    def survey_kind(self) -> SurveyKind:
        kind = business_type(self.filed_by).survey_kind
        assert kind is not None
        return kind

    @property
    def order(self) -> int:
        return int(self.number.removeprefix("E"))


ONE, TWO = ("A01",), ("A01", "A02")
BUILDINGS = (
    Building("E001", "shuyuan", 6, ONE, (A, B, B, A), "0.185200", End.archived, 58, 6900),
    Building("E002", "shuyuan", 11, ONE, (A, B, B, A), "0.212400", End.archived, 54, 7050),
    Building("E003", "xiaozhu", 18, TWO, (B, B), "0.238600", End.returned_and_archived, 50, 7200),
    Building("E004", "shuyuan", 33, ONE, (A, C, C, D), "0.271300", End.archived, 44, 7380),
    Building("E005", "xiaozhu", 33, TWO, (A, C, C, D), "0.268900", End.archived, 38, 7460),
    Building("E006", "xiaozhu", 11, TWO, (B, B), "0.209700", End.archived, 30, 7120, shops=True),
    Building("E007", "shuyuan", 18, ONE, (A, B, B, A), "0.236100", End.waiting, 4, 7150),
    Building("E008", "xiaozhu", 17, TWO, (A, C, C, D), "0.241500", End.reviewing, 9, 7300),
    Building("E009", "shuyuan", 11, ONE, (B, C, C, B), "0.214800", End.returned, 8, 6980),
    Building("E010", "shuyuan", 6, ONE, (A, B, B, A), "0.186000", End.accepted_again, 5, 6850),
    Building("E011", "xiaozhu", 26, ONE, (A, C, C, D), "0.259200", End.priced, 3, 7340),
    Building("E012", "xiaozhu", 18, TWO, (B, B), "0.237700", End.unfiled, 0, 7200),
    Building("E013", "jiayuan", 6, TWO, (A, B), "0.184300", End.archived, 26, 6780, filed_by="actual_survey"),
    Building("E014", "jiayuan", 11, ONE, (A, B, B, A), "0.211900", End.waiting, 6, 6910, filed_by="actual_survey"),
    Building("E015", "jiayuan", 11, TWO, (A, B), "0.213200", End.unfiled, 0, 6930, filed_by="actual_survey"),
)
BY_KEY = {project.key: project for project in PROJECTS}


def survey_of(building: Building, measured_on: dt.date) -> SurveyResult:
    """The survey result, with areas that add up: 分摊 = 系数 × 套内, 建筑 = 套内 + 分摊."""
    units = tuple(units_of(building))
    return SurveyResult(
        survey_no=f"CL2026{building.order:07d}",
        kind=building.survey_kind,
        agency=AGENCY,
        measured_on=measured_on - dt.timedelta(days=20),
        building=surveyed_building(building, units),
        floors=tuple(floors_of(building, units)),
        units=units,
        common_parts=common_parts(units),
    )


def surveyed_building(building: Building, units: tuple[SurveyedUnit, ...]) -> SurveyedBuilding:
    project = BY_KEY[building.project]
    return SurveyedBuilding(
        natural_building_no=f"{building.order:04d}",
        logical_building_no=f"{building.order:04d}-1",
        location=f"{project.location}{project.promotion_name}{building.number}栋",
        doorplate=None,
        parcel_code=project.parcel,
        community=project.promotion_name,
        gross_area=sum((unit.gross_area for unit in units), Decimal(0)),
        basement_area=Decimal(0),
        other_area=Decimal(0),
        completed_on=COMPLETED_ON if building.survey_kind is SurveyKind.actual else None,
        structure=REINFORCED_CONCRETE,
        status=STATUS[building.survey_kind],
        use=DWELLING_USE,
        floors_total=building.floors,
        floors_above=building.floors,
        floors_below=0,
        remark="测试数据",
        unit_count=len(units),
        building_no=building.number,
        height=building.floors * STOREY + Decimal("1.20"),
    )


def units_of(building: Building) -> Iterator[SurveyedUnit]:
    count = 0
    for entrance in building.entrances:
        for floor in range(1, building.floors + 1):
            shop_floor = building.shops and floor == 1
            flats = (SHOP,) * len(building.flats) if shop_floor else building.flats
            for place, flat in enumerate(flats, start=1):
                count += 1
                yield surveyed_unit(building, entrance, floor, place, flat, count)


def surveyed_unit(building: Building, entrance: str, floor: int, place: int, flat: Flat, count: int) -> SurveyedUnit:
    project = BY_KEY[building.project]
    inner, coefficient = Decimal(flat.inner), Decimal(building.coefficient)
    shared = (inner * coefficient).quantize(CENT, ROUND_HALF_UP)
    room_no = f"{floor}{place:02d}"
    dwelling = flat.layout is not None
    return SurveyedUnit(
        cadastral_unit_no=f"{project.parcel}F{building.order:04d}{count:04d}",
        location=f"{project.location}{project.promotion_name}{building.number}栋{entrance}单元{room_no}",
        actual_floor=floor,
        nominal_floor=str(floor),
        household_no=str(count),
        layout=flat.layout,
        room_no=room_no,
        layout_structure=FLAT_LEVEL if dwelling else None,
        use=DWELLING_USE if dwelling else SHOP_USE,
        gross_area=inner + shared,
        inner_area=inner,
        shared_area=shared,
        basement_area=Decimal(0),
        other_area=Decimal(0),
        share_coefficient=coefficient,
        common_land_area=None,
        land_share=None,
        own_land_area=None,
        house_type=DWELLING_TYPE if dwelling else SHOP_TYPE,
        nature=MARKET,
        structure=REINFORCED_CONCRETE,
        entrance=entrance,
        rights_nature="出让",
        land_use="城镇住宅用地",
        land_from=LAND_FROM,
        land_until=LAND_UNTIL,
        remark=None,
        storey_height=STOREY if dwelling else SHOP_STOREY,
    )


def floors_of(building: Building, units: tuple[SurveyedUnit, ...]) -> Iterator[SurveyedFloor]:
    for floor in range(1, building.floors + 1):
        here = [unit for unit in units if unit.actual_floor == floor]
        yield SurveyedFloor(
            floor_no=f"{building.order:04d}-{floor}",
            logical_building_no=f"{building.order:04d}-1",
            actual_floor=floor,
            nominal_floor=str(floor),
            gross_area=sum((unit.gross_area for unit in here), Decimal(0)),
            inner_area=sum((unit.inner_area for unit in here), Decimal(0)),
            shared_area=sum((unit.shared_area for unit in here), Decimal(0)),
            storey_height=here[0].storey_height,
        )


def common_parts(units: tuple[SurveyedUnit, ...]) -> tuple[CommonPart, ...]:
    """Stairs and lift shafts, and what is left of the shared area as the hall."""
    shared = sum((unit.shared_area for unit in units), Decimal(0))
    stairs = (shared * Decimal("0.6")).quantize(CENT, ROUND_HALF_UP)
    shafts = (shared * Decimal("0.2")).quantize(CENT, ROUND_HALF_UP)
    return (
        CommonPart("楼梯间", "各层", stairs, "本幢", shared_out=True),
        CommonPart("电梯井及管道井", "各层", shafts, "本幢", shared_out=True),
        CommonPart("门厅", "一层", shared - stairs - shafts, "本幢", shared_out=True),
    )
