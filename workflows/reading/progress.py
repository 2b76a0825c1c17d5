"""业务进度: the visits of stages, newest first, in the manual's words."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models import Business, StageRun
from models.enums import Role, RunState
from workflows.facts.situation import runs_of

STARTED, OPENED, SENT, RETURNED = "发起业务", "操作", "派工", "退件"


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """张老大操作, 张老大派工, 张老大退件, 张老大发起业务, and when; `act` is said in the reader's language."""

    person: str
    act: str
    at: dt.datetime | None

    @property
    def text(self) -> str:
        return f"{self.person}{self.act}"


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
    for run in runs_of(session, business):
        visits[run.stage] += 1
        entries.append(entry_of(run, visits[run.stage]))
    return Progress(entries[::-1], ProgressLine(business.initiator_name, STARTED, business.accepted_at))


def entry_of(run: StageRun, visit: int) -> ProgressEntry:
    return ProgressEntry(
        stage=run.stage,
        title=run.title,
        visit=visit,
        role=run.role,
        state=run.state,
        sender=run.sender_name or "",
        sent_at=run.sent_at,
        holder=run.holder_name or "",
        received_at=run.received_at,
        finished_at=run.finished_at,
        due_on=run.due_on,
        returned_from=run.returned_from,
        lines=lines_of(run),
    )


def lines_of(run: StageRun) -> list[ProgressLine]:
    """Who worked on it, and who sent it here: a dispatch, or a return from a later stage."""
    lines = [ProgressLine(run.holder_name or "", OPENED, run.received_at)] if run.received_at else []
    if run.sender_name:
        lines.append(ProgressLine(run.sender_name, RETURNED if run.returned_from else SENT, run.sent_at))
    return lines
