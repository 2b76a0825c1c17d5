"""Which column of a sales office's price list holds what, found by the words of its header.

A header has one level or two (面积 over 建筑面积, 套内面积); whatever stands above it is title. Columns nobody asks for
(楼层, 户型, 备注) are left unread.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from models.enums import PricingMode
from workflows.rules.identity import clean_text
from workflows.rules.survey_cells import Cell, is_blank

NumberedRow = tuple[int, list[Cell]]

ROWS_SEARCHED = 40
LONGEST_LABEL = 40
LEAST_UPPER_CELLS = 2
ROOM_WORDS = frozenset({"室号", "房号", "房间号", "户号", "户室号", "房室号", "房屋号", "房间", "房屋编号", "门牌号"})
ENTRANCE_WORDS = frozenset({"单元", "单元号", "单元名称", "梯号"})
TEN_THOUSAND, ONE = Decimal(10000), Decimal(1)
BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
OTHER_PRICES = re.compile("优惠|折|成交|底价|活动|特价")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each kind stands, by position; `scales` are yuan per figure typed, for columns in 万元.

    `priced_by` is the area that the unit price is for where the header says so.
    """

    places: Mapping[str, int]
    scales: Mapping[str, Decimal]
    priced_by: PricingMode | None

    def has(self, *kinds: str) -> bool:
        return any(kind in self.places for kind in kinds)

    @property
    def by_total(self) -> bool:
        """The list names totals only: the house is sold by the place."""
        return not self.has("sale", "bare")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns and how many rows of the sheet the title and the header take."""

    columns: Columns
    rows_above: int


def find_header(rows: Sequence[NumberedRow]) -> Header | None:
    """The first row that names a room column, with its second level above or below; None where there is no price."""
    for place, (_, cells) in enumerate(rows[:ROWS_SEARCHED]):
        room = next((column for column, cell in enumerate(cells) if kind_of(label(cell)) == "room"), None)
        if room is None:
            continue
        above, below = _level_above(rows, place), _level_below(rows, place, room)
        columns = _columns(above or cells, cells) if not below else _columns(cells, below)
        if columns.has("sale", "bare", "total"):
            return Header(columns, place + (2 if below else 1))
    return None


def is_room_label(cell: Cell) -> bool:
    """The header is repeated on every printed page."""
    return kind_of(label(cell)) == "room"


def label(cell: Cell) -> str:
    """The words of a header cell without blanks; longer text is no header."""
    text = "".join(clean_text(cell).split()) if isinstance(cell, str) else ""
    return text if len(text) <= LONGEST_LABEL else ""


def kind_of(words: str, context: str = "") -> str | None:
    """What a column holds by its own words; 单价 and 总价 may take 毛坯 or 装修 from the level above."""
    name = BRACKETS.sub("", words)
    if name in ROOM_WORDS:
        return "room"
    if name in ENTRANCE_WORDS:
        return "entrance"
    if is_unit_price(words, name):
        return _price_kind(name) or _price_kind(context) or "sale"
    if is_total(words, name):
        return None if _price_kind(name) or _price_kind(context) else "total"
    return _area_kind(name)


def is_unit_price(words: str, name: str) -> bool:
    return "单价" in name or ("价" in name and "总" not in name and bool(re.search("元[/每](㎡|m|平)", words)))


def is_total(words: str, name: str) -> bool:
    return bool(re.search("总价|总额|总房款|房价款|总金额", name)) or ("价" in name and "元/套" in words)


def _price_kind(words: str) -> str | None:
    if "毛坯" in words:
        return "bare"
    return "decoration" if "装修" in words or "装饰" in words else None


def _area_kind(name: str) -> str | None:
    if "套内" in name and "面积" in name:
        return "inner_area"
    return "gross_area" if re.search("建筑面积|建面|^面积$", name) and "分摊" not in name else None


# ---- the levels ----


def _level_below(rows: Sequence[NumberedRow], place: int, room: int) -> list[Cell] | None:
    """The row beneath belongs to the header where its room cell is merged away and it names columns without figures."""
    if place + 1 >= len(rows):
        return None
    cells = rows[place + 1][1]
    if not is_blank(cells[room]) or any(not isinstance(cell, str) for cell in cells):
        return None
    return cells if any(kind_of(label(cell)) for cell in cells) else None


def _level_above(rows: Sequence[NumberedRow], place: int) -> list[Cell] | None:
    """The row above is a level of the header where it has several cells; a title is one cell."""
    if place == 0:
        return None
    cells = rows[place - 1][1]
    several = sum(not is_blank(cell) for cell in cells) >= LEAST_UPPER_CELLS
    return cells if several and all(isinstance(cell, str) for cell in cells) else None


def _columns(upper: Sequence[Cell], lower: Sequence[Cell]) -> Columns:
    """Every column's kind by its lowest words; of several of a kind the first counts, 备案 and 销售 before 优惠."""
    places: dict[str, int] = {}
    scales: dict[str, Decimal] = {}
    priced_by: PricingMode | None = None
    above = ""
    for column, cell in enumerate(lower):
        own, over = label(cell), label(upper[column])
        above = over or (above if own else "")
        words = own or over
        kind = kind_of(words, above)
        if kind is None or not _is_better(kind, words, places, lower, upper):
            continue
        places[kind] = column
        scales[kind] = TEN_THOUSAND if "万" in words or (own and "万元" in above) else ONE
        if kind in ("sale", "bare"):
            priced_by = _priced_by(words) or _priced_by(above)
    return Columns(places, scales, priced_by)


def _is_better(kind: str, words: str, places: Mapping[str, int], lower: Sequence[Cell], upper: Sequence[Cell]) -> bool:
    if kind not in places:
        return True
    taken = label(lower[places[kind]]) or label(upper[places[kind]])
    return bool(OTHER_PRICES.search(taken)) and not OTHER_PRICES.search(words)


def _priced_by(words: str) -> PricingMode | None:
    if "套内" in words:
        return PricingMode.inner
    return PricingMode.gross if "建筑面积" in words or "建面" in words else None
