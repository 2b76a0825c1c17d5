"""Acting in another's name (代办): the visit stays with whom it belongs to, and says who did the work."""

import datetime as dt
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Business, StageRun
from workflows.actor import Actor
from workflows.engine.people import principal
from workflows.engine.situation import Situation

LONGEST_NAME = 50


def note(run: StageRun, situation: Situation, actor: Actor) -> None:
    """Write down in whose name the visit is worked on, before anything is signed."""
    assert situation.run is not None
    named = principal(situation.run, actor, situation.business_type)
    if named is not None:
        run.holder_id, run.holder_name = named.person_id, named.name
        run.delegate_id, run.delegate_name = actor.person_id, actor.name


def signed_name(run: StageRun, actor: Actor) -> str:
    """李四（代张三） where somebody stands in, else the own name; as long as a name may be."""
    stands_in = run.delegate_id == actor.person_id and run.holder_id != actor.person_id
    return f"{actor.name}（代{run.holder_name}）"[:LONGEST_NAME] if stands_in else actor.name


def on_behalf_of(session: Session, business: Business, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """For the log: in whose name this person just acted, at a visit that goes on or ended now."""
    if not actor.stands_in_for:
        return {}
    latest = (
        select(StageRun.holder_name)
        .where(
            StageRun.business_id == business.id,
            StageRun.delegate_id == actor.person_id,
            or_(StageRun.finished_at.is_(None), StageRun.finished_at == now),
        )
        .order_by(StageRun.id.desc())
        .limit(1)
    )
    named = session.scalar(latest)
    return {"on_behalf_of": named} if named else {}
