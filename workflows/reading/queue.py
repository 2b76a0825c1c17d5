"""The queue of 审核台: what I hold, what waits for my desk, what I sent back, each late and due first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from models import Business, StageRun
from models.enums import BusinessStatus, OrganizationKind, RunState
from workflows.actor import Actor
from workflows.facts.calendar import local_day, midnight
from workflows.facts.situation import ONGOING
from workflows.messages import NotVisible
from workflows.reading.desk import DeskFilter, counted, joined, lines_on, narrowed
from workflows.reading.lines import BusinessLine
from workflows.reading.lists import handled_by, in_hands_of

LONGEST_QUEUE = 200
OFFICES = frozenset({OrganizationKind.authority, OrganizationKind.bank, OrganizationKind.provident_fund})


class Tab(StrEnum):
    """Which part of the queue."""

    mine = "mine"
    waiting = "waiting"
    returned = "returned"


TAB_TITLES: Mapping[Tab, str] = {Tab.mine: "我的", Tab.waiting: "待接件", Tab.returned: "已退"}


@dataclass(frozen=True, slots=True)
class Queue:
    """The lines of one tab, how many each tab has, and what this person has done."""

    tab: Tab
    lines: Sequence[BusinessLine]
    counts: Mapping[Tab, int]
    types: Mapping[str, int]
    done_today: int
    done_this_week: int

    @property
    def total(self) -> int:
        return self.counts[self.tab]

    def after(self, business_no: str) -> BusinessLine | None:
        """The one to open next: the following line, else the first of the others."""
        numbers = [line.business_no for line in self.lines]
        place = numbers.index(business_no) if business_no in numbers else -1
        rest = [*self.lines[place + 1 :], *self.lines[: max(place, 0)]]
        return next((line for line in rest if line.business_no != business_no), None)


def has_desk(actor: Actor) -> bool:
    """Whether this person's organization reviews what others apply for."""
    return actor.organization_kind in OFFICES


def queue_of(session: Session, actor: Actor, tab: Tab, wanted: DeskFilter, now: dt.datetime) -> Queue:
    """The queue of this desk; NotVisible for who has none."""
    if not has_desk(actor):
        raise NotVisible(tab)
    today = local_day(now)
    conditions = [part_of(tab, actor), *narrowed(wanted, today)]
    arrived = func.coalesce(StageRun.sent_at, Business.accepted_at)
    order = (StageRun.due_on.is_(None), StageRun.due_on, arrived, StageRun.id)
    query = joined(select(StageRun)).where(*conditions).order_by(*order).limit(LONGEST_QUEUE)
    monday = today - dt.timedelta(days=today.weekday())
    return Queue(
        tab=tab,
        lines=lines_on(session, query, now),
        counts={each: number(session, part_of(each, actor), *narrowed(wanted, today)) for each in Tab},
        types=counted(session, part_of(tab, actor), Business.business_type),
        done_today=number(session, handled_by(actor), StageRun.finished_at >= midnight(today)),
        done_this_week=number(session, handled_by(actor), StageRun.finished_at >= midnight(monday)),
    )


def number(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(joined(select(func.count(StageRun.id))).where(*conditions)) or 0


def part_of(tab: Tab, actor: Actor) -> ColumnElement[bool]:
    parts = {
        Tab.mine: and_(in_hands_of(actor), StageRun.state == RunState.open),
        Tab.waiting: and_(in_hands_of(actor), StageRun.state == RunState.waiting),
        Tab.returned: sent_back_by(actor),
    }
    return parts[tab]


def sent_back_by(actor: Actor) -> ColumnElement[bool]:
    """My last return of each business that is being mended still."""
    mending = aliased(StageRun)
    newest: Any = (
        select(func.max(StageRun.id))
        .where(StageRun.holder_id == actor.person_id, StageRun.state == RunState.returned)
        .group_by(StageRun.business_id)
    )
    return and_(
        StageRun.id.in_(newest),
        Business.status == BusinessStatus.open,
        exists().where(
            mending.business_id == StageRun.business_id,
            mending.state.in_(ONGOING),
            mending.returned_from == StageRun.stage,
        ),
    )
