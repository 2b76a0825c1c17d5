"""业务受理, and what it would say now."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from models import Business, TaskRun
from models.enums import BusinessStatus
from workflows import clock, messages, stage_table
from workflows import facts as fact_collectors
from workflows.actor import Actor
from workflows.business_numbers import next_business_no
from workflows.effects import apply_effects
from workflows.effects.deed import Deed
from workflows.engine.business_type import BusinessType, Stage
from workflows.engine.preconditions import check_initiator, unmet
from workflows.messages import NotVisible, refuse_if
from workflows.registry import BY_CODE
from workflows.service.recording import log, queue_document
from workflows.service.visits import hold, new_run
from workflows.stage_table import effective_stages


def precheck(
    session: Session, code: str, subject: Mapping[str, Any], actor: Actor, now: dt.datetime
) -> list[messages.Reason]:
    """Every reason why accept would be refused now."""
    kind = known_type(code)
    facts = fact_collectors.collect(session, kind, subject, None, now)
    return check_initiator(kind, actor) + unmet(kind.preconditions, facts)


def known_type(code: str) -> BusinessType:
    """The business type of this code; NotVisible where there is none."""
    if code not in BY_CODE:
        raise NotVisible(code)
    return BY_CODE[code]


def accept(session: Session, code: str, subject: Mapping[str, Any], actor: Actor, now: dt.datetime) -> Business:
    """业务受理: check again under lock, give a number, open the first stage for the initiator, take the subject."""
    kind = known_type(code)
    fact_collectors.lock_subject(session, kind, subject)
    facts = fact_collectors.collect(session, kind, subject, None, now)
    refuse_if(check_initiator(kind, actor) or unmet(kind.preconditions, facts))
    business = new_business(session, kind, subject, actor, now)
    apply_effects(session, kind.on_accept, Deed(business, facts, actor, now))
    pin_region_table(session, kind, business, actor, now)
    open_first_stage(session, business, effective_stages(kind, business.stage_table.rows), actor, now)
    business.snapshot = {"subject": business.subject, "title": business.subject_title}
    clock.keep_time(session, business, now)
    log(session, business, actor, now, "accept", {"subject": business.subject})
    queue_document(session, business, "acceptance_receipt", now)
    return business


def new_business(
    session: Session, kind: BusinessType, subject: Mapping[str, Any], actor: Actor, now: dt.datetime
) -> Business:
    """The row with its number, in the region of who accepts; effects give it its title, and may move it to another."""
    table = stage_table.published(session, kind, actor.region_code, now)
    business = Business(
        business_no=next_business_no(session, kind.prefix, now),
        business_type=kind.code,
        status=BusinessStatus.open,
        region_code=actor.region_code,
        developer_id=actor.organization_id,
        subject=dict(subject),
        subject_title="",
        snapshot={},
        stage_table_id=table.id,
        initiator_id=actor.person_id,
        initiator_name=actor.name,
        accepted_at=now,
    )
    business.stage_table = table
    session.add(business)
    session.flush()
    return business


def pin_region_table(session: Session, kind: BusinessType, business: Business, actor: Actor, now: dt.datetime) -> None:
    """The project's region decides the stages; a company may be registered elsewhere."""
    if business.region_code != actor.region_code:
        business.stage_table = stage_table.published(session, kind, business.region_code, now)
        business.stage_table_id = business.stage_table.id


def open_first_stage(
    session: Session, business: Business, stages: Sequence[Stage], actor: Actor, now: dt.datetime
) -> None:
    """The first visit is in the hands of who accepts; every task of every stage is to do."""
    run = new_run(business, stages[0])
    hold(run, actor, now)
    session.add(run)
    session.add_all(
        TaskRun(business_id=business.id, stage=stage.key, task=task.key) for stage in stages for task in stage.tasks
    )
