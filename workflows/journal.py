"""The event log: every write leaves a row, and the rows are sealed afterwards into a chain that shows any change."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Event
from workflows.actor import BY_ITSELF, Actor

GENESIS = "0" * 64
BATCH = 1000


@dataclass(frozen=True, slots=True)
class ChainBreak:
    """Where the log no longer is what was sealed."""

    chain_no: int
    event_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end of the chain as it was known outside the database."""

    chain_no: int
    digest: str


def record(
    session: Session,
    *,
    actor: Actor | None,
    now: dt.datetime,
    action: str,
    subject_kind: str,
    subject_id: object,
    business_no: str | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write down who did what to which thing; `detail` holds values before and after, never plain personal data."""
    session.add(
        Event(
            happened_at=now,
            action=action,
            subject_kind=subject_kind,
            subject_id=str(subject_id),
            business_no=business_no,
            actor_id=actor.person_id if actor else None,
            actor_name=actor.name if actor else BY_ITSELF,
            membership_id=actor.membership_id if actor else None,
            organization_id=actor.organization_id if actor else None,
            region_code=actor.region_code if actor else None,
            detail=dict(detail or {}),
        )
    )


def digest_of(event: Event, previous: str) -> str:
    """The seal of one row: everything in it and the seal before it."""
    content = [
        previous,
        event.chain_no,
        event.id,
        event.happened_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        event.action,
        event.subject_kind,
        event.subject_id,
        event.business_no,
        event.actor_id,
        event.actor_name,
        event.membership_id,
        event.organization_id,
        event.region_code,
        event.detail,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def chain_end(session: Session) -> Anchor:
    """The last sealed row; number 0 while nothing is sealed."""
    last = session.execute(
        select(Event.chain_no, Event.digest).where(Event.chain_no.is_not(None)).order_by(Event.chain_no.desc()).limit(1)
    ).first()
    return Anchor(int(last[0] or 0), str(last[1])) if last else Anchor(0, GENESIS)


def seal_pending(session: Session, *, limit: int = BATCH) -> int:
    """Seal the rows committed since; the caller holds the one sealer's lock. Returns how many were sealed."""
    end = chain_end(session)
    pending = session.scalars(
        select(Event).where(Event.chain_no.is_(None)).order_by(Event.id).limit(limit).with_for_update()
    ).all()
    previous = end.digest
    for number, event in enumerate(pending, start=end.chain_no + 1):
        event.chain_no = number
        event.digest = previous = digest_of(event, previous)
    return len(pending)


def verify_chain(session: Session, anchor: Anchor | None) -> ChainBreak | None:
    """Walk the whole chain: the first row that was changed, moved, inserted or removed, or None when it holds."""
    previous, expected = GENESIS, 0
    query = select(Event).where(Event.chain_no.is_not(None)).order_by(Event.chain_no)
    with session.scalars(query.execution_options(yield_per=BATCH)) as rows:
        for event in rows:
            expected += 1
            if event.chain_no != expected:
                return ChainBreak(expected, event.id, "缺少记录")
            if event.digest != digest_of(event, previous):
                return ChainBreak(expected, event.id, "内容与封存时不符")
            previous = event.digest
            if anchor is not None and anchor.chain_no == expected and anchor.digest != previous:
                return ChainBreak(expected, event.id, "与外部锚点不符")
    if anchor is not None and expected < anchor.chain_no:
        return ChainBreak(expected + 1, None, f"末尾缺少 {anchor.chain_no - expected} 条记录")
    return None


def read_anchor(path: Path) -> Anchor | None:
    """The end of the chain as last noted outside; None before the first note."""
    if not path.exists():
        return None
    noted = json.loads(path.read_text())
    return Anchor(int(noted["chain_no"]), str(noted["digest"]))


def write_anchor(path: Path, anchor: Anchor) -> None:
    """Note the end of the chain outside the database, in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps({"chain_no": anchor.chain_no, "digest": anchor.digest}))
    beside.replace(path)


@dataclass(frozen=True, slots=True)
class Verification:
    """The last walk over the whole chain: when, how many rows, and the fault (blank: it held)."""

    at: dt.datetime
    rows: int
    fault: str = ""


def write_verification(anchor: Path, verification: Verification) -> None:
    """Note the walk beside the anchor, in one step."""
    beside = anchor.with_suffix(".verified.new")
    beside.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(
        json.dumps({"at": verification.at.isoformat(), "rows": verification.rows, "fault": verification.fault})
    )
    beside.replace(anchor.with_suffix(".verified"))


def read_verification(anchor: Path) -> Verification | None:
    """The last walk that was noted; None before the first."""
    path = anchor.with_suffix(".verified")
    if not path.exists():
        return None
    noted = json.loads(path.read_text())
    return Verification(dt.datetime.fromisoformat(noted["at"]), int(noted["rows"]), str(noted["fault"]))


def count_events(session: Session) -> int:
    return session.scalar(select(func.count(Event.id))) or 0
