"""户室明细表: one line for each unit of a building."""

from dataclasses import dataclass
from decimal import Decimal

from app.documents.formatting import area, length, money, text_or_dash, yes_no


@dataclass(frozen=True)
class UnitScheduleLine:
    """Areas in square metres, height in metres, price in yuan a square metre, total in yuan; None prints a dash."""

    room_no: str
    entrance: str
    actual_floor: int
    nominal_floor: str
    gross_area: Decimal
    inner_area: Decimal
    shared_area: Decimal
    structure: str
    house_type: str
    use: str
    nature: str
    layout: str
    decoration: str
    storey_height: Decimal | None
    lift: bool | None
    sale_price: Decimal | None
    filed_total: Decimal | None


@dataclass(frozen=True)
class UnitSchedule:
    """Lines stand in the order given."""

    authority: str
    developer: str
    project: str
    building_no: str
    location: str
    survey_no: str
    survey_kind: str
    lines: tuple[UnitScheduleLine, ...]

    @property
    def filed_total(self) -> Decimal:
        """The sum of all filed totals there are, in yuan."""
        return sum((line.filed_total for line in self.lines if line.filed_total is not None), Decimal(0))

    @property
    def columns(self) -> list[dict[str, object]]:
        return [{"title": title, "width": width, "align": align} for title, width, align in COLUMNS]

    @property
    def rows(self) -> list[list[str]]:
        return [_cells(number, line) for number, line in enumerate(self.lines, start=1)]

    @property
    def total_row(self) -> list[str]:
        """The closing row: 合计, the areas and the filed totals; blank where a sum means nothing."""
        row = [""] * len(COLUMNS)
        row[1] = "合计"
        row[5:8] = [area(self._sum(name)) for name in ("gross_area", "inner_area", "shared_area")]
        row[-1] = money(self.filed_total)
        return row

    def _sum(self, name: str) -> Decimal:
        return sum((getattr(line, name) for line in self.lines), Decimal(0))


# Title, width in points (769 in all: A4 lying, less the margins), alignment.
COLUMNS = (
    ("序号", 27, "center"),
    ("室号", 42, "center"),
    ("单元", 30, "center"),
    ("实际层", 26, "center"),
    ("名义层", 26, "center"),
    ("建筑面积\n（㎡）", 43, "right"),
    ("套内面积\n（㎡）", 43, "right"),
    ("分摊面积\n（㎡）", 43, "right"),
    ("结构", 61, "center"),
    ("类型", 40, "center"),
    ("用途", 50, "center"),
    ("性质", 55, "center"),
    ("户型", 60, "center"),
    ("装修", 40, "center"),
    ("层高\n（m）", 30, "right"),
    ("电梯", 23, "center"),
    ("销售单价\n（元/㎡）", 55, "right"),
    ("备案总价\n（元）", 75, "right"),
)


def _cells(number: int, line: UnitScheduleLine) -> list[str]:
    return [
        str(number),
        line.room_no,
        text_or_dash(line.entrance),
        str(line.actual_floor),
        text_or_dash(line.nominal_floor),
        area(line.gross_area),
        area(line.inner_area),
        area(line.shared_area),
        text_or_dash(line.structure),
        text_or_dash(line.house_type),
        text_or_dash(line.use),
        text_or_dash(line.nature),
        text_or_dash(line.layout),
        text_or_dash(line.decoration),
        length(line.storey_height),
        yes_no(line.lift),
        money(line.sale_price),
        money(line.filed_total),
    ]
