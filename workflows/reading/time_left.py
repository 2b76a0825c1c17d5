"""The promised day of a run in words, with the tone it is shown in."""

import datetime as dt
from dataclasses import dataclass

from models import Business, StageRun
from models.enums import ClockState
from workflows.facts.situation import ONGOING
from workflows.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The promised day in words, with the tone it is shown in; `state` says where no day is known why."""

    due_on: dt.date | None
    text: str
    tone: str
    days: int | None = None
    state: ClockState = ClockState.running


def time_left(business: Business, run: StageRun, calendar: WorkingCalendar, today: dt.date) -> TimeLeft | None:
    """The promised day of a run still going on: late is bad, near its day it warns."""
    if run.state not in ONGOING or run.clock is ClockState.none:
        return None
    return told_time(run.clock, run.due_on, business.warning_days or 0, calendar, today)


def told_time(
    state: ClockState, due_on: dt.date | None, warning_days: int, calendar: WorkingCalendar, today: dt.date
) -> TimeLeft:
    """剩 2 个工作日, 今日到期, 超期 1 个工作日; 计时暂停 or 期限待定 where there is no day."""
    if due_on is None:
        words = ClockState.stopped.title if state is ClockState.stopped else calendar.time_left_text(today, None)
        return TimeLeft(None, words, state.tone, None, state)
    days = calendar.working_days_left(today, due_on)
    near = days is not None and days <= warning_days
    tone = "bad" if due_on < today else "warn" if near or due_on == today else ""
    return TimeLeft(due_on, calendar.time_left_text(today, due_on), tone, days, state)
