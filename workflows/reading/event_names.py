"""Names for what events only number: who acted as what, and what the thing is called now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, selectinload

from models import Event, Membership, Organization, Person
from models.base import Model

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class EventNames:
    """By key; what is gone or beyond this person's reach has no name here."""

    memberships: Mapping[int, Membership] = field(default_factory=dict)
    organizations: Mapping[int, str] = field(default_factory=dict)
    subjects: Mapping[tuple[str, str], str] = field(default_factory=dict)


def names_of(session: Session, events: Sequence[Event]) -> EventNames:
    """A query for the memberships, one for the organizations and one for each kind of subject on the page."""
    return EventNames(
        memberships=memberships_of(session, {event.membership_id for event in events}),
        organizations=organizations_of(session, {event.organization_id for event in events}),
        subjects=subjects_of(session, events),
    )


def memberships_of(session: Session, ids: Iterable[int | None]) -> dict[int, Membership]:
    members = session.scalars(
        select(Membership)
        .where(Membership.id.in_([one for one in ids if one is not None]))
        .options(selectinload(Membership.roles), selectinload(Membership.organization), selectinload(Membership.user))
    )
    return {member.id: member for member in members}


def organizations_of(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    known = [one for one in ids if one is not None]
    rows = session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(known)))
    return {row.id: row.name for row in rows}


def subjects_of(session: Session, events: Sequence[Event]) -> dict[tuple[str, str], str]:
    """What the rows are called, of the tables that are numbered."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.subject_id.isascii() and event.subject_id.isdecimal() and int(event.subject_id) <= LARGEST_ID:
            wanted[event.subject_kind].add(int(event.subject_id))
    return {
        (kind, str(row.id)): str(row)
        for kind, ids in wanted.items()
        if (model := MODELS.get(kind)) is not None
        for row in session.scalars(select(model).where(model.id.in_(ids)))
    }


def numbered_models() -> dict[str, Any]:
    """Every table whose rows have a number and a name of their own, by the table's name."""
    return {
        mapper.local_table.name: mapper.class_
        for mapper in Model.registry.mappers
        if "id" in inspect(mapper.class_).column_attrs and mapper.class_.__str__ is not object.__str__
    }


MODELS = {**numbered_models(), "person": Person}
