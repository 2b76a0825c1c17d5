"""挂起, 恢复 and 终止: what the bureau's administrator does to a case from outside its stages, always with a reason."""

import datetime as dt

from sqlalchemy.orm import Session

from models import Business, Intervention, StageRun
from models.enums import BusinessStatus, InterventionKind, Occasion, RunState
from workflows import occasions
from workflows.actor import Actor
from workflows.effects import apply_effects
from workflows.effects.deed import Deed
from workflows.engine.attempt import Operation
from workflows.inputs import Inputs
from workflows.registry import business_type
from workflows.service.ending import end
from workflows.service.judging import judged
from workflows.service.recording import done
from workflows.service.visits import finish

ACTS = {
    InterventionKind.suspended: "suspend",
    InterventionKind.resumed: "resume",
    InterventionKind.terminated: "terminate",
}


def suspend(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """挂起: nothing is done and no promised time runs until it is resumed."""
    business, _, run = judged(session, business_no, Operation.suspend, inputs, actor, now)
    business.status = BusinessStatus.suspended
    return intervened(session, business, run, InterventionKind.suspended, inputs, actor, now)


def resume(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """恢复: it goes on where it was held; the days between do not count."""
    business, _, run = judged(session, business_no, Operation.resume, inputs, actor, now)
    business.status = BusinessStatus.open
    return intervened(session, business, run, InterventionKind.resumed, inputs, actor, now)


def terminate(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """终止: it ends without a result; the subject is free again, as after a cancellation."""
    business, situation, run = judged(session, business_no, Operation.terminate, inputs, actor, now)
    kind = business_type(business.business_type)
    finish(run, RunState.cancelled, now)
    apply_effects(session, kind.on_cancel, Deed(business, situation.facts, actor, now))
    end(session, business, BusinessStatus.terminated, now)
    return intervened(session, business, run, InterventionKind.terminated, inputs, actor, now)


def intervened(
    session: Session,
    business: Business,
    run: StageRun,
    kind: InterventionKind,
    inputs: Inputs,
    actor: Actor,
    now: dt.datetime,
) -> Business:
    """What an act from outside the stages leaves: its row with the reason, a message to who is concerned, its event."""
    made = written(session, business, kind, inputs.reason, actor, now)
    occasions.announce(session, business, run, Occasion.intervention, actor, now, intervention_id=made.id)
    return done(session, business, actor, now, ACTS[kind], {"reason": inputs.reason})


def written(
    session: Session, business: Business, kind: InterventionKind, reason: str, actor: Actor, now: dt.datetime
) -> Intervention:
    made = Intervention(
        business_id=business.id,
        kind=kind,
        reason=reason.strip(),
        made_by_id=actor.person_id,
        made_by=actor.name,
        made_at=now,
    )
    session.add(made)
    session.flush()
    return made
