"""Changing many units of a draft building at once: set fields, apply a price rule, undo. One act is one batch.

What the survey filled stays and is counted as skipped; an invalid value refuses the whole act; every change raises
the building's version and sends the tasks that rest on the units back to do.
"""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, Text, cast, func, select, update
from sqlalchemy.orm import Session

from models import Building, Business, TaskRun, Unit, UnitBatch
from models.enums import BusinessStatus, CodedEnum, PricingMode, SaleKind, TaskState
from workflows import journal, messages
from workflows.actor import Actor
from workflows.engine import Attempt, Operation, check
from workflows.facts.calendar import DESK_ZONE, local_day
from workflows.facts.code_lists import code_lists
from workflows.facts.region_rules import region_rule
from workflows.facts.situation import standing_of
from workflows.given_rows import given_rows
from workflows.messages import Message, NotVisible, Refused
from workflows.return_lines import plain, tick_off
from workflows.rules.prices import PriceRule, apply_price_rule, complete_prices, filed_total
from workflows.rules.room_matching import UnitSelection, selected
from workflows.rules.rounding import RoundMode
from workflows.rules.unit_fields import UNIT_FIELDS, parse_unit_value

NO_BUSINESS = Message("not_open", "该栋没有在办业务，户室不能修改")
VALUE_REFUSED = Message("value", "{sentence}")
TASKS_RESTING_ON_UNITS = ("units", "price_check", "confirmation")
PRICES = {"price_sale": "sale", "price_bare": "bare", "price_decoration": "decoration"}
KEPT_FOR_UNDO = ("price_by_hand",)
COLUMNS = ["id", *UNIT_FIELDS, *KEPT_FOR_UNDO, "filed_total", "surveyed_fields"]

# As text, because the units of a building share a handful of them: each is read once.
surveyed_text = cast(Unit.surveyed_fields, Text).label("surveyed_fields")

UnitRow = Row[Any]


@dataclass(frozen=True, slots=True)
class UnitChange:
    """The values of one unit before and after, only of the fields that changed."""

    id: int
    entrance: str
    room_no: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitEdit:
    """What an act changed: the building's new version, how many units, what was left because the survey filled it."""

    version: int
    changes: Sequence[UnitChange]
    skipped: int = 0
    skipped_by_hand: int = 0
    kept_since: Sequence[UnitChange] = ()
    batch: int | None = None
    count: int = field(default=0)


@dataclass(frozen=True, slots=True)
class Bench:
    """A draft building on the bench: locked, in the hands of this actor."""

    building: Building
    business: Business
    actor: Actor
    now: dt.datetime
    round_mode: RoundMode


