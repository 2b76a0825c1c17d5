"""What a person does with his messages: mark them read, and switch short messages off by occasion."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Notice, NoticeMute
from models.enums import Occasion
from workflows import journal
from workflows.actor import Actor


def mark_read(session: Session, actor: Actor, now: dt.datetime, ids: Collection[int] | None = None) -> int:
    """Mark these of the own messages read, or all of them; how many were unread. Reading is no act for the log."""
    conditions = [
        Notice.person_id == actor.person_id,
        Notice.organization_id == actor.organization_id,
        Notice.read_at.is_(None),
    ]
    if ids is not None:
        conditions.append(Notice.id.in_(ids))
    unread = session.scalars(select(Notice).where(*conditions)).all()
    for notice in unread:
        notice.read_at = now
    return len(unread)


def choose_sms(session: Session, off: Collection[Occasion], actor: Actor, now: dt.datetime) -> None:
    """Of these occasions no short message is wanted; of all others what the region says."""
    rows = session.scalars(select(NoticeMute).where(NoticeMute.person_id == actor.person_id)).all()
    before = {row.occasion for row in rows}
    if before == set(off):
        return
    for row in rows:
        if row.occasion not in off:
            session.delete(row)
    session.add_all(NoticeMute(person_id=actor.person_id, occasion=occasion) for occasion in set(off) - before)
    journal.record(
        session,
        actor=actor,
        now=now,
        action="choose_sms",
        subject_kind="notice_mute",
        subject_id=actor.person_id,
        detail={"changes": {"sms_off": [codes(before), codes(off)]}},
    )


def codes(occasions: Collection[Occasion]) -> list[str]:
    return sorted(occasion.value for occasion in occasions)
