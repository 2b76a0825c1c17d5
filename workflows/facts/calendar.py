"""The working calendar as the rules see it, and the day it is in the desk's time zone."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import CalendarDay
from workflows.rules.calendar import WorkingCalendar

DESK_ZONE = ZoneInfo("Asia/Shanghai")


def local_day(now: dt.datetime) -> dt.date:
    """The date on the wall of the desk at that moment."""
    return now.astimezone(DESK_ZONE).date()


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which that day begins at the desk."""
    return dt.datetime.combine(day, dt.time(), DESK_ZONE)


def desk_minute(moment: dt.datetime) -> str:
    """11-26 10:31: a moment of these days as the desk's clock shows it."""
    return moment.astimezone(DESK_ZONE).strftime("%m-%d %H:%M")


def working_calendar(session: Session, since: dt.date, until: dt.date | None = None) -> WorkingCalendar:
    """The days from some weeks before `since` on, all of them or as far as `until`."""
    known = select(CalendarDay.day, CalendarDay.working).where(CalendarDay.day >= since - dt.timedelta(days=120))
    if until is not None:
        known = known.where(CalendarDay.day <= until)
    return WorkingCalendar({row.day: row.working for row in session.execute(known)})


def last_day(session: Session) -> dt.date | None:
    """The last day that the administrator has settled."""
    return session.scalar(select(func.max(CalendarDay.day)))
