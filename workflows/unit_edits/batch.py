"""One act is one batch: its changes written at once, logged, and the tasks that rest on the units sent back to do."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from models import Business, TaskRun, Unit, UnitBatch
from models.enums import TaskState
from workflows import journal
from workflows.given_rows import given_rows
from workflows.messages import NotVisible
from workflows.return_lines import tick_off
from workflows.unit_edits.bench import Bench
from workflows.unit_edits.change import UnitChange, UnitEdit, stored

TASKS_RESTING_ON_UNITS = ("units", "price_check", "confirmation")


def finish(
    session: Session,
    bench: Bench,
    changes: Sequence[UnitChange],
    title: str,
    *,
    skipped: int = 0,
    skipped_by_hand: int = 0,
    kept_since: Sequence[UnitChange] = (),
    reverts: int | None = None,
    dry_run: bool = False,
) -> UnitEdit:
    """Write the changes as one batch (or only tell them), raise the version, send tasks back, log."""
    building = bench.building
    if dry_run or not changes:
        return UnitEdit(building.version, changes, skipped, skipped_by_hand, kept_since=kept_since, count=len(changes))
    write(session, changes)
    reopen_tasks(session, bench.business)
    if bench.returned:
        tick_off(session, bench.business, places(changes).__contains__, bench.actor, bench.now)
    building.version += 1
    number = store_batch(session, bench, changes, title, reverts)
    session.flush()
    return UnitEdit(
        building.version, changes, skipped, skipped_by_hand, kept_since=kept_since, batch=number, count=len(changes)
    )


def store_batch(session: Session, bench: Bench, changes: Sequence[UnitChange], title: str, reverts: int | None) -> int:
    """The batch with every old and new value, and its line in the log; told is its number within the building."""
    number = bench.last_batch + 1
    session.add(
        UnitBatch(
            building_id=bench.building.id,
            number=number,
            building_version=bench.building.version,
            title=title,
            made_at=bench.now,
            made_by=bench.actor.name,
            made_by_id=bench.actor.person_id,
            reverts=reverts,
            unit_count=len(changes),
            changes=stored(changes),
        )
    )
    journal.record(
        session,
        actor=bench.actor,
        now=bench.now,
        action="edit_units",
        subject_kind="building",
        subject_id=bench.building.id,
        business_no=bench.business.business_no,
        detail={"batch": number, "title": title, "count": len(changes)},
    )
    return number


def write(session: Session, changes: Sequence[UnitChange]) -> None:
    """One statement for each set of fields, with the values of every unit."""
    groups: dict[tuple[str, ...], list[UnitChange]] = {}
    for change in changes:
        groups.setdefault(tuple(change.new), []).append(change)
    for names, members in groups.items():
        write_group(session, names, members)


def write_group(session: Session, names: Sequence[str], members: Sequence[UnitChange]) -> None:
    """NotVisible where a unit is not the actor's to change: then nothing is written. A shared value is sent once."""
    first = members[0].new
    shared = {name: first[name] for name in names if all(member.new[name] == first[name] for member in members)}
    own = [name for name in names if name not in shared]
    columns = [Unit.__table__.c[name] for name in ("id", *own)]
    rows = [(member.id, *(member.new[name] for name in own)) for member in members]
    given = given_rows(session.get_bind().dialect, columns, rows)
    done: Any = session.execute(
        update(Unit)
        .where(Unit.id == given["id"])
        .values(shared | {name: given[name] for name in own})
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != len(members):
        raise NotVisible(members[0].id)


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
