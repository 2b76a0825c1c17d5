"""楼盘表: the building as a grid of its units, floors from high to low."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.documents.contents.use_total import UseTotal, grand_total

# Shade of each 销售状态, in the order of the legend; a state is always printed as a word as well.
STATE_SHADES = {
    "未取得许可": "nopermit",
    "未办现售许可": "nopermit",
    "可售": "available",
    "不可售": "withheld",
    "签约中": "signing",
    "已签约": "signed",
    "已备案": "filed",
    "已办证": "titled",
}


@dataclass(frozen=True)
class TableFloor:
    """A floor of the building; `note` is what a floor without units is used for (设备层 where nobody said)."""

    actual_floor: int
    nominal_floor: str
    note: str = ""


@dataclass(frozen=True)
class TableUnit:
    """Areas in square metres, price in yuan a square metre; `marks` are the 权利标记, one character each."""

    entrance: str
    actual_floor: int
    room_no: str
    gross_area: Decimal
    inner_area: Decimal
    shared_area: Decimal
    use: str
    state: str
    sale_price: Decimal | None = None
    marks: tuple[str, ...] = ()

    @property
    def shade(self) -> str:
        return STATE_SHADES.get(self.state, "nopermit")


@dataclass(frozen=True)
class BuildingTableSheet:
    """Floors and units in any order; units of one floor and entrance stand from left to right as given."""

    authority: str
    developer: str
    project: str
    location: str
    building_no: str
    phase: str
    survey_no: str
    drawn_at: datetime
    floors: tuple[TableFloor, ...]
    units: tuple[TableUnit, ...]

    @property
    def uses(self) -> tuple[UseTotal, ...]:
        """Totals by use, in the order in which uses first appear."""
        return tuple(self._total(use) for use in dict.fromkeys(unit.use for unit in self.units))

    @property
    def total(self) -> UseTotal:
        return grand_total(self.uses)

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """The legend: state, shade and count, every known state once and unknown ones after them."""
        counts = Counter(unit.state for unit in self.units)
        names = [name for name in STATE_SHADES if name != "未办现售许可" or counts[name]]
        names += [name for name in counts if name not in STATE_SHADES]
        return [(name, STATE_SHADES.get(name, "nopermit"), counts[name]) for name in names]

    def _total(self, use: str) -> UseTotal:
        units = [unit for unit in self.units if unit.use == use]
        return UseTotal(
            use=use,
            count=len(units),
            gross_area=sum((unit.gross_area for unit in units), Decimal(0)),
            inner_area=sum((unit.inner_area for unit in units), Decimal(0)),
            shared_area=sum((unit.shared_area for unit in units), Decimal(0)),
        )
