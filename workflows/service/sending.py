"""派工 to the next stage, and taking it back."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, Opinion
from models.enums import Occasion, RunState
from workflows import occasions, standing_in
from workflows.actor import Actor
from workflows.engine.attempt import Operation
from workflows.facts.situation import runs_of
from workflows.inputs import Inputs
from workflows.service.judging import judged
from workflows.service.opinions import write_opinion
from workflows.service.recording import done
from workflows.service.visits import finish, new_run, sent


def dispatch(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """派工: this stage is done, the next one waits in the pool of its role (or for the person named)."""
    business, situation, run = judged(session, business_no, Operation.dispatch, inputs, actor, now)
    write_opinion(session, business, run, inputs, actor, now)
    following = situation.stages[situation.position + 1]
    finish(run, RunState.done, now)
    session.flush()
    upcoming = new_run(business, following)
    sent(upcoming, standing_in.signed_name(run, actor), actor, now)
    upcoming.target_user_id = inputs.to_user
    session.add(upcoming)
    occasions.announce(session, business, upcoming, Occasion.dispatch, actor, now)
    return done(session, business, actor, now, "dispatch", {"stage": run.stage, "to_stage": following.key})


def recall(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """撤回派工: while the next stage has not received it, the sender's run is open again as it was."""
    business, _, run = judged(session, business_no, Operation.recall, inputs, actor, now)
    mine = [earlier for earlier in runs_of(session, business) if earlier.id < run.id][-1]
    for opinion in session.scalars(select(Opinion).where(Opinion.stage_run_id == mine.id)).all():
        session.delete(opinion)
    session.delete(run)
    session.flush()
    mine.state = RunState.open
    mine.finished_at = None
    return done(session, business, actor, now, "recall", {"stage": mine.stage})
