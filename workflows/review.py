"""同意: at 审核台 one act confirms what the stage asks, signs the opinion and sends the case on or archives it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Business
from models.enums import RunState
from workflows import service
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.check import check
from workflows.findings import against_agreeing_unopened
from workflows.inputs import Inputs, OpinionInput
from workflows.messages import refuse_if
from workflows.service.judging import expect_version, locked

TaskData = Mapping[str, Mapping[str, Any]]


def agree(
    session: Session, business_no: str, inputs: Inputs, tasks: TaskData, actor: Actor, now: dt.datetime
) -> Business:
    """Save the stage's tasks with what was said, then 派工, or 归档 at the last stage; all of it or nothing."""
    business, situation, _ = locked(session, business_no, now)
    refuse_if(check(situation, Attempt(Operation.save_task, actor, rehearsal=True)))
    expect_version(session, business, inputs.version)
    for key, data in tasks.items():
        saved = Inputs(version=business.version, data=dict(data))
        business = service.save_task(session, business_no, key, saved, actor, now)
    going_on = service.archive if situation.is_last else service.dispatch
    signed = Inputs(business.version, opinion=inputs.opinion, to_user=inputs.to_user)
    return going_on(session, business_no, signed, actor, now)


def agree_unopened(
    session: Session,
    business_no: str,
    version: int,
    opinion: OpinionInput,
    tasks: TaskData,
    actor: Actor,
    now: dt.datetime,
) -> Business:
    """One of several at once: received where it waits, and only where every check is ✓ under the lock."""
    business, situation, run = locked(session, business_no, now)
    refuse_if(against_agreeing_unopened(situation.findings))
    if run.state is RunState.waiting:
        business = service.receive(session, business_no, Inputs(version=version), actor, now)
        version = business.version
    return agree(session, business_no, Inputs(version=version, opinion=opinion), tasks, actor, now)
