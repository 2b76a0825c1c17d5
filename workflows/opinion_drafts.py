"""What the holder of a stage has typed so far of an opinion or a return: kept beside the visit, seen by nobody else."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Business, StageRun
from models.enums import RunState
from workflows import messages
from workflows.actor import Actor
from workflows.facts.situation import ongoing_run, runs_of
from workflows.messages import Refused
from workflows.service import find_business


def keep_opinion(session: Session, business_no: str, typed: Mapping[str, Any], actor: Actor, now: dt.datetime) -> None:
    """暂存 of an opinion: the case itself, its version and its log stay as they are."""
    business = find_business(session, business_no, lock=True)
    run = own_run(session, business, actor)
    if run is None:
        raise Refused([messages.NOT_HOLDER(holder="他人")])
    run.draft = {"person_id": actor.person_id, "kept_at": now.isoformat(), "typed": dict(typed)}


def kept_opinion(session: Session, business: Business, actor: Actor) -> Mapping[str, Any] | None:
    """What this person kept at this visit, with `kept_at` and `typed`; None where nothing was kept."""
    run = own_run(session, business, actor)
    kept = run.draft if run is not None else None
    return kept if kept and kept["person_id"] == actor.person_id else None


def own_run(session: Session, business: Business, actor: Actor) -> StageRun | None:
    """The ongoing visit where this person holds it, or stands in for who does."""
    run = ongoing_run(runs_of(session, business))
    works_here = run is not None and actor.acts_for(run.holder_id, business.business_type)
    return run if run is not None and run.state is RunState.open and works_here else None
