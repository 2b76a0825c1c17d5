"""The working calendar as the rules see it, and the day it is in the desk's time zone."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import CalendarDay
from workflows.rules.calendar import WorkingCalendar

DESK_ZONE = ZoneInfo("Asia/Shanghai")


def local_day(now: dt.datetime) -> dt.date:
    """The date on the wall of the desk at that moment."""
    return now.astimezone(DESK_ZONE).date()


def working_calendar(session: Session, since: dt.date) -> WorkingCalendar:
    """The days from some weeks before `since` on."""
    days = session.scalars(select(CalendarDay).where(CalendarDay.day >= since - dt.timedelta(days=120)))
    return WorkingCalendar({day.day: day.working for day in days})


def due_on(session: Session, now: dt.datetime, working_days: int | None) -> dt.date | None:
    """The promised day, or None where no limit is set or the calendar ends before."""
    if working_days is None:
        return None
    today = local_day(now)
    return working_calendar(session, today).due_date(today, working_days)
