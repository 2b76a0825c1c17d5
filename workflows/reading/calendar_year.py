"""A year of the working calendar as twelve months of weeks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import CalendarDay
from workflows.calendar_edits import state_of
from workflows.rules.calendar_file import PROVISIONAL, days_of

SATURDAY = 5
WEEKEND = "周末"


@dataclass(frozen=True, slots=True)
class YearDay:
    """A day: whether it is worked, why, and whether that differs from an ordinary week; `settled` once it is stored."""

    day: dt.date
    working: bool
    note: str
    settled: bool

    @property
    def is_unusual(self) -> bool:
        """A weekday off, or a weekend day that is worked."""
        return self.working != is_weekday(self.day)

    @property
    def is_named(self) -> bool:
        """A day off that has a name of its own, also on a weekend."""
        return not self.working and self.note.removeprefix(PROVISIONAL).strip(" :：") not in {"", WEEKEND}


@dataclass(frozen=True, slots=True)
class YearMonth:
    """Weeks from Monday to Sunday, None where a day belongs to the month beside."""

    month: int
    weeks: Sequence[Sequence[YearDay | None]]
    working_days: int


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """`state` rises with every change; `settled` unless the year is only proposed; `first` and `last` year known."""

    year: int
    state: int
    months: Sequence[YearMonth]
    working_days: int
    settled: bool
    provisional: bool
    first: int
    last: int


def is_weekday(day: dt.date) -> bool:
    return day.weekday() < SATURDAY


def calendar_year(session: Session, year: int) -> CalendarYear:
    """The year as it is settled; days that are not are proposed as an ordinary week."""
    rows = stored(session, year)
    days = [year_day(day, rows.get(day)) for day in days_of(year)]
    months = [month_of(month, [day for day in days if day.day.month == month]) for month in range(1, 13)]
    first, last = session.execute(select(func.min(CalendarDay.day), func.max(CalendarDay.day))).one()
    return CalendarYear(
        year=year,
        state=state_of(session, year),
        months=months,
        working_days=sum(month.working_days for month in months),
        settled=all(day.settled for day in days),
        provisional=any(day.note.startswith(PROVISIONAL) for day in days),
        first=first.year if first else year,
        last=last.year if last else year,
    )


def stored(session: Session, year: int) -> Mapping[dt.date, CalendarDay]:
    rows = session.scalars(
        select(CalendarDay).where(CalendarDay.day >= dt.date(year, 1, 1), CalendarDay.day <= dt.date(year, 12, 31))
    )
    return {row.day: row for row in rows}


def year_day(day: dt.date, row: CalendarDay | None) -> YearDay:
    if row is None:
        return YearDay(day, is_weekday(day), "", settled=False)
    return YearDay(day, row.working, row.note or "", settled=True)


def month_of(month: int, days: Sequence[YearDay]) -> YearMonth:
    cells: list[YearDay | None] = [*[None] * days[0].day.weekday(), *days]
    cells += [None] * (-len(cells) % 7)
    weeks = [cells[n : n + 7] for n in range(0, len(cells), 7)]
    return YearMonth(month, weeks, sum(day.working for day in days))
