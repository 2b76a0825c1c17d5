"""Checks a survey workbook as a whole: four sheets in, one survey of one building out, or every fault at once.

The form of the workbook is that of the survey office's archive; areas are judged by GB/T 17986.1.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from models.enums import SurveyKind
from workflows.rules import survey_words as words
from workflows.rules.areas import SHARED_TOLERANCE_PER_UNIT, UNIT_TOLERANCE, AreaCheck
from workflows.rules.code_list import CodeList
from workflows.rules.survey_columns import (
    BUILDINGS,
    COMMON_PARTS,
    FLOORS,
    SHEETS,
    UNITS,
    Column,
    building_columns,
    common_part_columns,
    floor_columns,
    head_columns,
    header_key,
    unit_columns,
)
from workflows.rules.survey_findings import Findings
from workflows.rules.survey_result import (
    CommonPart,
    SurveyedBuilding,
    SurveyedFloor,
    SurveyedUnit,
    SurveyRefused,
    SurveyResult,
)
from workflows.rules.survey_table import SheetRows, SurveyTable
from workflows.rules.survey_units import BuildingFrame, StoreyHeights, UnitReader, check_place

STOREY_HEIGHTS = (Decimal("2.20"), Decimal(10))
FLOOR_FIELDS = len(fields(SurveyedFloor))
BUILDING_FIELDS = len(fields(SurveyedBuilding))
FLOORS_TOTAL = [item.name for item in fields(SurveyedBuilding)].index("floors_total")
HEAD_FIELDS = 4

Tables = Mapping[str, SurveyTable]


def check_survey(
    sheets: Mapping[str, SheetRows], *, code_lists: Mapping[str, CodeList], area_check: AreaCheck | str, today: dt.date
) -> SurveyResult:
    """The survey that the sheets hold, with warnings; raises SurveyRefused with every fault, and then nothing is taken.

    `area_check` decides whether areas that do not add up are faults, warnings or nothing.
    """
    findings = Findings(AreaCheck(area_check))
    sheets = {header_key(name): sheet for name, sheet in sheets.items()}
    _refuse_too_large(sheets, findings)
    kind = _kind_of(sheets.get(BUILDINGS), today)
    result = _read(kind, _open_tables(sheets, _columns(kind, code_lists, today), findings), findings)
    if findings.faults:
        raise SurveyRefused(findings.faults)
    return result


def _refuse_too_large(sheets: Mapping[str, SheetRows], findings: Findings) -> None:
    """A sheet that was too large to be read leaves nothing else to be said."""
    for name, sheet in sheets.items():
        if sheet.overflow_row is not None:
            told = words.TIDIED()
            findings.fault("too_many_rows", name, sheet.overflow_row, None, None, told)
    if findings.faults:
        raise SurveyRefused(findings.faults)


def _columns(kind: SurveyKind, code_lists: Mapping[str, CodeList], today: dt.date) -> Mapping[str, Sequence[Column]]:
    return {
        BUILDINGS: building_columns(kind, code_lists, today) + head_columns(today),
        FLOORS: floor_columns(),
        UNITS: unit_columns(kind, code_lists, today),
        COMMON_PARTS: common_part_columns(),
    }


def _kind_of(sheet: SheetRows | None, today: dt.date) -> SurveyKind:
    """Which areas the file is about, looked up before anything else; predicted where it does not say."""
    if sheet is None:
        return SurveyKind.predicted
    table = SurveyTable(BUILDINGS, sheet, head_columns(today), Findings(AreaCheck.off))
    kinds = [record[1] for _, record in table.records()]
    return next(filter(None, kinds), SurveyKind.predicted)


def _open_tables(
    sheets: Mapping[str, SheetRows], columns: Mapping[str, Sequence[Column]], findings: Findings
) -> Tables:
    tables = {}
    for name in SHEETS:
        if name not in sheets:
            findings.fault("sheet_missing", name, None, None, None, words.SHEET_NEEDED(sheet=name))
        else:
            tables[name] = SurveyTable(name, sheets[name], columns[name], findings)
    return tables


def _read(kind: SurveyKind, tables: Tables, findings: Findings) -> SurveyResult:
    """Reads everything there is; values that could not be read are None and stand among the findings."""
    row, record = _read_building(tables, findings)
    building = SurveyedBuilding(*record[:BUILDING_FIELDS])
    survey_no, _, agency, measured_on = record[-HEAD_FIELDS:]
    frame = BuildingFrame(
        building.natural_building_no, building.parcel_code, building.floors_above, building.floors_below
    )
    floors = _read_floors(tables, frame)
    units = _read_units(tables, frame, building, row, tuple(floors.values()))
    _check_heights(tables, floors, {unit.actual_floor for unit in units})
    parts = tuple(CommonPart(*record) for _, record in _records(tables, COMMON_PARTS))
    held = tuple(floors.values())
    return SurveyResult(survey_no, kind, agency, measured_on, building, held, units, parts, findings.warnings)


def _records(tables: Tables, name: str) -> Sequence[tuple[int, list[Any]]]:
    return tuple(tables[name].records()) if name in tables else ()


def _read_building(tables: Tables, findings: Findings) -> tuple[int, list[Any]]:
    """The row number and the values of the one building; a survey holds exactly one."""
    rows = _records(tables, BUILDINGS)
    if len(rows) != 1 and BUILDINGS in tables:
        at = rows[1][0] if rows else None
        findings.fault("building_count", BUILDINGS, at, None, len(rows), words.ONE_BUILDING())
    nothing: list[Any] = [None] * (BUILDING_FIELDS + HEAD_FIELDS)
    row, record = rows[0] if rows else (2, nothing)
    total, above, below = record[FLOORS_TOTAL : FLOORS_TOTAL + 3]
    if None not in (total, above, below) and total != above + below:
        tables[BUILDINGS].warning(
            "floors_total", row, "floors_total", total, words.FLOORS_TOGETHER(above=above, below=below)
        )
    return row, record


def _read_floors(tables: Tables, frame: BuildingFrame) -> dict[int, SurveyedFloor]:
    """The floors by the row they stand in."""
    floors: dict[int, SurveyedFloor] = {}
    seen: dict[tuple[str | None, int], int] = {}
    for row, record in _records(tables, FLOORS):
        floor, natural_building_no = SurveyedFloor(*record[:FLOOR_FIELDS]), record[FLOOR_FIELDS]
        floors[row] = floor
        check_place(tables[FLOORS], row, frame, floor.actual_floor, natural_building_no)
        first = seen.setdefault((floor.logical_building_no, floor.actual_floor), row)
        if first != row and floor.actual_floor is not None:
            tables[FLOORS].fault(
                "duplicate_floor", row, "actual_floor", floor.actual_floor, words.FLOOR_IN_ROW(row=first)
            )
    return floors


def _check_heights(tables: Tables, floors: Mapping[int, SurveyedFloor], inhabited: set[int]) -> None:
    lowest, highest = STOREY_HEIGHTS
    for row, floor in floors.items():
        height = floor.storey_height
        if height is not None and floor.actual_floor in inhabited and not lowest <= height <= highest:
            tables[FLOORS].fault("storey_height", row, "storey_height", float(height), words.STOREY_HEIGHT())


def _read_units(
    tables: Tables, frame: BuildingFrame, building: SurveyedBuilding, row: int, floors: tuple[SurveyedFloor, ...]
) -> tuple[SurveyedUnit, ...]:
    if UNITS not in tables:
        return ()
    reader = UnitReader(tables[UNITS], frame, StoreyHeights(floors))
    units = tuple(reader.units())
    if BUILDINGS in tables:
        _check_count(tables[BUILDINGS], row, building.unit_count, len(units))
        _check_totals(tables[BUILDINGS], row, building, reader, len(units))
    return units


def _check_count(table: SurveyTable, row: int, told: int | None, units: int) -> None:
    if told is not None and told != units:
        table.fault("count_mismatch", row, "unit_count", told, words.UNITS_COUNTED(sheet=UNITS, count=units))


def _check_totals(table: SurveyTable, row: int, building: SurveyedBuilding, reader: UnitReader, units: int) -> None:
    """Building totals against the sums of the units, each unit allowed half a hundredth; 0 means not filled in."""
    tolerance = max(UNIT_TOLERANCE, SHARED_TOLERANCE_PER_UNIT * units)
    gross, total = building.gross_area, reader.gross_total
    if gross and total is not None and abs(gross - total) > tolerance:
        table.fault("area_total", row, "gross_area", float(gross), words.GROSS_TOTAL(total=total))
    basement, below = building.basement_area, reader.basement_total
    if basement and below is not None and abs(basement - below) > tolerance:
        table.warning("area_total", row, "basement_area", float(basement), words.BASEMENT_TOTAL(total=below))
