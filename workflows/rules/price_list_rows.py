"""The rows of a price list that name a room, with their figures as they were meant.

Titles, headers of further pages, subtotals, notes and blank lines are passed over. A formula counts by the value that
the spreadsheet last reckoned: what the person saw is what is filed.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.rules.identity import clean_text
from workflows.rules.price_list_columns import ONE, TEN_THOUSAND, Columns, Header, NumberedRow, is_room_label
from workflows.rules.survey_cells import Cell, as_text, is_blank
from workflows.rules.unit_fields import LONGEST_NUMBER, NUMBER

CENT = Decimal("0.01")
LONGEST_ROOM = 20
LARGEST_EXPONENT = 15
SUMS = re.compile("小计|合计|总计|共计|累计|平均|均价")
NOTES = re.compile("^(注|备注|说明|制表|填表|审核|复核|日期|单位|开发企业)[:：0-9]")
NOTHING = frozenset({"-", "--", "—", "——", "/", "无"})
MEASURES = re.compile(r"(元)?([/每](㎡|m²|m2|平方米|平米|平|套))?$")
AREAS = re.compile(r"(㎡|m²|m2|平方米|平米)$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was meant: `step` is one of its last place typed; without a value `typed` could not be read."""

    value: Decimal | None = None
    step: Decimal = CENT
    typed: str = ""

    @property
    def is_unreadable(self) -> bool:
        return self.value is None and bool(self.typed)


NO_FIGURE = Figure()


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A row that names a room. Areas are square metres, prices yuan per square metre, the total yuan."""

    row: int
    entrance: str
    room_no: str
    gross_area: Figure
    inner_area: Figure
    sale: Figure
    bare: Figure
    decoration: Figure
    total: Figure


def price_lines(rows: Sequence[NumberedRow], header: Header) -> Iterator[PriceLine]:
    """Every row beneath the header that is about a room; an entrance merged over its rows counts for all of them."""
    entrance = ""
    for number, cells in rows[header.rows_above :]:
        if _is_sum(cells, header.columns):
            continue
        entrance = _text(cells, header.columns, "entrance") or entrance
        line = _line(number, entrance, cells, header.columns)
        if not _is_passed_over(line, cells, header.columns):
            yield line


def _is_sum(cells: Sequence[Cell], columns: Columns) -> bool:
    """The word of a subtotal stands in the row's first cell or in that of the room or the entrance."""
    first = next((cell for cell in cells if not is_blank(cell)), "")
    named = [cells[columns.places[kind]] for kind in ("room", "entrance") if columns.has(kind)]
    return any(isinstance(cell, str) and SUMS.search("".join(cell.split())) for cell in (first, *named))


def _is_passed_over(line: PriceLine, cells: Sequence[Cell], columns: Columns) -> bool:
    priced = any(figure.value is not None for figure in (line.sale, line.bare, line.total))
    if not line.room_no:
        return not priced
    is_text = len(line.room_no) > LONGEST_ROOM or NOTES.match(line.room_no)
    return is_room_label(cells[columns.places["room"]]) or (bool(is_text) and not priced)


def _line(number: int, entrance: str, cells: Sequence[Cell], columns: Columns) -> PriceLine:
    def figure(kind: str) -> Figure:
        place = columns.places.get(kind)
        return NO_FIGURE if place is None else read_figure(cells[place], columns.scales[kind])

    return PriceLine(
        number,
        entrance,
        _text(cells, columns, "room"),
        figure("gross_area"),
        figure("inner_area"),
        figure("sale"),
        figure("bare"),
        figure("decoration"),
        figure("total"),
    )


def _text(cells: Sequence[Cell], columns: Columns, kind: str) -> str:
    """Room 1001 as a number is the room 1001; its text is kept as typed but for width and blanks around it."""
    place = columns.places.get(kind)
    return "" if place is None else as_text(cells[place])


def read_figure(cell: Cell, scale: Decimal = ONE) -> Figure:
    """A figure typed as a number or as text: full-width signs, 8，600, ¥8,600元/㎡, 96.7万元."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return _scaled(f"{cell:.15g}", scale) if math.isfinite(cell) else Figure(typed=str(cell))
    text = "".join(clean_text(str(cell)).replace("，", ",").split())
    if not text or text in NOTHING:
        return NO_FIGURE
    bare = AREAS.sub("", MEASURES.sub("", text.lstrip("¥￥")))
    if bare.endswith("万"):
        bare, scale = bare[:-1], TEN_THOUSAND
    if len(bare) > LONGEST_NUMBER or not NUMBER.fullmatch(bare):
        return Figure(typed=text[:LONGEST_NUMBER])
    return _scaled(bare.replace(",", ""), scale)


def _scaled(digits: str, scale: Decimal) -> Figure:
    number = Decimal(digits)
    if number.adjusted() > LARGEST_EXPONENT:
        return Figure(typed=digits)
    exponent = number.as_tuple().exponent
    step = ONE.scaleb(min(exponent, 0)) if isinstance(exponent, int) else ONE
    return Figure(number * scale, max(step * scale, CENT))
