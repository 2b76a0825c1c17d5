"""What every operation ends with: a higher version, the time kept, an event, documents queued."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Business, OutboxMessage
from models.enums import OutboxKind
from workflows import clock, journal, standing_in
from workflows.actor import Actor


def done(
    session: Session, business: Business, actor: Actor, now: dt.datetime, action: str, detail: Mapping[str, Any]
) -> Business:
    """Raise the version, keep the time, and write the event of the act."""
    business.version += 1
    if action not in clock.UNTIMED_ACTS:
        clock.keep_time(session, business, now)
    log(session, business, actor, now, action, {**detail, **standing_in.on_behalf_of(session, business, actor, now)})
    session.flush()
    return business


def log(
    session: Session, business: Business, actor: Actor, now: dt.datetime, action: str, detail: Mapping[str, Any]
) -> None:
    """Write the event with the version that it made."""
    journal.record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject_kind="business",
        subject_id=business.business_no,
        business_no=business.business_no,
        detail={**detail, "version": business.version},
    )


def queue_document(
    session: Session, business: Business, kind: str, now: dt.datetime, *, run_id: int | None = None
) -> None:
    """A document is rendered after the commit, by the worker, until it succeeds."""
    payload: dict[str, Any] = {"document": kind, "business_no": business.business_no}
    if run_id is not None:
        payload["run_id"] = run_id
    session.add(
        OutboxMessage(
            kind=OutboxKind.document,
            payload=payload,
            business_no=business.business_no,
            created_at=now,
            available_at=now,
        )
    )
