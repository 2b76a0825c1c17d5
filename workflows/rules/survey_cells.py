"""How one cell of a survey workbook is read: what was meant, or the fault and what is expected instead.

Numbers may be typed as text, with full-width digits and blanks around them; anything else in a number is a fault.
Every reader gives None for a blank cell; `required` turns that into a fault.
"""

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from models.enums import SurveyKind
from workflows.messages import Reason
from workflows.rules import survey_words as words
from workflows.rules.code_list import CodeList
from workflows.rules.identity import TO_HALF_WIDTH, clean_text, parcel_code_fault
from workflows.rules.layouts import parse_layout

Cell = str | float | int | bool | dt.date | dt.datetime | dt.time | dt.timedelta
Read = Callable[[Cell], Any]

ZERO = Decimal(0)
NUMBER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?")
DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")
HIGHEST_AREA = Decimal("9999999.9999")
HIGHEST_TOTAL = Decimal("9999999999.9999")
HIGHEST_COEFFICIENT = Decimal("9999.999999")
HIGHEST_LENGTH = Decimal("9999.99")
HIGHEST_COUNT = 1_000_000
YEARS = (1900, 2200)
LABELS_TOLD = 8
LONGEST_TOLD = 100
KINDS = {
    "预测": SurveyKind.predicted,
    "预测绘": SurveyKind.predicted,
    "实测": SurveyKind.actual,
    "实测绘": SurveyKind.actual,
}
ANSWERS = {"是": True, "否": False, "1": True, "0": False, "TRUE": True, "FALSE": False}
SQUARE_METRES = {"1", "m²", "m2", "㎡", "平方米"}


class CellFault(Exception):
    """The cell cannot be read: the code of the fault and what should stand there."""

    def __init__(self, code: str, expected: Reason) -> None:
        self.code = code
        self.expected = expected
        super().__init__(code)


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not clean_text(cell)


