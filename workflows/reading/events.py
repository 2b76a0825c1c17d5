"""The event log as it is searched: backwards in time, a page at a time by key, never counted as a whole."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, or_, select
from sqlalchemy.orm import Session

from models import Event, Organization, Person
from workflows.facts.calendar import midnight

PAGE_SIZE = 50
MOST_NAMED = 50
TEXT_DAYS = 90
REVEAL = "reveal_record"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ends: the next one begins before this moment, or at it with a smaller number."""

    moment: dt.datetime
    event_id: int


@dataclass(frozen=True, slots=True)
class EventFilter:
    """What is asked for; a blank is no condition. Words in the contents are looked for within TEXT_DAYS at most."""

    person: str = ""
    organization: str = ""
    business_no: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    action: str = ""
    text: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_blank(self) -> bool:
        return self == EventFilter()


@dataclass(frozen=True, slots=True)
class EventPage:
    """The events of one page, and where the next older one begins (None at the end)."""

    events: Sequence[Event]
    older: Place | None


def bounded(wanted: EventFilter, today: dt.date) -> EventFilter:
    """Contents are read row by row, so that a search in them is kept to a stretch of time."""
    if not wanted.text:
        return wanted
    earliest = (wanted.until or today) - dt.timedelta(days=TEXT_DAYS)
    return replace(wanted, since=max(wanted.since or earliest, earliest))


def find_events(session: Session, wanted: EventFilter, before: Place | None, size: int = PAGE_SIZE) -> EventPage:
    """The newest events that fit, before the place where the last page ended."""
    query = events_query(session, wanted)
    if before is not None:
        query = query.where(older_than(before))
    events = session.scalars(query.limit(size + 1)).all()
    last = events[size - 1] if len(events) > size else None
    return EventPage(events[:size], Place(last.happened_at, last.id) if last else None)


def events_query(session: Session, wanted: EventFilter) -> Select[Any]:
    return select(Event).where(*conditions(session, wanted)).order_by(Event.happened_at.desc(), Event.id.desc())


def older_than(place: Place) -> ColumnElement[bool]:
    """Written so that an index on the moment serves it."""
    earlier = or_(Event.happened_at < place.moment, Event.id < place.event_id)
    return and_(Event.happened_at <= place.moment, earlier)


def conditions(session: Session, wanted: EventFilter) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (Event.action, wanted.action),
        (Event.subject_kind, wanted.subject_kind),
        (Event.subject_id, wanted.subject_id),
    ):
        if value:
            yield column == value
    if wanted.business_no:
        yield starting_with(Event.business_no, wanted.business_no.upper())
    if wanted.person:
        yield by_person(session, wanted.person)
    if wanted.organization:
        yield Event.organization_id.in_(organizations_named(session, wanted.organization))
    if wanted.since:
        yield Event.happened_at >= midnight(wanted.since)
    if wanted.until:
        yield Event.happened_at < midnight(wanted.until + dt.timedelta(days=1))
    if wanted.text:
        yield cast(Event.detail, String).contains(as_stored(wanted.text), autoescape=True)


def starting_with(column: Any, text: str) -> ColumnElement[bool]:
    """As a range, so that an index serves it."""
    return and_(column >= text, column < f"{text}\uffff")


def as_stored(text: str) -> str:
    """Words as they stand inside the JSON of the contents."""
    return json.dumps(text)[1:-1]


def by_person(session: Session, name: str) -> ColumnElement[bool]:
    """People whose name holds the words; whoever is nobody's account (系统) by the name that was written down."""
    fits = or_(Person.full_name.icontains(name, autoescape=True), Person.username == name)
    people = session.scalars(select(Person.id).where(fits).limit(MOST_NAMED)).all()
    return Event.actor_id.in_(people) if people else Event.actor_name == name


def organizations_named(session: Session, name: str) -> Sequence[int]:
    query = select(Organization.id).where(Organization.name.icontains(name, autoescape=True))
    return session.scalars(query.limit(MOST_NAMED)).all()
