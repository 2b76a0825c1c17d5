"""Prices and units as they come in a workbook: a developer's own price list, and the unit table brought back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflows import messages
from workflows.actor import Actor
from workflows.facts.code_lists import code_lists
from workflows.messages import Message, Reason, Refused, Unfit
from workflows.rules.price_list import choose_sheet, judge_price_list
from workflows.rules.price_list_columns import NumberedRow
from workflows.rules.price_list_verdict import ListRow, ListVerdict
from workflows.rules.unit_sheet import UnitLine, UnitSheet, read_unit_sheet
from workflows.unit_edits.batch import finish
from workflows.unit_edits.bench import prepare, units_of
from workflows.unit_edits.change import UnitEdit, UnitRow
from workflows.unit_edits.working_out import changes_of

UNREADABLE = Message("not_a_list", "{sentence}")
ROW_FAULT = Message("price_list", "第 {row} 行 {room}：{sentence}")
UNIT_FAULT = Message("price_list", "{entrance} {room}：{sentence}")
CELL_FAULT = Message("value", "第 {row} 行【{column}】：{sentence}")
NO_SUCH_UNIT = Message("no_such_unit", "该栋没有 {entrance} 单元 {room}")
OTHER_UNIT = Message("other_unit", "户室编号 {unit} 不是 {entrance} 单元 {room}")
NAMED_TWICE = Message("named_twice", "{entrance} 单元 {room} 重复")
UNIT_SHEET = "户室"

Sheets = Mapping[str, Sequence[NumberedRow]]


@dataclass(frozen=True, slots=True)
class PriceListOutcome:
    """The verdict on every row, and what was written of it or would be."""

    verdict: ListVerdict
    edit: UnitEdit


class ListFaulty(Refused):
    """A price list that is not right in every row and that nobody asked to take in part."""

    def __init__(self, verdict: ListVerdict) -> None:
        self.verdict = verdict
        super().__init__([reason_of(row) for row in verdict.faults])


@dataclass(frozen=True, slots=True)
class UnitSheetOutcome:
    """What the sheet changes, and the headers of columns that were passed over."""

    edit: UnitEdit
    passed_over: Sequence[str]


def apply_price_list(
    session: Session,
    building_id: int,
    version: int | None,
    sheets: Sheets,
    actor: Actor,
    now: dt.datetime,
    *,
    dry_run: bool = False,
    matched_only: bool = False,
) -> PriceListOutcome:
    """The prices of a list as one batch: all where every row is right, else only what matched and only if asked."""
    bench = prepare(session, building_id, version, actor, now)
    units = units_of(session, building_id)
    try:
        verdict = judge_price_list(choose_sheet(sheets, bench.building.building_no), units, bench.round_mode)
    except Unfit as fault:
        raise messages.refuse(UNREADABLE(at="file", sentence=fault.reason)) from fault
    if verdict.faults and not (dry_run or matched_only):
        raise ListFaulty(verdict)
    by_id = {unit.id: unit for unit in units}
    wanted = [(by_id[row.unit_id], row.price.values) for row in verdict.matched if row.unit_id and row.price]
    changes, skipped = changes_of(bench, wanted, by_hand=False)
    title = f"导入价格表（{len(changes)} 套）"
    return PriceListOutcome(verdict, finish(session, bench, changes, title, skipped=skipped, dry_run=dry_run))


def reason_of(row: ListRow) -> Reason:
    if row.row:
        return ROW_FAULT(at=f"rows.{row.row}", row=row.row, room=row.room_no, sentence=row.message)
    return UNIT_FAULT(at=f"units.{row.unit_id}", entrance=row.entrance, room=row.room_no, sentence=row.message)


def apply_unit_sheet(
    session: Session,
    building_id: int,
    version: int | None,
    sheets: Sheets,
    actor: Actor,
    now: dt.datetime,
    *,
    dry_run: bool = False,
) -> UnitSheetOutcome:
    """The unit table brought back: what differs is one batch, prices count as set by hand; one fault refuses all."""
    bench = prepare(session, building_id, version, actor, now)
    units = units_of(session, building_id)
    rows = sheets.get(UNIT_SHEET) or next(iter(sheets.values()), ())
    try:
        sheet = read_unit_sheet(rows, code_lists(session))
    except Unfit as fault:
        raise messages.refuse(UNREADABLE(at="file", sentence=fault.reason)) from fault
    wanted = matched(sheet, units)
    changes, skipped = changes_of(bench, differing(wanted), by_hand=True)
    title = f"导入户室表（{len(changes)} 套）"
    edit = finish(session, bench, changes, title, skipped=skipped, dry_run=dry_run)
    return UnitSheetOutcome(edit, sheet.passed_over)


def differing(wanted: Sequence[tuple[UnitLine, UnitRow]]) -> list[tuple[UnitRow, Mapping[str, object]]]:
    """Only what the sheet says otherwise: a surveyed value that came back as it was is no try to change it."""
    return [
        (unit, {name: value for name, value in line.values.items() if getattr(unit, name) != value})
        for line, unit in wanted
    ]


def matched(sheet: UnitSheet, units: Sequence[UnitRow]) -> list[tuple[UnitLine, UnitRow]]:
    """Every line with its unit; Refused with all faults of the sheet."""
    by_place = {(unit.entrance, unit.room_no): unit for unit in units}
    pairs = [(line, by_place.get((line.entrance, line.room_no))) for line in sheet.lines]
    faults = [cell_fault(fault.row, fault.column, fault.sentence) for fault in sheet.faults]
    seen: set[int] = set()
    for line, unit in pairs:
        if reason := fault_of_place(line, unit, seen):
            faults.append(cell_fault(line.row, "室号", reason))
        elif unit is not None:
            seen.add(unit.id)
    if faults:
        raise Refused(faults)
    return [(line, unit) for line, unit in pairs if unit is not None]


def cell_fault(row: int, column: str, sentence: Reason) -> Reason:
    return CELL_FAULT(at=f"rows.{row}", row=row, column=column, sentence=sentence)


def fault_of_place(line: UnitLine, unit: UnitRow | None, seen: set[int]) -> Reason | None:
    """Why this line stands for no unit of its own; None where it does."""
    if unit is None:
        return NO_SUCH_UNIT(entrance=line.entrance, room=line.room_no)
    if line.unit_id not in (None, unit.id):
        return OTHER_UNIT(unit=line.unit_id, entrance=line.entrance, room=line.room_no)
    return NAMED_TWICE(entrance=line.entrance, room=line.room_no) if unit.id in seen else None
