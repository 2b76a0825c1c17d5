"""What every operation begins with: lock, judge, compare the version."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from models import Business, Event, StageRun
from workflows import messages, standing_in
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.check import check
from workflows.engine.operation_table import OPERATIONS, By
from workflows.engine.situation import Situation
from workflows.facts.calendar import local_day
from workflows.facts.people import colleague
from workflows.facts.recipients import reaches
from workflows.facts.situation import ongoing_run, runs_of, situation_of
from workflows.inputs import Inputs
from workflows.messages import Refused, refuse_if
from workflows.overtaken import BUSINESS, overtaken_by
from workflows.service.looking import events_of, find_business


def locked(session: Session, business_no: str, now: dt.datetime) -> tuple[Business, Situation, StageRun]:
    """The business under its row lock, where it stands, and its ongoing run (NOT_OPEN where there is none)."""
    business = find_business(session, business_no, lock=True)
    situation = situation_of(session, business, now)
    run = ongoing_run(runs_of(session, business))
    if run is None:
        raise Refused([messages.NOT_OPEN(status=business.status.title)])
    return business, situation, run


def judged(
    session: Session,
    business_no: str,
    operation: Operation,
    inputs: Inputs,
    actor: Actor,
    now: dt.datetime,
    *,
    task: str | None = None,
) -> tuple[Business, Situation, StageRun]:
    """Locked, of the version the person saw, and judged: nothing stands against the operation."""
    business, situation, run = locked(session, business_no, now)
    target = named_person(session, business, operation, inputs, actor, now)
    reasons = check(situation, attempt_of(operation, inputs, actor, task, target))
    if reasons and reasons[0].kind is messages.Kind.forbidden:
        raise Refused(reasons)
    expect_version(session, business, inputs.version)
    refuse_if(reasons)
    if OPERATIONS[operation].by is By.holder:
        standing_in.note(run, situation, actor)
    return business, situation, run


def attempt_of(operation: Operation, inputs: Inputs, actor: Actor, task: str | None, target: Actor | None) -> Attempt:
    """What the engine is asked."""
    return Attempt(
        operation,
        actor,
        opinion=inputs.opinion.result if inputs.opinion else None,
        opinion_text=inputs.opinion.text if inputs.opinion else "",
        lines=len(inputs.lines),
        to_stage=inputs.to_stage,
        reason=inputs.reason,
        task=task,
        named=inputs.to_user is not None,
        target=target,
    )


def named_person(
    session: Session, business: Business, operation: Operation, inputs: Inputs, actor: Actor, now: dt.datetime
) -> Actor | None:
    """Who is to go on: a colleague at 转办, at 派工 anybody of a desk that this case comes to."""
    if operation is Operation.reassign:
        return colleague(session, inputs.to_user, actor.organization_id, local_day(now))
    if operation is not Operation.dispatch:
        return None
    person = colleague(session, inputs.to_user, None, local_day(now), anywhere=True)
    return person if person is not None and reaches(person, business) else None


def expect_version(session: Session, business: Business, version: int) -> None:
    """The person saw this version; otherwise M20, with what happened since."""
    if version == business.version:
        return
    since = [event for event in events_of(session, business) if event.detail.get("version", 0) > version]
    raise Refused(
        [changed_by_another(business, since)],
        differs={
            "version": {"yours": version, "current": business.version},
            "since": [
                {"action": event.action, "person": event.actor_name, "at": event.happened_at.isoformat()}
                for event in since
            ],
        },
    )


def changed_by_another(business: Business, since: Sequence[Event]) -> messages.Reason:
    """M20, naming who was last and when."""
    last = since[-1] if since else None
    moment = last.happened_at if last else business.updated_at
    return overtaken_by(BUSINESS(business_no=business.business_no), last.actor_name if last else None, moment)
