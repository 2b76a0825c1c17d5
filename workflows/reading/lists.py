"""在手业务, 已办业务 and every business a person may see: newest first, a page at a time, a fixed number of queries."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select, true
from sqlalchemy.orm import Session, contains_eager, defer

from models import Business, Organization, StageRun
from models.enums import BusinessStatus, ClockState, Role, RunState
from workflows.actor import Actor, Principal
from workflows.engine.people import principal
from workflows.engine.situation import Run
from workflows.facts.calendar import DESK_ZONE, local_day, working_calendar
from workflows.facts.situation import ONGOING
from workflows.reading.names import city_names, organization_names, shown_title
from workflows.rules.calendar import WorkingCalendar

NUMBER = re.compile(r"[A-Za-z][0-9]{8,15}")


class Scope(StrEnum):
    """Which businesses: those that wait for me, those I worked on, all I may see."""

    in_hand = "in_hand"
    handled = "handled"
    all = "all"


@dataclass(frozen=True, slots=True)
class BusinessFilter:
    """What the list is narrowed to; None is no filter. Days count on the desk's wall, both included."""

    scope: Scope = Scope.all
    business_type: str | None = None
    stage: str | None = None
    status: BusinessStatus | None = None
    text: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """The promised day in words, with the tone it is shown in; `state` says where no day is known why."""

    due_on: dt.date | None
    text: str
    tone: str
    days: int | None = None
    state: ClockState = ClockState.running


@dataclass(frozen=True, slots=True)
class BusinessLine:
    """One row of a list: the business and the run it is listed for (its latest where all are listed)."""

    business_no: str
    business_type: str
    type_title: str
    subject_title: str
    developer: str
    status: BusinessStatus
    version: int
    region_code: str
    building_id: int | None
    initiator: str
    accepted_at: dt.datetime
    finished_at: dt.datetime | None
    stage: str
    stage_title: str
    role: Role
    run_state: RunState
    sender: str
    sent_at: dt.datetime | None
    holder: str
    holder_id: int | None
    received_at: dt.datetime | None
    run_finished_at: dt.datetime | None
    time_left: TimeLeft | None
    returns: int
    target_id: int | None = None

    def on_behalf_of(self, actor: Actor) -> str:
        """In whose name this person would act on it; empty in the own."""
        run = Run(self.stage, self.run_state, self.role, holder_id=self.holder_id, target_person_id=self.target_id)
        named = principal(run, actor, self.business_type) if self.run_state in ONGOING else None
        return named.name if named else ""


@dataclass(frozen=True, slots=True)
class BusinessPage:
    """The lines of a page and where the next one begins; None at the end."""

    lines: Sequence[BusinessLine]
    next_before: int | None


def list_businesses(
    session: Session, wanted: BusinessFilter, actor: Actor, now: dt.datetime, *, before: int | None, size: int
) -> BusinessPage:
    """A page of the list, continuing before the id that the last page ended with."""
    if wanted.scope is Scope.all:
        found = businesses(session, wanted, before, size)
        runs = latest_runs(session, [business.id for business in found])
        pairs = [(business, runs[business.id]) for business in found]
        marks = [business.id for business in found]
    else:
        visits = stage_runs(session, wanted, actor, before, size)
        pairs = [(run.business, run) for run in visits]
        marks = [run.id for run in visits]
    more = len(pairs) > size
    return BusinessPage(lines_of(session, pairs[:size], now), marks[size - 1] if more else None)


# ---- which rows ----


def businesses(session: Session, wanted: BusinessFilter, before: int | None, size: int) -> Sequence[Business]:
    conditions = [*of_business(wanted), *of_days(wanted, Business.accepted_at)]
    if wanted.stage:
        here = or_(StageRun.stage == wanted.stage, StageRun.title == wanted.stage)
        conditions.append(Business.runs.any(and_(StageRun.state.in_(ONGOING), here)))
    if before is not None:
        conditions.append(Business.id < before)
    query = select(Business).where(*conditions).order_by(Business.id.desc()).limit(size + 1)
    return session.scalars(query.options(defer(Business.snapshot))).all()


def stage_runs(
    session: Session, wanted: BusinessFilter, actor: Actor, before: int | None, size: int
) -> Sequence[StageRun]:
    mine = in_hands_of(actor) if wanted.scope is Scope.in_hand else handled_by(actor)
    moment = Business.accepted_at if wanted.scope is Scope.in_hand else StageRun.finished_at
    conditions = [mine, *of_business(wanted), *of_days(wanted, moment)]
    if wanted.stage:
        conditions.append(or_(StageRun.stage == wanted.stage, StageRun.title == wanted.stage))
    if before is not None:
        conditions.append(StageRun.id < before)
    query = select(StageRun).join(StageRun.business).where(*conditions).order_by(StageRun.id.desc()).limit(size + 1)
    return session.scalars(query.options(contains_eager(StageRun.business).defer(Business.snapshot))).all()