def as_told(cell: Cell) -> str | int | float:
    """A cell as a person would repeat it: 15 significant digits as spreadsheets show them, whole numbers without .0."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return _shown_number(cell)
    return str(cell)[:LONGEST_TOLD]


def _shown_number(number: float) -> str | int | float:
    if not math.isfinite(number):
        return str(number)
    shown = float(f"{number:.15g}")
    return int(shown) if shown.is_integer() else shown


def as_text(cell: Cell) -> str:
    """The text of any cell, cleaned; a number typed into a text column is written without its .0."""
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(as_told(cell))


def _plain(typed: str) -> str:
    """As clean_text; printable text hides nothing, so the slower look at every character is spared."""
    if not typed.isprintable():
        return clean_text(typed)
    return typed.strip() if typed.isascii() else typed.translate(TO_HALF_WIDTH).strip()


def required(read: Read) -> Read:
    def read_required(cell: Cell) -> Any:
        value = read(cell)
        if value is None:
            raise CellFault("missing_value", words.REQUIRED())
        return value

    return read_required


def text(longest: int) -> Read:
    def read_text(cell: Cell) -> str | None:
        value = as_text(cell)
        if value.startswith("="):
            raise CellFault("formula_cell", words.NO_FORMULA())
        if len(value) > longest:
            raise CellFault("text_too_long", words.AT_MOST_LONG(most=longest, count=len(value)))
        return value or None

    return read_text


def decimal(places: int, highest: Decimal, example: str) -> Read:
    """Numbers rounded half up to so many decimals; never NaN, infinity or scientific notation."""
    step = Decimal(1).scaleb(-places)

    def read_decimal(cell: Cell) -> Decimal | None:
        number = _number(cell, example)
        if number is None:
            return None
        if abs(number) > highest:
            raise CellFault("number_too_large", words.AT_MOST_LARGE(most=highest))
        return number.quantize(step, ROUND_HALF_UP) + ZERO

    return read_decimal


def _number(cell: Cell, example: str) -> Decimal | None:
    if isinstance(cell, float | int) and not isinstance(cell, bool) and math.isfinite(cell):
        return Decimal(repr(cell))
    typed = clean_text(cell) if isinstance(cell, str) else None
    if typed == "":
        return None
    if typed is None or not NUMBER.fullmatch(typed):
        raise CellFault("not_a_number", words.NUMBER(example=example))
    return Decimal(typed)


def not_negative(read: Read, code: str) -> Read:
    def read_not_negative(cell: Cell) -> Decimal | None:
        number: Decimal | None = read(cell)
        if number is not None and number < 0:
            raise CellFault(code, words.NOT_NEGATIVE())
        return number

    return read_not_negative


def whole(cell: Cell) -> int | None:
    number = _number(cell, "6")
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellFault("not_an_integer", words.WHOLE())
    if abs(number) > HIGHEST_COUNT:
        raise CellFault("number_too_large", words.AT_MOST_LARGE(most=HIGHEST_COUNT))
    return int(number)


def count(cell: Cell) -> int | None:
    number = whole(cell)
    if number is not None and number < 0:
        raise CellFault("negative_number", words.NOT_NEGATIVE())
    return number


def day(cell: Cell) -> dt.date | None:
    """A date typed as 2022-04-06, 2022/4/6, 2022.4.6, 2022年4月6日 or 20220406, or a date of the spreadsheet."""
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    found = cell if isinstance(cell, dt.date) else _typed_day(as_text(cell))
    if found and not YEARS[0] <= found.year <= YEARS[1]:
        raise CellFault("not_a_date", words.YEARS(first=YEARS[0], last=YEARS[1]))
    return found


def _typed_day(typed: str) -> dt.date | None:
    if not typed:
        return None
    match = DATE.fullmatch(typed)
    try:
        year, month, date = (int(part) for part in match.groups() if part) if match else (0, 0, 0)
        return dt.date(year, month, date)
    except ValueError as error:
        raise CellFault("not_a_date", words.DATE()) from error


def past_day(today: dt.date) -> Read:
    def read_past_day(cell: Cell) -> dt.date | None:
        found = day(cell)
        if found and found > today:
            raise CellFault("date_in_future", words.NOT_LATER(today=today))
        return found

    return read_past_day


def code(code_list: CodeList) -> Read:
    """The code of an item that was given by its code, its label or another known spelling."""
    labels = [item.label for item in code_list.offered]
    one_of = words.ONE_OF_MANY if len(labels) > LABELS_TOLD else words.ONE_OF
    expected = one_of(labels="、".join(labels[:LABELS_TOLD]))

    def read_code(cell: Cell) -> str | None:
        typed = as_text(cell)
        if not typed:
            return None
        item = code_list.find(typed)
        if item is None:
            raise CellFault("unknown_code", expected)
        return item.code

    return read_code


def layout(cell: Cell) -> str | None:
    typed = as_text(cell)
    if not typed:
        return None
    parsed = parse_layout(typed)
    if parsed is None:
        raise CellFault("unknown_layout", words.LAYOUT())
    return parsed.label


def parcel(cell: Cell) -> str | None:
    typed = as_text(cell)
    fault = parcel_code_fault(typed) if typed else None
    if fault:
        raise CellFault("parcel_code", words.PARCEL(fault=fault))
    return typed or None


def kind(cell: Cell) -> SurveyKind | None:
    typed = as_text(cell)
    if typed and typed not in KINDS:
        raise CellFault("unknown_code", words.SURVEY_KIND())
    return KINDS.get(typed)


def answer(cell: Cell) -> bool | None:
    typed = as_text(cell)
    if typed and typed not in ANSWERS:
        raise CellFault("unknown_code", words.YES_OR_NO())
    return ANSWERS.get(typed)


def square_metres(cell: Cell) -> None:
    typed = as_text(cell)
    if typed and typed not in SQUARE_METRES:
        raise CellFault("unknown_code", words.SQUARE_METRES())


area = not_negative(decimal(4, HIGHEST_AREA, "105.05"), "negative_area")
total = not_negative(decimal(4, HIGHEST_TOTAL, "2635.22"), "negative_area")
coefficient = not_negative(decimal(6, HIGHEST_COEFFICIENT, "0.185616"), "negative_number")
length = not_negative(decimal(2, HIGHEST_LENGTH, "2.90"), "negative_number")
