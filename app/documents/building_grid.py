"""How a building is spread over sheets: which room stands in which row and column of which sheet."""

import math
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.documents.contents.building_table import BuildingTableSheet, TableFloor, TableUnit
from app.documents.formatting import area, money, text_or_dash
from app.documents.paper import A3_LYING, A4_LYING, Paper

FLOOR_COLUMN = 44.0
NARROWEST_CELL = 46.0
# An entrance with more places than this on one floor is a garage: its floors run over several rows.
WIDEST_FLOOR = 46
PLACES_IN_A_ROW = 20
# Width from which a cell takes its figures in fewer lines, and the height of a row then, in points.
LAYOUTS = (("line", 200.0, 14.0), ("broad", 150.0, 22.5), ("medium", 84.0, 29.5), ("narrow", 0.0, 39.5))
HEADING_HEIGHT = 150.0

Cells = tuple[TableUnit | None, ...]


@dataclass(frozen=True)
class GridRow:
    """One row; `note` instead of cells where the floor has no unit in the whole building."""

    floor: TableFloor
    cells: Cells
    note: str = ""
    continued: bool = False


@dataclass(frozen=True)
class GridSheet:
    """One sheet: entrances with the columns they span, and rows from the highest floor down."""

    entrances: tuple[tuple[str, int], ...]
    rows: tuple[GridRow, ...]
    part: int = 1
    parts: int = 1

    @property
    def columns(self) -> int:
        return sum(span for _, span in self.entrances)


@dataclass(frozen=True)
class _Block:
    """Columns `first` up to, not including, `last` of one entrance."""

    entrance: str
    first: int
    last: int
    part: int = 1
    parts: int = 1
    wraps: bool = False

    @property
    def span(self) -> int:
        return PLACES_IN_A_ROW if self.wraps else self.last - self.first


def paper_for(table: BuildingTableSheet) -> Paper:
    """A4 where the whole grid stands on one page of it, else A3."""
    sheets = arrange(table, A4_LYING)
    fits = len(sheets) == 1 and sheets[0].parts == 1 and _height(sheets[0], A4_LYING) <= A4_LYING.body_height
    return A4_LYING if fits else A3_LYING


