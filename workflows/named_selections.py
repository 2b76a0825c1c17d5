"""A person's named selections of a building's units: they go with the person, not with the browser."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import NamedSelection, Unit
from workflows import journal, messages
from workflows.actor import Actor
from workflows.messages import Message, NotVisible
from workflows.reading.units import find_building

MOST_SELECTIONS = 50
TOO_MANY = Message("too_many_selections", "每栋最多保存 {most} 个选择，请先删除不用的")


@dataclass(frozen=True, slots=True)
class WantedSelection:
    """What is to be kept: a filter by its fields, or units by identity."""

    name: str
    unit_filter: Mapping[str, str] | None
    unit_ids: Sequence[int] | None


def selections_of(session: Session, building_id: int, actor: Actor) -> list[NamedSelection]:
    """This person's own for the building, in the order in which they were first named."""
    find_building(session, building_id)
    return list(session.scalars(own(building_id, actor).order_by(NamedSelection.id)))


def keep_selection(
    session: Session, building_id: int, wanted: WantedSelection, actor: Actor, now: dt.datetime
) -> NamedSelection:
    """The same name is written anew. Refused where a unit is of another building."""
    kept = selections_of(session, building_id, actor)
    row = next((one for one in kept if one.name == wanted.name), None)
    if row is None and len(kept) >= MOST_SELECTIONS:
        raise messages.refuse(TOO_MANY(at="name", most=MOST_SELECTIONS))
    refuse_foreign(session, building_id, wanted.unit_ids or ())
    row = row or added(session, building_id, wanted.name, actor)
    row.unit_filter = None if wanted.unit_filter is None else dict(wanted.unit_filter)
    row.unit_ids = None if wanted.unit_ids is None else list(wanted.unit_ids)
    written(session, row, actor, now, "keep_selection")
    return row


def drop_selection(session: Session, building_id: int, selection_id: int, actor: Actor, now: dt.datetime) -> None:
    """NotVisible where it is not this person's, or of another building."""
    row: NamedSelection | None = session.scalars(
        own(building_id, actor).where(NamedSelection.id == selection_id)
    ).one_or_none()
    if row is None:
        raise NotVisible(selection_id)
    written(session, row, actor, now, "drop_selection")
    session.delete(row)
    session.flush()


def own(building_id: int, actor: Actor) -> Select[Any]:
    return select(NamedSelection).where(
        NamedSelection.user_id == actor.person_id, NamedSelection.building_id == building_id
    )


def refuse_foreign(session: Session, building_id: int, unit_ids: Sequence[int]) -> None:
    """Units by the thousand would be too many parameters, so the building's are read and compared here."""
    if not unit_ids:
        return
    known = set(session.scalars(select(Unit.id).where(Unit.building_id == building_id)))
    unknown = set(unit_ids) - known
    if unknown:
        raise messages.refuse(messages.STALE_SELECTION(at="ids", count=len(unknown)))


def added(session: Session, building_id: int, name: str, actor: Actor) -> NamedSelection:
    """A new row; the one that another window of the same person wrote meanwhile is taken."""
    row = NamedSelection(user_id=actor.person_id, building_id=building_id, name=name)
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        row = session.scalars(own(building_id, actor).where(NamedSelection.name == name)).one()
    return row


def written(session: Session, row: NamedSelection, actor: Actor, now: dt.datetime, action: str) -> None:
    session.flush()
    detail = {
        "building": row.building_id,
        "name": row.name,
        "filter": row.unit_filter,
        "units": len(row.unit_ids or ()),
    }
    journal.record(
        session, actor=actor, now=now, action=action, subject_kind="named_selection", subject_id=row.id, detail=detail
    )
