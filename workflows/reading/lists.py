"""在手业务, 已办业务 and every business a person may see: newest first, a page at a time, a fixed number of queries."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select, true
from sqlalchemy.orm import Session, contains_eager, defer

from models import Business, Organization, StageRun
from models.enums import BusinessStatus, Role, RunState
from workflows.actor import Actor, Principal
from workflows.facts.calendar import midnight
from workflows.facts.situation import ONGOING
from workflows.reading.lines import BusinessLine, lines_of

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
    return or_(held_by(actor), waiting_for(actor))


def held_by(actor: Actor) -> ColumnElement[bool]:
    """What I took, and what those took for whom I stand in."""
    return in_each_name(actor, held)


def waiting_for(actor: Actor) -> ColumnElement[bool]:
    """What waits for a role of mine or for me, and for those for whom I stand in."""
    return in_each_name(actor, waiting)


def in_each_name(actor: Actor, lies: Callable[[Actor | Principal, int], ColumnElement[bool]]) -> ColumnElement[bool]:
    return or_(
        lies(actor, actor.organization_id),
        *(and_(lies(one, actor.organization_id), of_types(one.business_types)) for one in actor.stands_in_for),
    )


def held(person: Actor | Principal, _organization_id: int) -> ColumnElement[bool]:
    return and_(stands(RunState.open), StageRun.holder_id == person.person_id)


def waiting(person: Actor | Principal, organization_id: int) -> ColumnElement[bool]:
    return and_(
        stands(RunState.waiting),
        StageRun.role.in_([role for role in Role if person.holds(role)]),
        or_(StageRun.target_user_id.is_(None), StageRun.target_user_id == person.person_id),
        or_(StageRun.organization_id.is_(None), StageRun.organization_id == organization_id),
    )


def stands(state: RunState) -> ColumnElement[bool]:
    """Written out, not bound: only then a database knows that the small index of what stands so is enough."""
    return StageRun.state == literal_column(f"'{state.value}'")


def of_types(business_types: frozenset[str]) -> ColumnElement[bool]:
    return StageRun.business.has(Business.business_type.in_(business_types)) if business_types else true()


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


def latest_runs(session: Session, business_ids: Sequence[int]) -> dict[int, StageRun]:
    """The ongoing run of each business, else its last one."""
    last = select(func.max(StageRun.id)).where(StageRun.business_id.in_(business_ids)).group_by(StageRun.business_id)
    return {run.business_id: run for run in session.scalars(select(StageRun).where(StageRun.id.in_(last)))}
