"""承诺时限: from when until when a promised time runs, how much of it is used, and the day it ends.

Counting is by whole days: a span begins after its first day and includes its last, so that two spans which meet on a
day count as one, and a pause within a day counts for nothing. The day of the start is never counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.enums import ClockState, Role
from workflows.rules.calendar import WorkingCalendar

BUREAU = frozenset(
    {
        Role.survey_reviewer,
        Role.property_reviewer,
        Role.presale_reviewer,
        Role.fund_reviewer,
        Role.filing_reviewer,
        Role.restriction_officer,
        Role.authority_admin,
        Role.section_head,
    }
)


@dataclass(frozen=True, slots=True)
class Span:
    """The days after `since` up to and with `until`; without an end it goes on."""

    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit of a stage: when it came, was received and ended, and whether the applicant or the bureau had it."""

    came_on: date
    received_on: date | None = None
    left_on: date | None = None
    applicant: bool = False
    authority: bool = False


@dataclass(frozen=True, slots=True)
class TimeKept:
    """How a promised time stands; `used` counts its working days up to the last stop, or to the day it ends."""

    state: ClockState = ClockState.none
    due_on: date | None = None
    used: int | None = None


NOT_TIMED = TimeKept()


def started_on(visits: Sequence[Visit]) -> date | None:
    """The day of the bureau's first receipt of a complete case; None before."""
    return next((visit.received_on for visit in visits if visit.authority and visit.received_on), None)


def case_spans(visits: Sequence[Visit], pauses: Sequence[Span], started: date) -> list[Span]:
    """The promise to the applicant: from the start on, but not while the case lies with the applicant or is held."""
    running = [
        Span(max(visit.came_on, started), visit.left_on)
        for visit in visits
        if not visit.applicant and (visit.left_on is None or visit.left_on >= started)
    ]
    return without(running, pauses)


def visit_spans(visit: Visit, pauses: Sequence[Span]) -> list[Span]:
    """The limit of one stage: from the day it came until it left."""
    return without([Span(visit.came_on, visit.left_on)], pauses)


def without(spans: Iterable[Span], pauses: Sequence[Span]) -> list[Span]:
    """The spans less the pauses."""
    left = list(spans)
    for pause in pauses:
        left = [part for span in left for part in cut(span, pause)]
    return left


def cut(span: Span, pause: Span) -> list[Span]:
    """What of the span lies before and after the pause; parts of no days count for nothing."""
    end = span.until or date.max
    if pause.since >= end:
        return [span]
    before = [Span(span.since, pause.since)] if pause.since >= span.since else []
    after = [Span(max(span.since, pause.until), span.until)] if pause.until and pause.until < end else []
    return before + after


def time_kept(calendar: WorkingCalendar, spans: Sequence[Span], working_days: int) -> TimeKept:
    """Where the promise stands: due on a day, stopped with some days left, or beyond the calendar.

    A day is due at its end: stopped on the very day, the promise is not broken and is due on the day it runs again.
    """
    used = 0
    for span in spans:
        due = calendar.due_date(span.since, working_days - used)
        if span.until is None:
            return TimeKept(ClockState.running if due else ClockState.pending, due, used)
        if due is not None and due < span.until:
            return TimeKept(ClockState.running, due, working_days)
        counted = calendar.working_days_between(span.since, span.until)
        if counted is None:
            return TimeKept(ClockState.pending, None, used)
        used += counted
    return TimeKept(ClockState.stopped, None, used) if spans else NOT_TIMED


def nearer(first: TimeKept, second: TimeKept) -> TimeKept:
    """The one that presses more: the earlier day, else a day still unknown, else a stop."""
    return min(first, second, key=lambda kept: (kept.due_on or date.max, PRESSING.index(kept.state)))


PRESSING = (ClockState.running, ClockState.pending, ClockState.stopped, ClockState.ended, ClockState.none)
