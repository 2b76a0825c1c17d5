"""承诺时限 of a whole case as its workspace shows it."""

import datetime as dt
from dataclasses import dataclass

from models import Business
from models.enums import ClockState
from workflows.reading.time_left import TimeLeft, told_time
from workflows.rules.calendar import WorkingCalendar


@dataclass(frozen=True, slots=True)
class PromiseView:
    """承诺时限 of the whole case: days promised, since when, how many are used (None while it runs), what is left."""

    working_days: int
    since: dt.date | None
    used: int | None
    due_on: dt.date | None
    state: ClockState
    left: TimeLeft


def promise_of(business: Business, calendar: WorkingCalendar, today: dt.date) -> PromiseView | None:
    """None where nothing is promised, or the bureau has not received the case yet."""
    if business.promised_days is None:
        return None
    left = told_time(business.clock, business.due_on, business.warning_days or 0, calendar, today)
    used = business.days_used
    if business.clock is ClockState.running and left.days is not None:
        used = business.promised_days - left.days
    return PromiseView(business.promised_days, business.clock_since, used, business.due_on, business.clock, left)