@lru_cache(maxsize=1024)
def in_hands_of(actor: Actor) -> ColumnElement[bool]:
    """What I hold, what waits for a role of mine or for me, and the same of those for whom I stand in.

    A condition and no rows: what is spared is putting it together three times for a page.
    """
    return or_(
        in_name_of(actor, actor.organization_id),
        *(and_(in_name_of(one, actor.organization_id), of_types(one.business_types)) for one in actor.stands_in_for),
    )


def in_name_of(person: Actor | Principal, organization_id: int) -> ColumnElement[bool]:
    roles = [role for role in Role if person.holds(role)]
    return or_(
        and_(stands(RunState.open), StageRun.holder_id == person.person_id),
        and_(
            stands(RunState.waiting),
            StageRun.role.in_(roles),
            or_(StageRun.target_user_id.is_(None), StageRun.target_user_id == person.person_id),
            or_(StageRun.organization_id.is_(None), StageRun.organization_id == organization_id),
        ),
    )


def stands(state: RunState) -> ColumnElement[bool]:
    """Written out, not bound: only then a database knows that the small index of what stands so is enough."""
    return StageRun.state == literal_column(f"'{state.value}'")


def of_types(business_types: frozenset[str]) -> ColumnElement[bool]:
    return Business.business_type.in_(business_types) if business_types else true()


def handled_by(actor: Actor) -> ColumnElement[bool]:
    mine = or_(StageRun.holder_id == actor.person_id, StageRun.delegate_id == actor.person_id)
    return and_(mine, StageRun.finished_at.is_not(None))


def of_business(wanted: BusinessFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.business_type:
        conditions.append(Business.business_type == wanted.business_type)
    if wanted.status:
        conditions.append(Business.status == wanted.status)
    if wanted.text:
        conditions.append(matching(wanted.text))
    return conditions


def matching(text: str) -> ColumnElement[bool]:
    """By number (whole or its beginning), else by any part of number, subject or company."""
    if NUMBER.fullmatch(text):
        return Business.business_no.startswith(text.upper(), autoescape=True)
    companies = select(Organization.id).where(Organization.name.icontains(text, autoescape=True))
    return or_(
        Business.business_no.icontains(text, autoescape=True),
        Business.subject_title.icontains(text, autoescape=True),
        Business.developer_id.in_(companies),
    )


def of_days(wanted: BusinessFilter, moment: Any) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since:
        conditions.append(moment >= midnight(wanted.since))
    if wanted.until:
        conditions.append(moment < midnight(wanted.until + dt.timedelta(days=1)))
    return conditions


def midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), DESK_ZONE)


def latest_runs(session: Session, business_ids: Sequence[int]) -> dict[int, StageRun]:
    """The ongoing run of each business, else its last one."""
    last = select(func.max(StageRun.id)).where(StageRun.business_id.in_(business_ids)).group_by(StageRun.business_id)
    return {run.business_id: run for run in session.scalars(select(StageRun).where(StageRun.id.in_(last)))}


# ---- what a row says ----


def lines_of(session: Session, pairs: Sequence[tuple[Business, StageRun]], now: dt.datetime) -> list[BusinessLine]:
    if not pairs:
        return []
    companies = organization_names(session, (business.developer_id for business, _ in pairs))
    cities = city_names(session, (business.region_code for business, _ in pairs))
    returns = returns_of(session, [business.id for business, _ in pairs])
    today = local_day(now)
    calendar = working_calendar(session, today, max([today, *(run.due_on for _, run in pairs if run.due_on)]))
    return [
        line_of(
            business,
            run,
            shown_title(business.business_type, cities[business.region_code]),
            companies.get(business.developer_id, ""),
            time_left(business, run, calendar, today),
            returns.get(business.id, 0),
        )
        for business, run in pairs
    ]


def line_of(
    business: Business, run: StageRun, type_title: str, developer: str, left: TimeLeft | None, returns: int
) -> BusinessLine:
    return BusinessLine(
        business_no=business.business_no,
        business_type=business.business_type,
        type_title=type_title,
        subject_title=business.subject_title,
        developer=developer,
        status=business.status,
        version=business.version,
        region_code=business.region_code,
        building_id=business.building_id,
        initiator=business.initiator_name,
        accepted_at=business.accepted_at,
        finished_at=business.finished_at,
        stage=run.stage,
        stage_title=run.title,
        role=run.role,
        run_state=run.state,
        sender=run.sender_name or "",
        sent_at=run.sent_at,
        holder=holder_of(run),
        holder_id=run.holder_id,
        target_id=run.target_user_id,
        received_at=run.received_at,
        run_finished_at=run.finished_at,
        time_left=left,
        returns=returns,
    )


def holder_of(run: StageRun) -> str:
    """张三, or 李四（代张三） where a colleague does the work."""
    return f"{run.delegate_name}（代{run.holder_name}）" if run.delegate_name else run.holder_name or ""


def returns_of(session: Session, business_ids: Sequence[int]) -> dict[int, int]:
    """How often each business was sent back."""
    rows = session.execute(
        select(StageRun.business_id, func.count(StageRun.id))
        .where(StageRun.business_id.in_(business_ids), StageRun.state == RunState.returned)
        .group_by(StageRun.business_id)
    )
    return {business_id: int(count) for business_id, count in rows}


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
