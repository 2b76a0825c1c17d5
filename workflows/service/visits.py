"""The rows of visiting a stage: begun, sent, held, finished."""

import datetime as dt

from models import Business, StageRun
from models.enums import RunState
from workflows.actor import Actor
from workflows.engine.business_type import Stage


def new_run(business: Business, stage: Stage) -> StageRun:
    """A visit of the stage that waits for somebody of its role."""
    return StageRun(
        business_id=business.id,
        developer_id=business.developer_id,
        region_code=business.region_code,
        stage=stage.key,
        title=stage.title,
        role=stage.role,
        state=RunState.waiting,
    )


def hold(run: StageRun, actor: Actor, now: dt.datetime) -> None:
    """It is in this person's hands from now on, in his own name."""
    run.state = RunState.open
    run.holder_id = actor.person_id
    run.holder_name = actor.name
    run.received_at = now
    run.delegate_id = run.delegate_name = None


def sent(run: StageRun, signed: str, actor: Actor, now: dt.datetime) -> None:
    """Who sent it here, under the name that was signed."""
    run.sender_id, run.sender_name, run.sent_at = actor.person_id, signed, now


def finish(run: StageRun, state: RunState, now: dt.datetime) -> None:
    """The visit is over."""
    run.state = state
    run.finished_at = now
