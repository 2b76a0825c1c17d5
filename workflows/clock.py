"""Keeping time: what each act changes of promised days and stage limits, and what a new calendar changes of all cases.

A case's promise (承诺时限) is fixed when it begins to run. A visit is due on the nearer of its stage's limit and the
case's promise, so that one column tells every list what presses.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, Intervention, StageRun, StageTable
from models.enums import BusinessStatus, ClockState, InterventionKind
from workflows.engine.business_type import BusinessType
from workflows.facts.calendar import local_day, working_calendar
from workflows.facts.situation import ongoing_run, runs_of
from workflows.facts.time_limits import promise_in
from workflows.registry import business_type
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.promised_time import (
    BUREAU,
    NOT_TIMED,
    Span,
    TimeKept,
    Visit,
    case_spans,
    nearer,
    started_on,
    time_kept,
    visit_spans,
)
from workflows.stage_table import effective_stages

GOING_ON = (BusinessStatus.open, BusinessStatus.suspended)
# Acts that move no limit.
UNTIMED_ACTS = frozenset({"save_task", "hand_in"})


@dataclass(frozen=True, slots=True)
class MovedDate:
    """A case whose days changed with the calendar: of the case itself and of its present visit."""

    business: Business
    before: tuple[dt.date | None, dt.date | None]
    after: tuple[dt.date | None, dt.date | None]


def keep_time(session: Session, business: Business, now: dt.datetime) -> None:
    """After an act: start the promise with the bureau's first receipt, and say anew until when what is promised."""
    session.flush()
    runs, kind = runs_of(session, business), business_type(business.business_type)
    start_promise(session, business, kind, runs, now)
    interventions = session.scalars(
        select(Intervention).where(Intervention.business_id == business.id).order_by(Intervention.id)
    ).all()
    if is_timed(business, runs):
        write_time(business, runs, pauses_of(interventions), working_calendar(session, first_day(business)))


def start_promise(
    session: Session, business: Business, kind: BusinessType, runs: Sequence[StageRun], now: dt.datetime
) -> None:
    """Once: a run that is given back to the pool and received again does not start it anew."""
    if business.clock_since is not None:
        return
    business.clock_since = started_on(visits_of(kind, runs))
    promise = promise_in(session, kind, business.region_code, local_day(now)) if business.clock_since else None
    if promise is not None:
        business.promised_days, business.warning_days = promise.working_days, promise.warning_days


def is_timed(business: Business, runs: Sequence[StageRun]) -> bool:
    run = ongoing_run(list(runs))
    return business.promised_days is not None or (run is not None and stage_limit(business, run) is not None)


def stage_limit(business: Business, run: StageRun) -> int | None:
    stages = effective_stages(business_type(business.business_type), business.stage_table.rows)
    return next((stage.time_limit_days for stage in stages if stage.key == run.stage), None)


def first_day(business: Business) -> dt.date:
    return business.clock_since or local_day(business.accepted_at)


# ---- rows → spans → days ----


def visits_of(kind: BusinessType, runs: Iterable[StageRun]) -> list[Visit]:
    return [visit_of(kind, run) for run in runs]


def visit_of(kind: BusinessType, run: StageRun) -> Visit:
    applicant = run.role in kind.initiator_roles
    came_at = run.sent_at or run.received_at
    assert came_at is not None
    return Visit(
        came_on=local_day(came_at),
        received_on=day_of(run.received_at),
        left_on=day_of(run.finished_at),
        applicant=applicant,
        authority=run.role in BUREAU and not applicant,
    )


def day_of(moment: dt.datetime | None) -> dt.date | None:
    return local_day(moment) if moment else None


def pauses_of(interventions: Iterable[Intervention]) -> list[Span]:
    """From each 挂起 to the 恢复 after it."""
    pauses: list[Span] = []
    for one in interventions:
        day = local_day(one.made_at)
        if one.kind is InterventionKind.suspended:
            pauses.append(Span(day))
        elif pauses and pauses[-1].until is None:
            pauses[-1] = Span(pauses[-1].since, day)
    return pauses


def write_time(business: Business, runs: Sequence[StageRun], pauses: Sequence[Span], calendar: WorkingCalendar) -> None:
    """The case's own promise, and the day by which the present visit must end."""
    kind, run = business_type(business.business_type), ongoing_run(list(runs))
    case = case_time(business, visits_of(kind, runs), pauses, calendar)
    if business.promised_days is not None:
        ended = business.status not in GOING_ON
        business.clock = ClockState.ended if ended else case.state
        business.days_used = case.used
        business.due_on = business.due_on if ended else case.due_on
    if run is not None:
        kept = visit_time(business, run, visit_of(kind, run), pauses, calendar)
        kept = kept if run.role in kind.initiator_roles else nearer(kept, case)
        run.clock, run.due_on = kept.state, kept.due_on


def case_time(
    business: Business, visits: Sequence[Visit], pauses: Sequence[Span], calendar: WorkingCalendar
) -> TimeKept:
    if business.promised_days is None or business.clock_since is None:
        return NOT_TIMED
    return time_kept(calendar, case_spans(visits, pauses, business.clock_since), business.promised_days)


def visit_time(
    business: Business, run: StageRun, visit: Visit, pauses: Sequence[Span], calendar: WorkingCalendar
) -> TimeKept:
    limit = stage_limit(business, run)
    return NOT_TIMED if limit is None else time_kept(calendar, visit_spans(visit, pauses), limit)


# ---- all cases at once ----


def recount(session: Session) -> list[MovedDate]:
    """Say anew, by the calendar as it is, until when everything is promised; what moved. Locks the running cases."""
    businesses = session.scalars(
        select(Business)
        .where(Business.status.in_(GOING_ON))
        .options(selectinload(Business.stage_table).selectinload(StageTable.rows))
        .order_by(Business.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    runs, interventions = runs_by_business(session), interventions_by_business(session)
    timed = [business for business in businesses if is_timed(business, runs[business.id])]
    calendar = working_calendar(session, min(map(first_day, timed), default=dt.date.max - dt.timedelta(days=1)))
    moved = (
        recounted(business, runs[business.id], pauses_of(interventions[business.id]), calendar) for business in timed
    )
    return [one for one in moved if one.before != one.after]


def runs_by_business(session: Session) -> Mapping[int, list[StageRun]]:
    found: dict[int, list[StageRun]] = defaultdict(list)
    query = select(StageRun).join(StageRun.business).where(Business.status.in_(GOING_ON)).order_by(StageRun.id)
    for run in session.scalars(query.execution_options(populate_existing=True)):
        found[run.business_id].append(run)
    return found


def interventions_by_business(session: Session) -> Mapping[int, list[Intervention]]:
    found: dict[int, list[Intervention]] = defaultdict(list)
    query = select(Intervention).join(Business, Business.id == Intervention.business_id)
    for one in session.scalars(query.where(Business.status.in_(GOING_ON)).order_by(Intervention.id)):
        found[one.business_id].append(one)
    return found


def recounted(
    business: Business, runs: Sequence[StageRun], pauses: Sequence[Span], calendar: WorkingCalendar
) -> MovedDate:
    before = days_promised(business, runs)
    write_time(business, runs, pauses, calendar)
    return MovedDate(business, before, days_promised(business, runs))


def days_promised(business: Business, runs: Sequence[StageRun]) -> tuple[dt.date | None, dt.date | None]:
    run = ongoing_run(list(runs))
    return business.due_on, run.due_on if run else None
