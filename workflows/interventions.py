"""The rows of 挂起, 恢复 and 终止."""

import datetime as dt

from sqlalchemy.orm import Session

from models import Business, Intervention
from models.enums import InterventionKind
from workflows.actor import Actor


def add(
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
