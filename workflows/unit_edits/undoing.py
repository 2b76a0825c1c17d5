"""Taking a batch back, and putting it in force again: both are batches of their own, so nothing is ever forgotten."""

import datetime as dt
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import UnitBatch
from workflows import messages
from workflows.actor import Actor
from workflows.facts.calendar import desk_minute
from workflows.messages import Message, NotVisible
from workflows.unit_edits.batch import finish
from workflows.unit_edits.bench import prepare, units_of
from workflows.unit_edits.change import UnitChange, UnitEdit, UnitRow, stored_change

ALREADY_UNDONE = Message("value", "第 {number} 批已于 {time} 撤销")


def undo_batch(
    session: Session, building_id: int, number: int, version: int, actor: Actor, now: dt.datetime
) -> UnitEdit:
    """Put back what a batch changed; a unit changed since stays as it is and is told. Undoing an undo redoes."""
    bench = prepare(session, building_id, version, actor, now)
    batch = find_batch(session, building_id, number)
    if batch is None:
        raise NotVisible(number)
    if batch.undone_at is not None:
        raise messages.refuse(ALREADY_UNDONE(number=number, time=desk_minute(batch.undone_at)))
    units = {unit.id: unit for unit in units_of(session, building_id)}
    back, kept = split_changed_since(units, [stored_change(entry) for entry in batch.changes])
    batch.undone_at, batch.undone_by = now, actor.name
    title = title_of_undoing(session, batch)
    return finish(session, bench, back, title, kept_since=kept, reverts=batch.number)


def find_batch(session: Session, building_id: int, number: int) -> UnitBatch | None:
    """The batch under lock."""
    found: UnitBatch | None = session.scalars(
        select(UnitBatch).where(UnitBatch.building_id == building_id, UnitBatch.number == number).with_for_update()
    ).one_or_none()
    return found


def title_of_undoing(session: Session, batch: UnitBatch) -> str:
    """撤销 and the title of the act that started it, or 重做 where it is the undoing that is taken back."""
    first, turns = batch, 0
    while first.reverts is not None:
        earlier = find_batch(session, batch.building_id, first.reverts)
        assert earlier is not None
        first, turns = earlier, turns + 1
    return f"{'重做' if turns % 2 else '撤销'} {first.title}"


def split_changed_since(
    units: Mapping[int, UnitRow], done: Iterable[UnitChange]
) -> tuple[list[UnitChange], list[UnitChange]]:
    """What can be put back, and the units that somebody changed since."""
    back: list[UnitChange] = []
    kept: list[UnitChange] = []
    for change in done:
        unit = units[change.id]
        now = {name: getattr(unit, name) for name in change.new}
        reverse = UnitChange(change.id, change.entrance, change.room_no, now, change.old)
        (back if now == dict(change.new) else kept).append(reverse)
    return back, kept
