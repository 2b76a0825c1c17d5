"""The acts that change many units of a draft building at once: set fields, set rows, apply a price rule.

What the survey filled stays and is counted as skipped; an invalid value refuses the whole act; every change raises
the building's version and sends the tasks that rest on the units back to do.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from workflows import messages
from workflows.actor import Actor
from workflows.facts.code_lists import code_lists
from workflows.rules.price_rule import PriceRule, apply_price_rule
from workflows.rules.room_matching import UnitSelection, selected
from workflows.rules.unit_fields import UNIT_FIELDS
from workflows.unit_edits.batch import finish
from workflows.unit_edits.bench import PRICED, prepare, units_of
from workflows.unit_edits.change import UnitEdit
from workflows.unit_edits.typed_values import VALUE_REFUSED, CodeLists, parse_all, parse_rows
from workflows.unit_edits.working_out import changes_of, name_of, price_values

LABELS_TOLD = 4


def set_fields(
    session: Session,
    building_id: int,
    version: int,
    selection: UnitSelection,
    values: Mapping[str, Any],
    actor: Actor,
    now: dt.datetime,
    *,
    dry_run: bool = False,
    lists: CodeLists | None = None,
) -> UnitEdit:
    """批量设置: the same values on every selected unit. `lists` are the code lists where they were read already."""
    bench = prepare(session, building_id, version, actor, now)
    parsed = parse_all(lists or code_lists(session), values)
    units = selected(selection, units_of(session, building_id, touched_by(parsed)))
    changes, skipped = changes_of(bench, ((unit, parsed) for unit in units), by_hand=False)
    title = f"批量设置 {labels_of(parsed)}（{len(changes)} 套）"
    return finish(session, bench, changes, title, skipped=skipped, dry_run=dry_run)


def touched_by(names: Collection[str]) -> Collection[str]:
    """These fields, and what follows from them where one of them is about the price."""
    return PRICED.union(names) if PRICED.intersection(names) else names


def labels_of(names: Collection[str]) -> str:
    """The fields in words, the first few of many."""
    told = "、".join(UNIT_FIELDS[name].label for name in list(names)[:LABELS_TOLD])
    return told if len(names) <= LABELS_TOLD else f"{told}等 {len(names)} 项"


def set_rows(
    session: Session,
    building_id: int,
    version: int,
    rows: Sequence[Mapping[str, Any]],
    actor: Actor,
    now: dt.datetime,
    *,
    dry_run: bool = False,
    title: str = "",
    lists: CodeLists | None = None,
) -> UnitEdit:
    """Different values for named units, as typed or pasted into cells: their prices count as set by hand."""
    bench = prepare(session, building_id, version, actor, now)
    parsed = parse_rows(lists or code_lists(session), rows)
    named = {name for _, values in parsed for name in values}
    by_id = {unit.id: unit for unit in units_of(session, building_id, touched_by(named))}
    unknown = [number for number, _ in parsed if number not in by_id]
    if unknown:
        raise messages.refuse(messages.STALE_SELECTION(at="rows", count=len(unknown)))
    changes, skipped = changes_of(bench, ((by_id[number], values) for number, values in parsed), by_hand=True)
    words = title or f"修改 {name_of(changes)}"
    return finish(session, bench, changes, words, skipped=skipped, dry_run=dry_run)


def apply_rule(
    session: Session,
    building_id: int,
    version: int,
    selection: UnitSelection,
    rule: PriceRule,
    actor: Actor,
    now: dt.datetime,
    *,
    dry_run: bool = False,
) -> UnitEdit:
    """快捷设置价格: base price and steps by floor; prices set by hand stay unless the rule says otherwise."""
    bench = prepare(session, building_id, version, actor, now)
    units = selected(selection, units_of(session, building_id, PRICED))
    outcome = apply_price_rule(rule, units)
    if outcome.refused:
        raise messages.refuse(*(VALUE_REFUSED(at="price_rule", sentence=fault) for fault in outcome.refused))
    by_id = {unit.id: unit for unit in units}
    wanted = (
        (unit, price_values(bench, unit, change.new, unit.pricing_mode, by_hand=False))
        for change in outcome.changes
        for unit in (by_id[change.id],)
    )
    changes, _ = changes_of(bench, wanted, by_hand=False)
    return finish(
        session,
        bench,
        changes,
        f"快捷定价（{len(changes)} 套）",
        skipped_by_hand=len(outcome.skipped_manual),
        dry_run=dry_run,
    )
