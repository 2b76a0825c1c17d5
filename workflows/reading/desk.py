"""在手业务 and 已办业务 as pages show them: by number of page, with what their filters offer, what is due first."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, contains_eager, defer

from models import Business, StageRun
from models.enums import BusinessStatus, RunState
from workflows.actor import Actor
from workflows.facts.calendar import local_day, midnight
from workflows.reading.lines import BusinessLine, lines_of
from workflows.reading.lists import handled_by, in_hands_of, matching
from workflows.reading.section import ended_under, in_charge_of

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """What a list is narrowed to; a blank lets everything through. `state` is a key of INBOX_STATES.

    `section`: not the own desk but the whole one, which only the head of a section is shown.
    """

    business_type: str = ""
    stage: str = ""
    q: str = ""
    state: str = ""
    run_state: RunState | None = None
    status: BusinessStatus | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    section: bool = False

    @property
    def is_blank(self) -> bool:
        return self == DeskFilter(section=self.section)


@dataclass(frozen=True, slots=True)
class DeskPage:
    """One page of a list; `types` and `stages` say how many rows of the whole list stand for each choice."""

    lines: Sequence[BusinessLine]
    total: int
    page: int
    types: Mapping[str, int] = field(default_factory=dict)
    stages: Mapping[str, int] = field(default_factory=dict)

    @property
    def page_count(self) -> int:
        return -(-self.total // PAGE_SIZE)


def in_hand(session: Session, actor: Actor, wanted: DeskFilter, now: dt.datetime, page: int) -> DeskPage:
    """在手业务, or for the head of a section what goes on at the whole desk: late and due first, then by arrival."""
    arrived = func.coalesce(StageRun.sent_at, Business.accepted_at)
    order = (StageRun.due_on.is_(None), StageRun.due_on, arrived, StageRun.id)
    whose = in_charge_of(actor) if wanted.section else in_hands_of(actor)
    return desk_page(session, whose, order, wanted, now, page)


def handled(session: Session, actor: Actor, wanted: DeskFilter, now: dt.datetime, page: int) -> DeskPage:
    """已办业务: the visits this person ended, or for the head of a section the whole desk; the latest first."""
    order = (StageRun.finished_at.desc(), StageRun.id.desc())
    whose = ended_under(actor) if wanted.section else handled_by(actor)
    return desk_page(session, whose, order, wanted, now, page)


def desk_page(
    session: Session,
    whose: ColumnElement[bool],
    order: Sequence[Any],
    wanted: DeskFilter,
    now: dt.datetime,
    page: int,
) -> DeskPage:
    conditions = [whose, *narrowed(wanted, local_day(now))]
    held = choices(session, whose)
    total = held.total() if wanted.is_blank else session.scalar(joined(select(func.count())).where(*conditions)) or 0
    page = min(max(page, 0), max(-(-total // PAGE_SIZE) - 1, 0))
    query = joined(select(StageRun)).where(*conditions).order_by(*order)
    return DeskPage(
        lines_on(session, query.limit(PAGE_SIZE).offset(page * PAGE_SIZE), now),
        total,
        page,
        types=by_part(held, 0),
        stages=by_part(held, 1),
    )


def joined(query: Any) -> Any:
    return query.select_from(StageRun).join(StageRun.business)


def lines_on(session: Session, query: Any, now: dt.datetime) -> Sequence[BusinessLine]:
    """The rows of a query for visits, in its order."""
    loaded = contains_eager(StageRun.business).options(defer(Business.snapshot), defer(Business.subject))
    runs = session.scalars(query.options(loaded, defer(StageRun.draft), defer(StageRun.card_before))).all()
    return lines_of(session, [(run.business, run) for run in runs], now)


def choices(session: Session, whose: ColumnElement[bool]) -> Counter[tuple[str, str]]:
    """How many rows of the whole list there are of each type at each stage, in one statement."""
    parts = (Business.business_type, StageRun.title)
    rows = session.execute(joined(select(*parts, func.count())).where(whose).group_by(*parts))
    return Counter({(code, title): count for code, title, count in rows})


def by_part(held: Counter[tuple[str, str]], part: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    for names, count in held.items():
        found[names[part]] += count
    return dict(sorted(found.items()))


def counted(session: Session, whose: ColumnElement[bool], column: Any) -> dict[str, int]:
    rows = session.execute(joined(select(column, func.count())).where(whose).group_by(column).order_by(column))
    return dict(rows.all())


def narrowed(wanted: DeskFilter, today: dt.date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.business_type:
        conditions.append(Business.business_type == wanted.business_type)
    if wanted.stage:
        conditions.append(StageRun.title == wanted.stage)
    if wanted.run_state:
        conditions.append(StageRun.state == wanted.run_state)
    if wanted.status:
        conditions.append(Business.status == wanted.status)
    if wanted.q:
        conditions.append(matching(wanted.q))
    if wanted.since:
        conditions.append(StageRun.finished_at >= midnight(wanted.since))
    if wanted.until:
        conditions.append(StageRun.finished_at < midnight(wanted.until + dt.timedelta(days=1)))
    return conditions + ([in_state(wanted.state, today)] if wanted.state else [])


# How the inbox is narrowed by state: the word in its address and what people read.
INBOX_STATES = {
    "waiting": "待接件",
    "open": "办理中",
    "returned": "退回补正",
    "today": "今日到期",
    "late": "超期",
}


def in_state(state: str, today: dt.date) -> ColumnElement[bool]:
    conditions: dict[str, ColumnElement[bool]] = {
        "waiting": StageRun.state == RunState.waiting,
        "open": StageRun.state == RunState.open,
        "returned": StageRun.returned_from.is_not(None),
        "today": StageRun.due_on == today,
        "late": StageRun.due_on < today,
    }
    return conditions[state]
