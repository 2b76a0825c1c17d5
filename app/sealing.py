"""The one sealer of the event log: rows committed since are chained on, and the end is noted outside the database."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.extensions import db
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import Event
from workflows.journal import (
    BATCH,
    Anchor,
    ChainBreak,
    Verification,
    chain_end,
    read_anchor,
    read_verification,
    seal_pending,
    write_anchor,
)

# Any number will do, as long as nothing else of the product takes it.
SEALER_LOCK = 20_260_101
MOST_COUNTED = 1000


class ChainBroken(RuntimeError):
    """The log no longer holds what the anchor noted; nothing is sealed on top of it."""

    def __init__(self, broken: ChainBreak) -> None:
        self.broken = broken
        super().__init__(f"{broken.chain_no}: {broken.reason}")


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the log is sealed, how much waits (at most MOST_COUNTED are counted), and the last walk over it."""

    sealed: int
    pending: int
    verified: Verification | None


def chain_state() -> ChainState:
    """A figure about the whole log that names nobody, for whoever may read the log."""
    with system_scope():
        session = db.session()
        waiting = select(Event.id).where(Event.chain_no.is_(None)).limit(MOST_COUNTED).subquery()
        pending = session.scalar(select(func.count()).select_from(waiting)) or 0
        sealed = chain_end(session).chain_no
    return ChainState(sealed, pending, read_verification(current_app.config["AUDIT_ANCHOR"]))


def seal_events() -> int:
    """Seal everything that is pending and note the end; how many rows were sealed."""
    sealed = 0
    with system_scope():
        while something_pending(db.session()):
            sealed += seal_batch()
    return sealed


def something_pending(session: Session) -> bool:
    return session.scalar(select(Event.id).where(Event.chain_no.is_(None)).limit(1)) is not None


def seal_batch() -> int:
    path = current_app.config["AUDIT_ANCHOR"]
    with unit_of_work():
        session = db.session()
        be_the_only_sealer(session)
        expect_anchor(session, read_anchor(path))
        sealed = seal_pending(session, limit=BATCH)
        session.flush()
        end = chain_end(session)
    write_anchor(path, end)
    return sealed


def be_the_only_sealer(session: Session) -> None:
    """SQLite has one writer anyway; on PostgreSQL a lock that ends with the transaction."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SEALER_LOCK})


def expect_anchor(session: Session, anchor: Anchor | None) -> None:
    """The row that the anchor noted still stands; otherwise the log was cut or changed, and new seals would hide it."""
    if anchor is None or anchor.chain_no == 0:
        return
    row = session.execute(select(Event.id, Event.digest).where(Event.chain_no == anchor.chain_no)).first()
    if row is None:
        end = chain_end(session)
        raise ChainBroken(ChainBreak(end.chain_no + 1, None, f"末尾缺少 {anchor.chain_no - end.chain_no} 条记录"))
    if row.digest != anchor.digest:
        raise ChainBroken(ChainBreak(anchor.chain_no, row.id, "与外部锚点不符"))
