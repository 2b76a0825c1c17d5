"""Who has the case in hand: 接件, 放回待接, 转办 and 业务移交."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, StageRun
from models.enums import Occasion, RunState
from workflows import occasions, standing_in
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.check import check
from workflows.facts.calendar import local_day
from workflows.facts.people import colleague
from workflows.inputs import Inputs
from workflows.messages import refuse_if
from workflows.service.judging import expect_version, judged, locked
from workflows.service.recording import done
from workflows.service.visits import hold


def receive(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """接件: the first taker wins; whoever comes second is told who has it since when (M17)."""
    business, situation, run = locked(session, business_no, now)
    reasons = check(situation, Attempt(Operation.receive, actor))
    refuse_if(reasons)
    expect_version(session, business, inputs.version)
    hold(run, actor, now)
    standing_in.note(run, situation, actor)
    return done(session, business, actor, now, "receive", {"stage": run.stage})


def release(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """放回待接: somebody else of the role may take it."""
    business, _, run = judged(session, business_no, Operation.release, inputs, actor, now)
    run.state = RunState.waiting
    run.holder_id = run.holder_name = run.received_at = run.target_user_id = None
    run.delegate_id = run.delegate_name = None
    return done(session, business, actor, now, "release", {"stage": run.stage})


def reassign(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """转办: another person of the role holds it from now on; both are named in the log."""
    business, _, run = judged(session, business_no, Operation.reassign, inputs, actor, now)
    target = colleague(session, inputs.to_user, actor.organization_id, local_day(now))
    assert target is not None
    before = run.holder_name
    hold(run, target, now)
    occasions.announce(session, business, run, Occasion.dispatch, actor, now)
    detail = {"stage": run.stage, "from": before, "to": target.name, "reason": inputs.reason}
    return done(session, business, actor, now, "reassign", detail)


def hand_over(session: Session, person_id: int, inputs: Inputs, actor: Actor, now: dt.datetime) -> list[Business]:
    """业务移交: every open run of one person goes to another, all or nothing."""
    numbers = session.execute(
        select(Business.business_no, Business.version)
        .join(StageRun, StageRun.business_id == Business.id)
        .where(StageRun.holder_id == person_id, StageRun.state == RunState.open)
        .order_by(Business.id)
    ).all()
    moved = []
    for business_no, version in numbers:
        one = Inputs(version=version, to_user=inputs.to_user, reason=inputs.reason)
        moved.append(reassign(session, business_no, one, actor, now))
    return moved