# ---- the acts ----


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
) -> UnitEdit:
    """批量设置: the same values on every selected unit."""
    bench = prepare(session, building_id, version, actor, now)
    parsed = parse_all(session, values)
    units = selected(selection, units_of(session, building_id))
    changes, skipped = changes_of(bench, ((unit, parsed) for unit in units), by_hand=False)
    labels = "、".join(UNIT_FIELDS[name].label for name in parsed)
    return finish(session, bench, changes, f"批量设置 {labels}（{len(changes)} 套）", skipped=skipped, dry_run=dry_run)


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
) -> UnitEdit:
    """Different values for named units, as typed or pasted into cells: their prices count as set by hand."""
    bench = prepare(session, building_id, version, actor, now)
    by_id = {unit.id: unit for unit in units_of(session, building_id)}
    unknown = [row.get("id") for row in rows if row.get("id") not in by_id]
    if unknown:
        raise messages.refuse(messages.STALE_SELECTION(at="rows", count=len(unknown)))
    parsed = parse_rows(session, rows)
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
    units = selected(selection, units_of(session, building_id))
    outcome = apply_price_rule(rule, units)
    if outcome.refused:
        raise messages.refuse(*(VALUE_REFUSED(at="price_rule", sentence=fault) for fault in outcome.refused))
    by_id = {unit.id: unit for unit in units}
    wanted = (
        (
            by_id[change.id],
            {
                "price_sale": change.new.sale,
                "price_bare": change.new.bare,
                "price_decoration": change.new.decoration,
            },
        )
        for change in outcome.changes
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


def undo_batch(
    session: Session, building_id: int, number: int, version: int, actor: Actor, now: dt.datetime
) -> UnitEdit:
    """Put back what a batch changed; a unit changed since stays as it is and is told. Undoing an undo redoes."""
    bench = prepare(session, building_id, version, actor, now)
    batch = session.scalars(
        select(UnitBatch).where(UnitBatch.building_id == building_id, UnitBatch.number == number).with_for_update()
    ).one_or_none()
    if batch is None:
        raise NotVisible(number)
    if batch.undone_at is not None:
        raise messages.refuse(VALUE_REFUSED(sentence=f"第 {number} 批已于 {clock(batch.undone_at)} 撤销"))
    units = {unit.id: unit for unit in units_of(session, building_id)}
    back, kept = split_changed_since(units, [stored_change(entry) for entry in batch.changes])
    batch.undone_at, batch.undone_by = now, actor.name
    return finish(session, bench, back, f"撤销 {batch.title}", kept_since=kept)


def batches_of(session: Session, building_id: int) -> list[UnitBatch]:
    """Every batch of a building, the newest first."""
    return list(
        session.scalars(select(UnitBatch).where(UnitBatch.building_id == building_id).order_by(UnitBatch.number.desc()))
    )


# ---- before: may this person, is this the version seen ----


def prepare(session: Session, building_id: int, version: int, actor: Actor, now: dt.datetime) -> Bench:
    """The building under lock, in the hands of this actor, of the version that was seen."""
    building = session.scalars(
        select(Building).where(Building.id == building_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if building is None:
        raise NotVisible(building_id)
    business = session.scalars(
        select(Business).where(Business.building_id == building_id, Business.status == BusinessStatus.open)
    ).one_or_none()
    if business is None:
        raise messages.refuse(NO_BUSINESS())
    refused = check(standing_of(session, business), Attempt(Operation.save_task, actor, task="units"))
    if refused:
        raise Refused(refused)
    expect_building_version(session, building, version)
    mode = region_rule(session, building.region_code, "round_mode", local_day(now))
    return Bench(building, business, actor, now, RoundMode(mode))


def expect_building_version(session: Session, building: Building, version: int) -> None:
    """The version the person saw; otherwise M20 with the cells that differ."""
    if building.version == version:
        return
    since = [batch for batch in batches_of(session, building.id) if batch.building_version > version]
    last = since[0] if since else None
    raise Refused(
        [
            messages.M20(
                person=last.made_by if last else "他人",
                time=clock(last.made_at if last else building.updated_at),
                what=f"{building.building_no} 的户室",
            )
        ],
        differs={
            "version": {"yours": version, "current": building.version},
            "units": [entry for batch in since for entry in batch.changes],
        },
    )


def clock(moment: dt.datetime) -> str:
    return moment.astimezone(DESK_ZONE).strftime("%m-%d %H:%M")


def units_of(session: Session, building_id: int) -> list[UnitRow]:
    """All units as light rows in the order of the survey."""
    columns = [surveyed_text if name == "surveyed_fields" else getattr(Unit, name) for name in COLUMNS]
    return list(session.execute(select(*columns).where(Unit.building_id == building_id).order_by(Unit.position)))


@lru_cache(maxsize=1024)
def names_in(text: str) -> frozenset[str]:
    return frozenset(json.loads(text))


# ---- reading what was typed ----


def parse_all(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values meant, or every reason why one cannot stand."""
    return parse_many(session, [("set", values)])[0][1]


def parse_rows(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    named = [(f"rows.{row['id']}", {name: raw for name, raw in row.items() if name != "id"}) for row in rows]
    parsed = parse_many(session, named)
    return [(int(row["id"]), values) for row, (_, values) in zip(rows, parsed, strict=True)]


def parse_many(session: Session, named: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    lists = code_lists(session)
    faults: list[messages.Reason] = []
    parsed = []
    for place, values in named:
        read: dict[str, Any] = {}
        for name, raw in values.items():
            try:
                read[name] = required(name, parse_unit_value(name, raw, lists))
            except ValueError as fault:
                faults.append(VALUE_REFUSED(at=f"{place}.{name}", sentence=fault))
        parsed.append((place, read))
    if faults:
        raise Refused(faults)
    return parsed


def required(name: str, value: Any) -> Any:
    """Clearing a field that must always hold something puts its default back."""
    if value is not None:
        return value
    return {"price_decoration": Decimal("0.00"), "sale_kind": SaleKind.saleable, "pricing_mode": PricingMode.gross}.get(
        name
    )


# ---- working out what changes ----


def changes_of(
    bench: Bench, wanted: Iterable[tuple[UnitRow, Mapping[str, Any]]], *, by_hand: bool
) -> tuple[list[UnitChange], int]:
    """Old and new of every field that really changes, and how many values were left to the survey."""
    changes: list[UnitChange] = []
    faults: list[messages.Reason] = []
    skipped = 0
    for unit, values in wanted:
        surveyed = names_in(unit.surveyed_fields)
        open_values = {name: value for name, value in values.items() if name not in surveyed}
        skipped += len(values) - len(open_values)
        try:
            new = with_prices(bench, unit, open_values, by_hand=by_hand)
        except ValueError as fault:
            faults.append(VALUE_REFUSED(at=f"units.{unit.id}", sentence=f"{unit.entrance} {unit.room_no}：{fault}"))
            continue
        changed = {name: value for name, value in new.items() if getattr(unit, name) != value}
        if changed:
            old = {name: getattr(unit, name) for name in changed}
            changes.append(UnitChange(unit.id, unit.entrance, unit.room_no, old, changed))
    if faults:
        raise Refused(faults)
    return changes, skipped


def with_prices(bench: Bench, unit: UnitRow, values: Mapping[str, Any], *, by_hand: bool) -> dict[str, Any]:
    """The values with the third price, the total and the hand mark that follow from them."""
    new = dict(values)
    typed = {kind for name, kind in PRICES.items() if name in values and values[name] != getattr(unit, name)}
    if typed:
        given = {kind: values.get(name, getattr(unit, name)) for name, kind in PRICES.items()}
        prices = complete_prices(**given, changed=typed)
        new |= {
            "price_sale": prices.sale,
            "price_bare": prices.bare,
            "price_decoration": prices.decoration,
            "price_by_hand": by_hand and prices.sale is not None,
        }
    price = new.get("price_sale", unit.price_sale)
    mode = new.get("pricing_mode", unit.pricing_mode)
    if typed or "pricing_mode" in new:
        new["filed_total"] = (
            None if price is None else filed_total(mode, unit.gross_area, unit.inner_area, price, bench.round_mode)
        )
    return new


def name_of(changes: Sequence[UnitChange]) -> str:
    return changes[0].room_no if len(changes) == 1 else f"{len(changes)} 套户室"


# ---- writing ----


def finish(
    session: Session,
    bench: Bench,
    changes: Sequence[UnitChange],
    title: str,
    *,
    skipped: int = 0,
    skipped_by_hand: int = 0,
    kept_since: Sequence[UnitChange] = (),
    dry_run: bool = False,
) -> UnitEdit:
    """Write the changes as one batch (or only tell them), raise the version, send tasks back, log."""
    building = bench.building
    if dry_run or not changes:
        return UnitEdit(building.version, changes, skipped, skipped_by_hand, kept_since=kept_since, count=len(changes))
    write(session, changes)
    building.version += 1
    number = next_batch(session, building.id)
    session.add(
        UnitBatch(
            building_id=building.id,
            number=number,
            building_version=building.version,
            title=title,
            made_at=bench.now,
            made_by=bench.actor.name,
            made_by_id=bench.actor.person_id,
            unit_count=len(changes),
            changes=[stored(change) for change in changes],
        )
    )
    reopen_tasks(session, bench.business)
    tick_off(session, bench.business, places(changes).__contains__, bench.actor, bench.now)
    journal.record(
        session,
        actor=bench.actor,
        now=bench.now,
        action="edit_units",
        subject_kind="building",
        subject_id=building.id,
        business_no=bench.business.business_no,
        detail={"batch": number, "title": title, "count": len(changes)},
    )
    session.flush()
    return UnitEdit(
        building.version, changes, skipped, skipped_by_hand, kept_since=kept_since, batch=number, count=len(changes)
    )


def write(session: Session, changes: Sequence[UnitChange]) -> None:
    """One statement for each set of fields, with the values of every unit."""
    groups: dict[tuple[str, ...], list[UnitChange]] = {}
    for change in changes:
        groups.setdefault(tuple(change.new), []).append(change)
    for names, members in groups.items():
        write_group(session, names, members)


def write_group(session: Session, names: Sequence[str], members: Sequence[UnitChange]) -> None:
    """NotVisible where a unit is not the actor's to change: then nothing is written."""
    columns = [Unit.__table__.c[name] for name in ("id", *names)]
    rows = [(member.id, *member.new.values()) for member in members]
    given = given_rows(session.get_bind().dialect, columns, rows)
    done: Any = session.execute(
        update(Unit)
        .where(Unit.id == given["id"])
        .values({name: given[name] for name in names})
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != len(members):
        raise NotVisible(members[0].id)


def next_batch(session: Session, building_id: int) -> int:
    last = session.scalar(select(func.max(UnitBatch.number)).where(UnitBatch.building_id == building_id))
    return int(last or 0) + 1


def reopen_tasks(session: Session, business: Business) -> None:
    session.execute(
        update(TaskRun)
        .where(TaskRun.business_id == business.id, TaskRun.task.in_(TASKS_RESTING_ON_UNITS))
        .values(state=TaskState.todo)
        .execution_options(synchronize_session="fetch")
    )


def places(changes: Sequence[UnitChange]) -> set[str]:
    """The places of return lines that these changes mend: the unit table, the unit, the very field."""
    fields = {f"units.{change.id}.{name}" for change in changes for name in change.new}
    return {"units"} | {f"units.{change.id}" for change in changes} | fields


# ---- batches as stored and undone ----


def stored(change: UnitChange) -> dict[str, Any]:
    return {
        "id": change.id,
        "entrance": change.entrance,
        "room_no": change.room_no,
        "old": {name: plain(value) for name, value in change.old.items()},
        "new": {name: plain(value) for name, value in change.new.items()},
    }


def stored_change(entry: Mapping[str, Any]) -> UnitChange:
    return UnitChange(
        entry["id"],
        entry["entrance"],
        entry["room_no"],
        {name: revived(name, value) for name, value in entry["old"].items()},
        {name: revived(name, value) for name, value in entry["new"].items()},
    )


def revived(name: str, value: Any) -> Any:
    """A stored value as the column's own type."""
    if value is None:
        return None
    enums: dict[str, Callable[[str], CodedEnum]] = {"sale_kind": SaleKind, "pricing_mode": PricingMode}
    if name in enums:
        return enums[name](value)
    return Decimal(value) if name in {*PRICES, "filed_total", "storey_height"} else value


def split_changed_since(
    units: Mapping[int, UnitRow], done: Iterable[UnitChange]
) -> tuple[list[UnitChange], list[UnitChange]]:
    """What can be put back, and the units that somebody changed since."""
    back: list[UnitChange] = []
    kept: list[UnitChange] = []
    for change in done:
        unit = units[change.id]
        now = {name: getattr(unit, name) for name in change.new}
        untouched = now == dict(change.new)
        reverse = UnitChange(change.id, change.entrance, change.room_no, now, change.old)
        (back if untouched else kept).append(reverse)
    return back, kept
