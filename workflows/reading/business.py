"""One business as its workspace shows it: facts, stages, tasks, papers, opinions, returns and what may be done now."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Business, Opinion, StageRun, TaskRun
from models.enums import BusinessStatus, OpinionResult, Role, RunState, TaskState
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.business_type import Material, Stage, Task
from workflows.engine.check import allowed, check
from workflows.engine.situation import Situation
from workflows.facts.calendar import local_day, working_calendar
from workflows.facts.code_lists import code_lists
from workflows.facts.situation import ongoing_run, runs_of, situation_of, tasks_of
from workflows.findings import Finding
from workflows.messages import NotVisible, Reason
from workflows.reading.lines import holder_of
from workflows.reading.names import city_names, organization_names, shown_title
from workflows.reading.papers import (
    Asked,
    HandedIn,
    Produced,
    asked_of,
    documents_of,
    documents_pending,
    materials_of,
)
from workflows.reading.promise import PromiseView, promise_of
from workflows.reading.returns import ReturnedPlace, returned_places
from workflows.reading.time_left import TimeLeft, time_left
from workflows.rules.code_list import CodeList
from workflows.service import find_business

ACTION_TITLES: Mapping[Operation, str] = {
    Operation.receive: "接件",
    Operation.dispatch: "派工",
    Operation.archive: "归档",
    Operation.send_back: "退件",
    Operation.cancel: "取消受理",
    Operation.recall: "撤回派工",
    Operation.release: "放回待接",
    Operation.reassign: "转办",
    Operation.suspend: "挂起",
    Operation.resume: "恢复",
    Operation.terminate: "终止",
}


@dataclass(frozen=True, slots=True)
class BusinessHead:
    """What every answer about a business begins with."""

    business_no: str
    business_type: str
    type_title: str
    status: BusinessStatus
    version: int
    stage: str
    stage_title: str
    run_state: RunState
    role: Role
    holder: str
    holder_id: int | None
    subject: Mapping[str, Any]
    subject_title: str
    building_id: int | None
    developer: str
    region_code: str
    initiator: str
    accepted_at: dt.datetime
    finished_at: dt.datetime | None
    time_left: TimeLeft | None
    promise: PromiseView | None = None


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage on the line above the work; `progress` is done, now, returned or empty for later."""

    key: str
    title: str
    role: Role
    progress: str
    visits: int
    holder: str
    moment: dt.datetime | None
    due_on: dt.date | None
    opinion_required: bool
    materials: Sequence[Material]


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task with what was typed; while its stage is at work, `gaps` is what still keeps it from being done and
    `doubts` what somebody should look at before saying that it is.
    """

    key: str
    title: str
    form: str
    stage: str
    here: bool
    required: bool
    editable: bool
    state: TaskState
    data: Mapping[str, Any]
    draft: Mapping[str, Any] | None
    gaps: Sequence[Reason]
    doubts: Sequence[Reason]
    saved_at: dt.datetime | None
    saved_by: str


@dataclass(frozen=True, slots=True)
class OpinionView:
    stage_title: str
    result: OpinionResult
    text: str
    signed_by: str
    signed_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Action:
    """An operation with every reason why it is not possible now; without reasons it is."""

    operation: Operation
    title: str
    reasons: Sequence[Reason]

    @property
    def possible(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class BusinessView:
    """Everything the workspace shows."""

    head: BusinessHead
    building: Building | None
    stages: Sequence[StageView]
    tasks: Sequence[TaskView]
    materials: Sequence[HandedIn]
    asked: Sequence[Asked]
    opinions: Sequence[OpinionView]
    documents: Sequence[Produced]
    pending_documents: Sequence[str]
    returned: Sequence[ReturnedPlace]
    findings: Sequence[Finding]
    actions: Sequence[Action]
    lists: Mapping[str, CodeList]


def business_head(session: Session, business: Business, now: dt.datetime) -> BusinessHead:
    """Number, where it stands and what it is about."""
    return head_of(session, business, runs_of(session, business), now)


def business_view(session: Session, business_no: str, actor: Actor, now: dt.datetime) -> BusinessView:
    """The whole workspace of a business; NotVisible where this person may not see it."""
    business = find_business(session, business_no)
    runs = runs_of(session, business)
    situation = situation_of(session, business, now)
    materials = materials_of(session, business)
    lists = code_lists(session)
    return BusinessView(
        head=head_of(session, business, runs, now),
        building=business.building,
        stages=[stage_view(stage, runs) for stage in situation.stages],
        tasks=tasks_view(session, business, situation, actor),
        materials=materials,
        asked=asked_of(situation.stages, materials),
        opinions=opinions_of(session, business),
        documents=documents_of(session, business),
        pending_documents=documents_pending(session, business),
        returned=returned_places(session, business, materials, lists),
        findings=situation.findings,
        actions=actions_of(situation, actor),
        lists=lists,
    )


def task_view(session: Session, business_no: str, task_key: str, actor: Actor, now: dt.datetime) -> TaskView:
    """One task of a business; NotVisible where the business or the task is not there for this person."""
    business = find_business(session, business_no)
    tasks = tasks_view(session, business, situation_of(session, business, now), actor)
    found = next((task for task in tasks if task.key == task_key), None)
    if found is None:
        raise NotVisible(task_key)
    return found


def head_of(session: Session, business: Business, runs: Sequence[StageRun], now: dt.datetime) -> BusinessHead:
    run = ongoing_run(list(runs)) or runs[-1]
    today = local_day(now)
    calendar = working_calendar(session, today)
    return BusinessHead(
        business_no=business.business_no,
        business_type=business.business_type,
        type_title=shown_title(
            business.business_type, city_names(session, [business.region_code])[business.region_code]
        ),
        status=business.status,
        version=business.version,
        stage=run.stage,
        stage_title=run.title,
        run_state=run.state,
        role=run.role,
        holder=holder_of(run),
        holder_id=run.holder_id,
        subject=business.subject,
        subject_title=business.subject_title,
        building_id=business.building_id,
        developer=organization_names(session, [business.developer_id]).get(business.developer_id, ""),
        region_code=business.region_code,
        initiator=business.initiator_name,
        accepted_at=business.accepted_at,
        finished_at=business.finished_at,
        time_left=time_left(business, run, calendar, today),
        promise=promise_of(business, calendar, today),
    )


PROGRESS = {RunState.waiting: "now", RunState.open: "now", RunState.done: "done", RunState.returned: "returned"}


def stage_view(stage: Stage, runs: Sequence[StageRun]) -> StageView:
    visits = [run for run in runs if run.stage == stage.key]
    last = visits[-1] if visits else None
    return StageView(
        key=stage.key,
        title=stage.title,
        role=stage.role,
        progress=PROGRESS.get(last.state, "") if last else "",
        visits=len(visits),
        holder=holder_of(last) if last else "",
        moment=(last.finished_at or last.received_at or last.sent_at) if last else None,
        due_on=last.due_on if last else None,
        opinion_required=stage.opinion,
        materials=stage.materials,
    )


def tasks_view(session: Session, business: Business, situation: Situation, actor: Actor) -> Sequence[TaskView]:
    rows = {row.task: row for row in tasks_of(session, business)}
    here = situation.stage.key if situation.run else ""
    return [
        task_line(stage, task, rows[task.key], situation, actor, here=stage.key == here)
        for stage in situation.stages
        for task in stage.tasks
        if task.key in rows
    ]


def task_line(stage: Stage, task: Task, row: TaskRun, situation: Situation, actor: Actor, *, here: bool) -> TaskView:
    return TaskView(
        key=task.key,
        title=task.title,
        form=task.form,
        stage=stage.key,
        here=here,
        required=task.required,
        editable=here and not check(situation, Attempt(Operation.save_task, actor, task=task.key)),
        state=row.state,
        data=row.data,
        draft=row.draft,
        gaps=list(task.gaps(situation.facts)) if here and task.gaps else [],
        doubts=list(task.doubts(situation.facts)) if here and task.doubts else [],
        saved_at=row.saved_at,
        saved_by=row.saved_by or "",
    )


def opinions_of(session: Session, business: Business) -> Sequence[OpinionView]:
    """Every opinion signed so far, the oldest first."""
    rows = session.scalars(select(Opinion).where(Opinion.business_id == business.id).order_by(Opinion.id))
    return [OpinionView(o.stage_title, o.result, o.text, o.signed_by, o.signed_at) for o in rows]


def actions_of(situation: Situation, actor: Actor) -> Sequence[Action]:
    """Every operation in the order of the desk's buttons."""
    reasons = allowed(situation, actor)
    return [Action(operation, title, reasons[operation]) for operation, title in ACTION_TITLES.items()]
