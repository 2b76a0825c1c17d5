"""Changing the working calendar: the days, and in the same act the due dates of all running cases."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import CalendarDay
from models.enums import Role
from workflows import clock, journal
from workflows.actor import Actor
from workflows.clock import MovedDate
from workflows.messages import Kind, Message, refuse
from workflows.rules.calendar_file import PROVISIONAL, SettledDay, days_of

NOT_KEEPER = Message("not_keeper", "工作日历由系统管理员维护", Kind.forbidden)
CHANGED_MEANWHILE = Message("M20", "工作日历已被他人修改。您的改动已保留在页面上，请核对后再保存", Kind.conflict)


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What a change did: the days that differ now, and the cases whose days moved."""

    days: Sequence[dt.date]
    moved: Sequence[MovedDate]


def state_of(session: Session, year: int) -> int:
    """A number that rises with every change of the year."""
    versions = select(func.coalesce(func.sum(CalendarDay.version), 0)).where(
        CalendarDay.day >= dt.date(year, 1, 1), CalendarDay.day <= dt.date(year, 12, 31)
    )
    return int(session.scalar(versions) or 0)


def settle(
    session: Session,
    wanted: Sequence[SettledDay],
    actor: Actor,
    now: dt.datetime,
    *,
    seen: Mapping[int, int] | None = None,
) -> CalendarChange:
    """Write these days; `seen` says for each year the state that the person saw, and refuses an older one.

    The caller sees every region's cases, for the calendar is the same for all.
    """
    if not actor.holds(Role.system_admin):
        raise refuse(NOT_KEEPER())
    known = days_by_date(session, wanted)
    if any(state_of(session, year) != state for year, state in (seen or {}).items()):
        raise refuse(CHANGED_MEANWHILE())
    changed = [one for one in wanted if differs(known.get(one.day), one)]
    before = {one.day: told(known.get(one.day)) for one in changed}
    for one in changed:
        write(session, known.get(one.day), one)
    session.flush()
    moved = clock.recount(session) if changed else []
    log(session, changed, before, moved, actor, now)
    session.flush()
    return CalendarChange([one.day for one in changed], moved)


def settle_year(
    session: Session,
    year: int,
    working: frozenset[dt.date],
    actor: Actor,
    now: dt.datetime,
    *,
    seen: int,
    note: str = "",
    confirmed: bool = False,
) -> CalendarChange:
    """A year as a person left it on the page: the days worked; `note` says why those are that changed.

    `confirmed` takes the mark off a year that stood only until its notice.
    """
    known = days_by_date(session, [SettledDay(day, day in working) for day in days_of(year)])
    wanted = [wanted_day(day, day in working, known.get(day), note, confirmed=confirmed) for day in days_of(year)]
    return settle(session, wanted, actor, now, seen={year: seen})


def wanted_day(day: dt.date, working: bool, row: CalendarDay | None, note: str, *, confirmed: bool) -> SettledDay:
    """An unchanged day keeps its note."""
    kept = (row.note or "") if row is not None else ""
    if row is None or row.working != working:
        return SettledDay(day, working, note)
    return SettledDay(day, working, kept.removeprefix(PROVISIONAL).strip() if confirmed else kept)


def days_by_date(session: Session, wanted: Sequence[SettledDay]) -> dict[dt.date, CalendarDay]:
    """The stored rows of the span, locked."""
    if not wanted:
        return {}
    first, last = min(one.day for one in wanted), max(one.day for one in wanted)
    rows = session.scalars(
        select(CalendarDay)
        .where(CalendarDay.day >= first, CalendarDay.day <= last)
        .order_by(CalendarDay.day)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.day: row for row in rows}


def differs(row: CalendarDay | None, wanted: SettledDay) -> bool:
    return row is None or (row.working, row.note or "") != (wanted.working, wanted.note)


def write(session: Session, row: CalendarDay | None, wanted: SettledDay) -> None:
    if row is None:
        session.add(CalendarDay(day=wanted.day, working=wanted.working, note=wanted.note or None))
        return
    row.working, row.note = wanted.working, wanted.note or None


def told(row: CalendarDay | None) -> str | None:
    return worded(row.working, row.note or "") if row is not None else None


def worded(working: bool, note: str) -> str:
    return " ".join(filter(None, ("工作日" if working else "休息日", note)))


def log(
    session: Session,
    changed: Sequence[SettledDay],
    before: Mapping[dt.date, str | None],
    moved: Sequence[MovedDate],
    actor: Actor,
    now: dt.datetime,
) -> None:
    """An event for each year that changed, and one for each case whose days moved."""
    for year, days in groupby(changed, key=lambda one: one.day.year):
        changes = {one.day.isoformat(): [before[one.day], worded(one.working, one.note)] for one in days}
        journal.record(
            session,
            actor=actor,
            now=now,
            action="edit_calendar",
            subject_kind="calendar_day",
            subject_id=year,
            detail={"changes": changes, "moved": len(moved)},
        )
    for one in moved:
        journal.record(
            session,
            actor=actor,
            now=now,
            action="move_due_date",
            subject_kind="business",
            subject_id=one.business.business_no,
            business_no=one.business.business_no,
            detail={"changes": {"due_on": iso(one.before[0], one.after[0]), "visit": iso(one.before[1], one.after[1])}},
        )


def iso(*days: dt.date | None) -> list[str | None]:
    return [day.isoformat() if day else None for day in days]
