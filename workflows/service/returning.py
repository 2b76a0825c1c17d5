"""退件: back to an earlier stage, line by line."""

import datetime as dt

from sqlalchemy.orm import Session

from models import Business, StageRun
from models.enums import Occasion, RunState, TaskState
from workflows import occasions, standing_in
from workflows.actor import Actor
from workflows.engine.attempt import Operation
from workflows.engine.business_type import Stage
from workflows.engine.situation import Situation
from workflows.facts.calendar import local_day
from workflows.facts.people import colleague
from workflows.facts.situation import runs_of, tasks_of
from workflows.inputs import Inputs
from workflows.return_lines import add_lines, card_of
from workflows.service.judging import judged
from workflows.service.opinions import write_opinion
from workflows.service.recording import done, queue_document
from workflows.service.visits import finish, hold, new_run, sent


def send_back(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """退件: with lines that name place, fault and what to hand in, to an earlier stage whose work is done again."""
    business, situation, run = judged(session, business_no, Operation.send_back, inputs, actor, now)
    target = target_of(situation, inputs)
    write_opinion(session, business, run, inputs, actor, now)
    finish(run, RunState.returned, now)
    run.card_before = card_of(session, business)
    again = visit_again(session, business, run, target, actor, now)
    add_lines(session, business, situation.stages, run, again, inputs.lines)
    reopen_tasks(session, business, situation, target)
    queue_document(session, business, "return_notice", now, run_id=run.id)
    occasions.announce(session, business, again, Occasion.send_back, actor, now)
    detail = {"stage": run.stage, "to_stage": target.key, "lines": [line.target for line in inputs.lines]}
    return done(session, business, actor, now, "send_back", detail)


def target_of(situation: Situation, inputs: Inputs) -> Stage:
    """The stage that was named, else the one before."""
    before = situation.stages[situation.position - 1]
    return next((stage for stage in situation.stages if stage.key == inputs.to_stage), before)


def visit_again(
    session: Session, business: Business, run: StageRun, target: Stage, actor: Actor, now: dt.datetime
) -> StageRun:
    """A new visit of the stage for who did the former one, which is now 异常; for its role where he has left."""
    former = [earlier for earlier in runs_of(session, business) if earlier.stage == target.key][-1]
    former.state = RunState.abnormal
    session.flush()
    again = new_run(business, target)
    sent(again, standing_in.signed_name(run, actor), actor, now)
    again.returned_from = run.stage
    handler = colleague(session, former.holder_id, None, local_day(now), anywhere=True)
    if handler is not None:
        hold(again, handler, now)
    session.add(again)
    session.flush()
    return again


def reopen_tasks(session: Session, business: Business, situation: Situation, target: Stage) -> None:
    """Tasks from the target stage on keep their data and are to be confirmed again."""
    again = {stage.key for stage in situation.stages[situation.stages.index(target) :]}
    for task in tasks_of(session, business):
        if task.stage in again:
            task.state = TaskState.todo