def arrange(table: BuildingTableSheet, paper: Paper) -> list[GridSheet]:
    """Sheets in the order of the entrances; an entrance is only divided where it is wider than the paper."""
    capacity = int((paper.room - FLOOR_COLUMN) // NARROWEST_CELL)
    placed = {entrance: _columns(units) for entrance, units in _by_entrance(table).items()}
    blocks = [block for entrance, floors in placed.items() for block in _blocks(entrance, floors, capacity)]
    return [_sheet(table, placed, blocks) for blocks in _packed(blocks, capacity)] or [GridSheet((), _idle_rows(table))]


def sheet_values(table: BuildingTableSheet, paper: Paper) -> dict[str, Any]:
    """What the template needs beside the table: each sheet as plain values to draw."""
    return {"sheets": [drawing_values(sheet, paper) for sheet in arrange(table, paper)]}


def drawing_values(sheet: GridSheet, paper: Paper) -> dict[str, Any]:
    """One sheet as lists and texts; widths in points."""
    layout = layout_for(sheet, paper)
    return {
        "entrances": sheet.entrances,
        "part": sheet.part,
        "parts": sheet.parts,
        "layout": layout,
        "columns": max(sheet.columns, 1),
        "floor_column": FLOOR_COLUMN,
        "cell_width": cell_width(sheet, paper),
        "rows": [_row_values(row, layout) for row in sheet.rows],
    }


def _row_values(row: GridRow, layout: str) -> dict[str, Any]:
    return {
        "floor": _floor_lines(row),
        "note": f"{row.note}（本层无户室）" if row.note else "",
        "cells": [cell and {"lines": UNIT_LINES[layout](cell), "shade": cell.shade} for cell in row.cells],
    }


def _floor_lines(row: GridRow) -> list[str]:
    name = f"{row.floor.nominal_floor}层" + ("续" if row.continued else "")
    actual = str(row.floor.actual_floor)
    return [name] if row.floor.nominal_floor == actual else [name, f"实际{actual}层"]


def _state(unit: TableUnit) -> str:
    return unit.state + (f"〔{''.join(unit.marks)}〕" if unit.marks else "")


def _one_line(unit: TableUnit) -> list[str]:
    figures = f"{area(unit.gross_area)}/{area(unit.inner_area)}　{money(unit.sale_price)}"
    return [f"{unit.room_no}　{text_or_dash(unit.use)}　{figures}　{_state(unit)}"]


def _broad_lines(unit: TableUnit) -> list[str]:
    return [
        f"{unit.room_no}　{text_or_dash(unit.use)}　{_state(unit)}",
        f"{area(unit.gross_area)}/{area(unit.inner_area)}　{money(unit.sale_price)}",
    ]


def _medium_lines(unit: TableUnit) -> list[str]:
    return [
        f"{unit.room_no}　{text_or_dash(unit.use)}",
        f"{area(unit.gross_area)}/{area(unit.inner_area)}",
        f"{money(unit.sale_price)}　{_state(unit)}",
    ]


def _narrow_lines(unit: TableUnit) -> list[str]:
    return [
        unit.room_no,
        f"{area(unit.gross_area)}/{area(unit.inner_area)}",
        text_or_dash(unit.use),
        money(unit.sale_price),
        _state(unit),
    ]


UNIT_LINES: dict[str, Callable[[TableUnit], list[str]]] = {
    "line": _one_line,
    "broad": _broad_lines,
    "medium": _medium_lines,
    "narrow": _narrow_lines,
}


def layout_for(sheet: GridSheet, paper: Paper) -> str:
    """line, broad, medium or narrow: how many lines a cell takes."""
    return _layout(sheet, paper)[0]


def cell_width(sheet: GridSheet, paper: Paper) -> float:
    """The width of a unit's column in points."""
    return (paper.room - FLOOR_COLUMN) / max(sheet.columns, 1)


def _layout(sheet: GridSheet, paper: Paper) -> tuple[str, float]:
    width = cell_width(sheet, paper)
    return next((name, height) for name, least, height in LAYOUTS if width >= least)


def _height(sheet: GridSheet, paper: Paper) -> float:
    return HEADING_HEIGHT + len(sheet.rows) * _layout(sheet, paper)[1]


def _by_entrance(table: BuildingTableSheet) -> dict[str, list[TableUnit]]:
    groups: dict[str, list[TableUnit]] = defaultdict(list)
    for unit in table.units:
        groups[unit.entrance].append(unit)
    return groups


def _columns(units: list[TableUnit]) -> dict[int, Cells]:
    """For each floor of an entrance its cells from left to right, all floors equally long."""
    floors: dict[int, list[TableUnit]] = defaultdict(list)
    for unit in units:
        floors[unit.actual_floor].append(unit)
    width = max(len(floor) for floor in floors.values())
    return {number: _cells(floor, width) for number, floor in floors.items()}


def _cells(floor: list[TableUnit], width: int) -> Cells:
    """Room n-03 stands in column 3 where all numbers of the floor allow it, so that stacks of rooms line up."""
    places = [_stack(unit.room_no) for unit in floor]
    in_stacks = len(set(places)) == len(places) and all(1 <= place <= width for place in places)
    by_place = dict(zip(places if in_stacks else range(1, len(floor) + 1), floor, strict=True))
    return tuple(by_place.get(place) for place in range(1, width + 1))


def _stack(room_no: str) -> int:
    match = re.search(r"(\d{1,2})$", room_no)
    return int(match[1]) if match else 0


def _blocks(entrance: str, floors: dict[int, Cells], capacity: int) -> list[_Block]:
    width = max(len(cells) for cells in floors.values())
    if width > WIDEST_FLOOR:
        return [_Block(entrance, 0, width, wraps=True)]
    parts = math.ceil(width / capacity)
    edges = [round(width * part / parts) for part in range(parts + 1)]
    return [_Block(entrance, edges[part], edges[part + 1], part + 1, parts) for part in range(parts)]


def _packed(blocks: list[_Block], capacity: int) -> list[list[_Block]]:
    sheets: list[list[_Block]] = []
    for block in blocks:
        if sheets and _joins(sheets[-1], block, capacity):
            sheets[-1].append(block)
        else:
            sheets.append([block])
    return sheets


def _joins(sheet: list[_Block], block: _Block, capacity: int) -> bool:
    alone = any(member.wraps or member.parts > 1 for member in (*sheet, block))
    return not alone and sum(member.span for member in (*sheet, block)) <= capacity


def _sheet(table: BuildingTableSheet, placed: dict[str, dict[int, Cells]], blocks: list[_Block]) -> GridSheet:
    rows: list[GridRow] = []
    for floor in _floors_on(table, {block.entrance for block in blocks}):
        rows += _rows(floor, placed, blocks)
    return GridSheet(
        tuple((block.entrance, block.span) for block in blocks), tuple(rows), blocks[0].part, blocks[0].parts
    )


def _floors_on(table: BuildingTableSheet, entrances: set[str]) -> list[TableFloor]:
    """Floors with units of these entrances, and those without any unit on the same side of the ground."""
    lived_in = {unit.actual_floor for unit in table.units}
    here = {unit.actual_floor for unit in table.units if unit.entrance in entrances}
    above = any(floor > 0 for floor in here)
    below_has_units = any(floor < 0 for floor in lived_in)
    shown = [
        floor
        for floor in table.floors
        if floor.actual_floor in here
        or (floor.actual_floor not in lived_in and _same_side(floor.actual_floor, above, below_has_units))
    ]
    return sorted(shown, key=lambda floor: floor.actual_floor, reverse=True)


def _same_side(floor: int, sheet_is_above: bool, below_has_units: bool) -> bool:
    if floor > 0:
        return sheet_is_above
    return not sheet_is_above or not below_has_units


def _rows(floor: TableFloor, placed: dict[str, dict[int, Cells]], blocks: list[_Block]) -> list[GridRow]:
    if all(floor.actual_floor not in placed[block.entrance] for block in blocks):
        return [GridRow(floor, (), note=floor.note or "设备层")]
    if blocks[0].wraps:
        return _wrapped_rows(floor, placed[blocks[0].entrance][floor.actual_floor])
    cells: list[TableUnit | None] = []
    for block in blocks:
        cells += placed[block.entrance].get(floor.actual_floor, (None,) * block.last)[block.first : block.last]
    return [GridRow(floor, tuple(cells))]


def _wrapped_rows(floor: TableFloor, cells: Cells) -> list[GridRow]:
    units = [cell for cell in cells if cell is not None]
    rows = []
    for start in range(0, len(units), PLACES_IN_A_ROW):
        part = units[start : start + PLACES_IN_A_ROW]
        blanks = (None,) * (PLACES_IN_A_ROW - len(part))
        rows.append(GridRow(floor, (*part, *blanks), continued=start > 0))
    return rows


def _idle_rows(table: BuildingTableSheet) -> tuple[GridRow, ...]:
    floors = sorted(table.floors, key=lambda floor: floor.actual_floor, reverse=True)
    return tuple(GridRow(floor, (), note=floor.note or "设备层") for floor in floors)
