"""What people are to be told of: left in the outbox by the act itself, handed to each person after the commit.

Who acts need not see whom it concerns: a developer's clerk knows no reviewer. So the worker finds the people.
"""

import datetime as dt
from typing import Any

from sqlalchemy.orm import Session

from models import Business, OutboxMessage, StageRun
from models.enums import Occasion, OutboxKind
from workflows.actor import Actor


def announce(
    session: Session,
    business: Business,
    run: StageRun,
    occasion: Occasion,
    actor: Actor,
    now: dt.datetime,
    **more: Any,
) -> None:
    """Tell of this visit after the commit; whoever acted is not told of the own act."""
    session.flush()
    payload = {"occasion": occasion.value, "run_id": run.id, "by": actor.person_id, **more}
    leave(session, payload, now, business.business_no)


def leave(session: Session, payload: dict[str, Any], now: dt.datetime, business_no: str | None = None) -> None:
    session.add(
        OutboxMessage(
            kind=OutboxKind.occasion, payload=payload, business_no=business_no, created_at=now, available_at=now
        )
    )
