"""承诺时限: what starts it, what stops it, and the day it ends."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import ClockState
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.promised_time import (
    NOT_TIMED,
    Span,
    TimeKept,
    Visit,
    case_spans,
    nearer,
    started_on,
    time_kept,
    visit_spans,
    without,
)

DATA = Path(__file__).parents[1] / "data" / "calendar"
VECTORS = json.loads((DATA / "due_dates.json").read_text("utf-8"))
with (DATA / "china_workdays_2025_2027.csv").open(encoding="utf-8") as file:
    CALENDAR = WorkingCalendar(
        {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(file)}
    )
MONDAY = date(2026, 11, 23)


def day(number: int) -> date:
    """The working days of the week of MONDAY are 0 to 4."""
    return MONDAY + timedelta(days=number)


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda one: f"{one['start']}+{one['working_days']}")
def test_a_case_that_is_never_stopped_is_due_on_the_day_of_the_vector(vector):
    kept = time_kept(CALENDAR, [Span(date.fromisoformat(vector["start"]))], vector["working_days"])
    assert kept == TimeKept(ClockState.running, date.fromisoformat(vector["result"]), 0)


@pytest.mark.parametrize("vector", VECTORS["beyond"], ids=lambda one: one["start"])
def test_beyond_the_calendar_the_day_is_pending_and_nothing_fails(vector):
    kept = time_kept(CALENDAR, [Span(date.fromisoformat(vector["start"]))], vector["working_days"])
    assert (kept.state, kept.due_on) == (ClockState.pending, None)


def test_it_starts_with_the_first_receipt_by_the_bureau():
    entry = Visit(day(-3), day(-3), day(-1), applicant=True)
    assert started_on([entry, Visit(day(-1), None, authority=True)]) is None
    bank = Visit(day(-1), day(-1), day(0))
    review = Visit(day(0), day(1), authority=True)
    assert started_on([entry, bank, review]) == day(1)
    assert case_spans([entry, bank, review], [], day(1)) == [Span(day(1))]


def test_while_it_lies_with_the_applicant_it_stands_still():
    visits = [
        Visit(day(-1), day(-1), day(0), applicant=True),
        Visit(day(0), day(0), day(1), authority=True),
        Visit(day(1), day(1), day(3), applicant=True),
        Visit(day(3), None, None, authority=True),
    ]
    spans = case_spans(visits, [], day(0))
    assert spans == [Span(day(0), day(1)), Span(day(3))]
    assert time_kept(CALENDAR, spans, 3).due_on == day(7), "one day used, two left after Thursday: Friday and Monday"
    stopped = time_kept(CALENDAR, case_spans(visits[:3], [], day(0)), 3)
    assert stopped == TimeKept(ClockState.stopped, None, 1)


def test_a_case_already_late_stays_late_when_it_is_returned():
    kept = time_kept(CALENDAR, [Span(day(0), day(4)), Span(day(9))], 2)
    assert (kept.state, kept.due_on) == (ClockState.running, day(2))


def test_what_is_held_back_does_not_count():
    assert without([Span(day(0))], [Span(day(1), day(3))]) == [Span(day(0), day(1)), Span(day(3))]
    assert without([Span(day(0))], [Span(day(1))]) == [Span(day(0), day(1))]
    assert without([Span(day(0), day(2))], [Span(day(2), day(4))]) == [Span(day(0), day(2))]
    assert without([Span(day(2), day(4))], [Span(day(0), day(3))]) == [Span(day(3), day(4))]
    assert without([Span(day(2), day(3))], [Span(day(0))]) == []
    held = without(visit_spans(Visit(day(0)), []), [Span(day(1), day(3))])
    assert time_kept(CALENDAR, held, 2).due_on == day(4)


def test_a_pause_within_one_day_changes_nothing():
    held = visit_spans(Visit(day(0)), [Span(day(1), day(1))])
    assert time_kept(CALENDAR, held, 3).due_on == time_kept(CALENDAR, [Span(day(0))], 3).due_on


def test_the_nearer_day_presses_then_the_unknown_then_the_stop():
    due = TimeKept(ClockState.running, day(2), 0)
    later, unknown = TimeKept(ClockState.running, day(3), 0), TimeKept(ClockState.pending)
    stopped = TimeKept(ClockState.stopped, None, 1)
    assert nearer(later, due) is due
    assert nearer(unknown, due) is due
    assert nearer(stopped, unknown) is unknown
    assert nearer(NOT_TIMED, stopped) is stopped


def test_stopped_on_its_last_day_it_is_due_when_it_runs_again():
    held = [Span(day(0), day(2))]
    assert time_kept(CALENDAR, held, 2) == TimeKept(ClockState.stopped, None, 2)
    assert time_kept(CALENDAR, [*held, Span(day(4))], 2).due_on == day(4)


def test_nothing_runs_without_a_span():
    assert time_kept(CALENDAR, [], 5) is NOT_TIMED


DAYS = st.dates(date(2025, 1, 1), date(2027, 3, 31))


@given(DAYS, st.integers(0, 30), st.integers(0, 30), st.integers(1, 30))
def test_a_pause_moves_the_day_by_exactly_its_working_days(start, after, length, promised):
    plain = time_kept(CALENDAR, [Span(start)], promised).due_on
    pause = Span(start + timedelta(days=after), start + timedelta(days=after + length))
    paused = time_kept(CALENDAR, without([Span(start)], [pause]), promised).due_on
    assert plain is not None
    assert paused is not None
    if plain < pause.since:
        assert paused == plain
    else:
        counted = CALENDAR.working_days_between(pause.since, pause.until)
        assert CALENDAR.working_days_between(plain, paused) == counted


@given(DAYS, st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(1, 40))
def test_spans_that_meet_count_as_one(start, lengths, promised):
    spans, at = [], start
    for length in lengths:
        spans.append(Span(at, at + timedelta(days=length)))
        at += timedelta(days=length)
    joined = time_kept(CALENDAR, [*spans, Span(at)], promised)
    assert joined.due_on == time_kept(CALENDAR, [Span(start)], promised).due_on
