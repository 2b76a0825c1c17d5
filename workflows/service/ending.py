"""归档 and 取消受理: the business ends, its locks are given back."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Business
from models.enums import BusinessStatus, RunState
from workflows import facts as fact_collectors
from workflows.actor import Actor
from workflows.effects import apply_effects
from workflows.effects.deed import Deed
from workflows.effects.locks import release_locks
from workflows.engine.attempt import Operation
from workflows.engine.business_type import BusinessType
from workflows.inputs import Inputs
from workflows.registry import business_type
from workflows.service.judging import judged
from workflows.service.looking import find_business
from workflows.service.opinions import write_opinion
from workflows.service.recording import done, queue_document
from workflows.service.visits import finish


def archive(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """归档: preconditions hold again, results are written through, locks given back, documents queued."""
    fact_collectors.lock_subject(session, *subject_of(session, business_no))
    business, situation, run = judged(session, business_no, Operation.archive, inputs, actor, now)
    kind = business_type(business.business_type)
    write_opinion(session, business, run, inputs, actor, now)
    finish(run, RunState.done, now)
    apply_effects(session, kind.on_archive, Deed(business, situation.facts, actor, now))
    end(session, business, BusinessStatus.archived, now)
    for document in ("review_form", *(name.value for name in kind.documents)):
        queue_document(session, business, document, now)
    return done(session, business, actor, now, "archive", {"stage": run.stage})


def subject_of(session: Session, business_no: str) -> tuple[BusinessType, Mapping[str, Any]]:
    """What the business is about, read without a lock so that its rows can be locked first."""
    business = find_business(session, business_no)
    return business_type(business.business_type), business.subject


def cancel(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """取消受理: the subject is free again, the drafts stay readable, the number is never used again."""
    business, situation, run = judged(session, business_no, Operation.cancel, inputs, actor, now)
    kind = business_type(business.business_type)
    finish(run, RunState.cancelled, now)
    apply_effects(session, kind.on_cancel, Deed(business, situation.facts, actor, now))
    end(session, business, BusinessStatus.cancelled, now)
    return done(session, business, actor, now, "cancel", {"reason": inputs.reason})


def end(session: Session, business: Business, status: BusinessStatus, now: dt.datetime) -> None:
    """The business is over as `status` says; its subject may be taken by another."""
    business.status = status
    business.finished_at = now
    release_locks(session, business)
