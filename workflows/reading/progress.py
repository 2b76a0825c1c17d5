"""业务进度: the visits of stages, newest first, in the manual's words."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from models import Business, Intervention, StageRun
from models.enums import InterventionKind, Role, RunState
from workflows.facts.situation import runs_of
from workflows.messages import NotVisible
from workflows.reading.lines import holder_of

STARTED, OPENED, SENT, RETURNED = "发起业务", "操作", "派工", "退件"
SUSPENDED, RESUMED, TERMINATED = (kind.title for kind in InterventionKind)


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """张老大操作, 张老大派工, 张老大退件, 张老大发起业务, and when; `act` is said in the reader's language.

    `why` is the reason of a 挂起, 恢复 or 终止.
    """

    person: str
    act: str
    at: dt.datetime | None
    why: str = ""

    @property
    def text(self) -> str:
        return f"{self.person}{self.act}" + (f"：{self.why}" if self.why else "")


@dataclass(frozen=True, slots=True)
class ProgressEntry:
    """One visit of a stage; `visit` counts from 1."""

    stage: str
    title: str
    visit: int
    role: Role
    state: RunState
    sender: str
    sent_at: dt.datetime | None
    holder: str
    received_at: dt.datetime | None
    finished_at: dt.datetime | None
    due_on: dt.date | None
    returned_from: str | None
    lines: Sequence[ProgressLine]

    @property
    def shown_title(self) -> str:
        return self.title if self.visit == 1 else f"{self.title}（第 {self.visit} 次）"


@dataclass(frozen=True, slots=True)
class Progress:
    """The visits, newest first, and the last line of the panel: 开始."""

    entries: Sequence[ProgressEntry]
    start: ProgressLine


def progress_of(session: Session, business: Business) -> Progress:
    """The whole way of a business so far."""
    visits: Counter[str] = Counter()
    entries = []
    runs = runs_of(session, business)
    from_outside = interventions_at(session, business, runs)
    for run in runs:
        visits[run.stage] += 1
        entries.append(entry_of(run, visits[run.stage], from_outside[run.id]))
    return Progress(entries[::-1], ProgressLine(business.initiator_name, STARTED, business.accepted_at))


def progress_by_number(session: Session, business_no: str) -> Progress:
    """Of the business of this number, with nothing else of it; NotVisible where this person may not see it."""
    business = session.scalars(
        select(Business)
        .where(Business.business_no == business_no)
        .options(load_only(Business.initiator_name, Business.accepted_at))
    ).one_or_none()
    if business is None:
        raise NotVisible(business_no)
    return progress_of(session, business)


def interventions_at(session: Session, business: Business, runs: Sequence[StageRun]) -> dict[int, list[ProgressLine]]:
    """挂起, 恢复 and 终止, newest first, at the visit during which each happened."""
    rows = session.scalars(
        select(Intervention).where(Intervention.business_id == business.id).order_by(Intervention.id.desc())
    )
    lines: dict[int, list[ProgressLine]] = {run.id: [] for run in runs}
    for row in rows:
        there = [run for run in runs if (run.sent_at or run.received_at or row.made_at) <= row.made_at]
        lines[(there or list(runs))[-1].id].append(ProgressLine(row.made_by, row.kind.title, row.made_at, row.reason))
    return lines


def entry_of(run: StageRun, visit: int, from_outside: Sequence[ProgressLine] = ()) -> ProgressEntry:
    return ProgressEntry(
        stage=run.stage,
        title=run.title,
        visit=visit,
        role=run.role,
        state=run.state,
        sender=run.sender_name or "",
        sent_at=run.sent_at,
        holder=holder_of(run),
        received_at=run.received_at,
        finished_at=run.finished_at,
        due_on=run.due_on,
        returned_from=run.returned_from,
        lines=[*from_outside, *lines_of(run)],
    )


def lines_of(run: StageRun) -> list[ProgressLine]:
    """Who worked on it, and who sent it here: a dispatch, or a return from a later stage."""
    lines = [ProgressLine(holder_of(run), OPENED, run.received_at)] if run.received_at else []
    if run.sender_name:
        lines.append(ProgressLine(run.sender_name, RETURNED if run.returned_from else SENT, run.sent_at))
    return lines
