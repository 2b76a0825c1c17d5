"""A keyed request happens once: its key is claimed within the act's transaction, the first answer is kept a day."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models import IdempotencyKey
from workflows.messages import Kind, Message, Refused

KEPT_FOR = dt.timedelta(hours=24)
KEY_REUSED = Message("idempotency_key_reused", "该 Idempotency-Key 已用于另一请求，请换一个新的", Kind.conflict)


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What the first request with this key was answered: HTTP status and the stored text."""

    status: int
    text: str


def claim(session: Session, person_id: int, key: str, request_hash: str, now: dt.datetime) -> FirstAnswer | None:
    """Take the key for this transaction, or the first answer where somebody was faster; 409 for another request.

    Rivals with the same key wait here until the first has committed or rolled back.
    """
    insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    fresh = {"request_hash": request_hash, "status": None, "answer": None, "created_at": now}
    taken = session.scalar(
        insert(IdempotencyKey)
        .values(user_id=person_id, key=key, **fresh)
        .on_conflict_do_update(
            index_elements=[IdempotencyKey.user_id, IdempotencyKey.key],
            set_=fresh,
            where=IdempotencyKey.created_at <= now - KEPT_FOR,
        )
        .returning(IdempotencyKey.id)
    )
    return None if taken is not None else first_answer(session, person_id, key, request_hash)


def first_answer(session: Session, person_id: int, key: str, request_hash: str) -> FirstAnswer | None:
    row = session.execute(
        select(IdempotencyKey.request_hash, IdempotencyKey.status, IdempotencyKey.answer).where(
            IdempotencyKey.user_id == person_id, IdempotencyKey.key == key
        )
    ).one()
    if row.request_hash != request_hash:
        raise Refused([KEY_REUSED(at="Idempotency-Key")])
    return None if row.status is None else FirstAnswer(row.status, row.answer)


def keep(session: Session, person_id: int, key: str, answer: FirstAnswer) -> None:
    """Write the first answer beside its key."""
    session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.user_id == person_id, IdempotencyKey.key == key)
        .values(status=answer.status, answer=answer.text)
    )
