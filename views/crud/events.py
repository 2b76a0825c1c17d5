"""日志: searched by who, what and when, each event with its values before and after, and who saw whose numbers."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from flask import abort, render_template, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext

from app.extensions import db
from app.sealing import chain_state
from app.web.current import current_actor, now
from models import Event
from models.base import Model
from views.address import asked, changed
from views.crud.event_words import acting_as, change_lines, contents, fact_lines, revealed_fields
from views.crud.export import MOST_ROWS
from views.crud.read_only import ReadOnlyView
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.wording import EVENTS, FURTHER_SUBJECTS, detail_text, event_title, region_name, subject_title
from workflows.facts.calendar import local_day
from workflows.reading.event_names import EventNames, names_of
from workflows.reading.events import REVEAL, EventFilter, EventPage, Place, bounded, events_query, find_events

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
LONGEST_TOKEN = 40
BATCH = 2_000  # events whose names are looked up together
Labels = list[str]  # inside the view `list` is a page
EXPORTED = ("时间", "操作", "对象种类", "对象编号", "业务序号", "操作人", "操作身份", "内容", "链序号")


class Events(Record):
    record = "events"
    model = Event
    home = "/events/"
    listed = ("happened_at", "action", "subject_kind", "subject_id", "business_no", "actor_name", "chain_no")
    found_by = ("happened_at", "action", "subject_kind", "subject_id", "business_no", "actor_name")
    ordered_by = ("happened_at", "action", "actor_name", "business_no")
    sections = (
        ("日志", (*listed, "region_code")),
        ("内容", ("detail", "digest")),
    )


class EventView(Events, ReadOnlyView):
    """The stock list would count the whole log; ours reads a page of it."""

    base_order = ("happened_at", "desc")
    formatters_columns = {
        "action": event_title,
        "subject_kind": subject_title,
        "region_code": region_name,
        "detail": detail_text,
    }
    method_permission_name = {**ReadOnlyView.method_permission_name, "search": "list", "reveals": "list"}

    @expose("/")
    @has_access
    def search(self) -> str:
        """The log by person, organization, business, subject, action, period and words."""
        return log_page("events/index.html", asked_filter())

    @expose("/reveals/")
    @has_access
    def reveals(self) -> str:
        """谁看过谁的个人信息."""
        wanted = asked_filter(action=REVEAL)
        return log_page("events/reveals.html", wanted)

    @expose("/list/")
    @has_access
    def list(self) -> str:
        return self.search()

    # ---- export ----

    def export_labels(self) -> Labels:
        return [str(gettext(label)) for label in EXPORTED]

    def filters_asked(self) -> Labels:
        return [name for name in request.args if request.args[name]]

    def exported_rows(self) -> Iterable[Any]:
        session = db.session()
        query = events_query(session, bounded(asked_filter(), local_day(now()))).limit(MOST_ROWS)
        for events in session.scalars(query.execution_options(yield_per=BATCH)).partitions():
            names = names_of(session, events)
            yield from (exported(event, names) for event in events)


class EventApi(Events, RecordApi):
    writable = False


def exported(event: Event, names: EventNames) -> Sequence[Any]:
    return [
        event.happened_at,
        event_title(event.action),
        subject_title(event.subject_kind),
        event.subject_id,
        event.business_no,
        event.actor_name,
        acting_as(event, names),
        contents(event),
        event.chain_no,
    ]


# ---- what is asked ----


def asked_filter(action: str = "") -> EventFilter:
    return EventFilter(
        person=asked("person"),
        organization=asked("organization"),
        business_no=asked("business_no"),
        subject_kind=asked("kind"),
        subject_id=asked("subject"),
        action=action or asked("action"),
        text=asked("q"),
        since=asked_day("from"),
        until=asked_day("to"),
    )


def asked_day(name: str) -> dt.date | None:
    """400 for what is no day within reason."""
    text = asked(name)
    if not text:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        abort(400)
    return day if 1900 <= day.year < 2200 else abort(400)


def token_of(place: Place) -> str:
    return f"{(place.moment - EPOCH) // MICROSECOND}-{place.event_id}"


def asked_place() -> Place | None:
    """Where the page before ended; 400 for what no page ever wrote."""
    text = request.args.get("before", "")
    if not text:
        return None
    moment, _, number = text.partition("-")
    if len(text) > LONGEST_TOKEN or not (moment + number).isascii() or not (moment.isdecimal() and number.isdecimal()):
        abort(400)
    try:
        return Place(EPOCH + int(moment) * MICROSECOND, int(number))
    except OverflowError:
        abort(400)


# ---- what is shown ----


def log_page(template: str, wanted: EventFilter) -> str:
    current_actor()
    session = db.session()
    searched = bounded(wanted, local_day(now()))
    page = find_events(session, searched, asked_place())
    return render_template(template, **log_values(page, wanted, searched, names_of(session, page.events)))


def log_values(page: EventPage, wanted: EventFilter, searched: EventFilter, names: EventNames) -> dict[str, Any]:
    return {
        "page": page,
        "wanted": wanted,
        "searched": searched,
        "names": names,
        "older_url": changed(before=token_of(page.older)) if page.older else "",
        "newest_url": changed(before=""),
        "is_first": not request.args.get("before"),
        "query": request.query_string.decode("ascii", "ignore"),
        "chain": chain_state(),
        "actions": sorted((code, event_title(code)) for code in EVENTS),
        "kinds": kinds(),
        "event_title": event_title,
        "subject_title": subject_title,
        "acting_as": acting_as,
        "change_lines": change_lines,
        "fact_lines": fact_lines,
        "revealed_fields": revealed_fields,
    }


def kinds() -> list[tuple[str, str]]:
    """The kinds of things that events are about, by title."""
    tables = [(name, table.comment) for name, table in Model.metadata.tables.items() if not name.startswith("ab_")]
    every = [*tables, *FURTHER_SUBJECTS.items()]
    return sorted(((code, str(gettext(title))) for code, title in every if title), key=lambda pair: pair[1])
