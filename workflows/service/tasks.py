"""The tasks of a stage, saved and 暂存."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, TaskRun
from models.enums import TaskState
from workflows import facts as fact_collectors
from workflows import standing_in
from workflows.actor import Actor
from workflows.effects import apply_effects
from workflows.effects.deed import Deed
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.check import check
from workflows.inputs import Inputs
from workflows.messages import refuse_if
from workflows.registry import business_type
from workflows.return_lines import plain, tick_off, within
from workflows.service.judging import judged, locked
from workflows.service.recording import done, log


def save_task(
    session: Session, business_no: str, task_key: str, inputs: Inputs, actor: Actor, now: dt.datetime
) -> Business:
    """Save a task and mark it done: what it writes is written, and nothing may be missing any more."""
    business, situation, run = judged(session, business_no, Operation.save_task, inputs, actor, now, task=task_key)
    kind = business_type(business.business_type)
    task = situation.stage.task(task_key)
    assert task is not None
    row = task_row(session, business, task_key)
    row.data, row.draft = {name: plain(value) for name, value in inputs.data.items()}, None
    if task.on_save is not None:
        deed = Deed(business, situation.facts, actor, now, inputs.data)
        apply_effects(session, (task.on_save,), deed)
    session.flush()
    facts = fact_collectors.collect(session, kind, business.subject, business, now)
    refuse_if(task.gaps(facts) if task.gaps else ())
    row.state, row.saved_at, row.saved_by = TaskState.done, now, standing_in.signed_name(run, actor)
    tick_off(session, business, within(task_key), actor, now)
    return done(session, business, actor, now, "save_task", {"task": task_key})


def save_draft(
    session: Session, business_no: str, task_key: str, data: Mapping[str, Any], actor: Actor, now: dt.datetime
) -> TaskRun:
    """暂存: keep whatever was typed, however wrong; the task is to do until it is saved. Needs no version."""
    business, situation, _ = locked(session, business_no, now)
    refuse_if(check(situation, Attempt(Operation.save_task, actor, task=task_key)))
    row = task_row(session, business, task_key)
    row.draft, row.state, row.saved_at, row.saved_by = dict(data), TaskState.todo, now, actor.name
    log(session, business, actor, now, "save_draft", {"task": task_key})
    return row


def task_row(session: Session, business: Business, task_key: str) -> TaskRun:
    """What was saved of the task, and its state."""
    return session.scalars(select(TaskRun).where(TaskRun.business_id == business.id, TaskRun.task == task_key)).one()
