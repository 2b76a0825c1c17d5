"""户室表 brought back as a workbook: columns found by their headers, every cell read, all faults told at once. Pure.

A blank cell leaves its field alone, columns that nobody knows are named and passed over. 备案总价 follows from the
prices and is never taken from the sheet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from workflows.messages import Message, Reason, Unfit
from workflows.rules.code_list import CodeList
from workflows.rules.price_list_columns import NumberedRow
from workflows.rules.survey_cells import Cell, as_text, is_blank
from workflows.rules.survey_columns import header_key
from workflows.rules.unit_fields import UNIT_FIELDS, parse_unit_value

IDENTITY, ROOM, ENTRANCE = "id", "room_no", "entrance"
KNOWN = {"户室编号": IDENTITY, **{field.label: name for name, field in UNIT_FIELDS.items()}}
REQUIRED = (ENTRANCE, ROOM)
ROWS_SEARCHED = 20
NO_HEADER = Message("no_header", "没有找到户室表的表头：应有【单元】列和【室号】列")


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong at one cell; the row is counted as a spreadsheet counts it."""

    row: int
    column: str
    sentence: Reason


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of the sheet: which it is by the system's number or by entrance and room, and the values it asks for."""

    row: int
    unit_id: int | None
    entrance: str
    room_no: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """Every unit of the sheet, every fault, and the headers that were passed over."""

    lines: Sequence[UnitLine]
    faults: Sequence[SheetFault]
    passed_over: Sequence[str]


def read_unit_sheet(rows: Sequence[NumberedRow], code_lists: Mapping[str, CodeList]) -> UnitSheet:
    """The units that the sheet names; raises Unfit where it has no header of a unit table."""
    start, places = _header(rows)
    faults: list[SheetFault] = []
    lines = [_line(number, cells, places, code_lists, faults) for number, cells in rows[start + 1 :]]
    known = set(places.values())
    passed_over = [as_text(cell) for place, cell in enumerate(rows[start][1]) if place not in known]
    return UnitSheet(lines, faults, [text for text in passed_over if text])


def _header(rows: Sequence[NumberedRow]) -> tuple[int, dict[str, int]]:
    for place, (_, cells) in enumerate(rows[:ROWS_SEARCHED]):
        named = {KNOWN[key]: n for n, cell in enumerate(cells) if (key := header_key(as_text(cell))) in KNOWN}
        if all(name in named for name in REQUIRED):
            return place, named
    raise Unfit(NO_HEADER())


def _line(
    number: int,
    cells: Sequence[Cell],
    places: Mapping[str, int],
    code_lists: Mapping[str, CodeList],
    faults: list[SheetFault],
) -> UnitLine:
    values: dict[str, Any] = {}
    for name, cell in _filled(cells, places):
        try:
            values[name] = parse_unit_value(name, cell, code_lists)
        except Unfit as fault:
            faults.append(SheetFault(number, UNIT_FIELDS[name].label, fault.reason))
    return UnitLine(
        number,
        _identity(cells, places),
        as_text(cells[places[ENTRANCE]]),
        as_text(cells[places[ROOM]]),
        values,
    )


def _filled(cells: Sequence[Cell], places: Mapping[str, int]) -> Iterator[tuple[str, Cell]]:
    for name, place in places.items():
        if name not in (IDENTITY, *REQUIRED) and not is_blank(cells[place]):
            yield name, cells[place]


def _identity(cells: Sequence[Cell], places: Mapping[str, int]) -> int | None:
    text = as_text(cells[places[IDENTITY]]) if IDENTITY in places else ""
    return int(text) if text.isascii() and text.isdecimal() else None
