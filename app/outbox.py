"""The worker's side of the outbox: lease a message, do it outside any lock, note that it is done; retry what failed."""

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.catalogue import DOCUMENTS
from app.documents.gathering import GATHERERS, case_of
from app.documents.production import ProducedDocument as Printed
from app.documents.production import produce
from app.documents.render import RenderingFailed
from app.documents.templates.versions import Key, in_force
from app.documents.typeface import CharacterMissing
from app.extensions import db
from app.integrations.http_json import NeighbourRefused
from app.integrations.sms import SmsGateway
from app.integrations.storage import FileStorage
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import Notice, OutboxMessage, Person, ProducedDocument, StoredFile
from models.enums import OutboxKind
from workflows import journal
from workflows.messages import Refused
from workflows.notices import hand_out
from workflows.registry_titles import title_of
from workflows.rules.notice_words import sms_text

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(minutes=2)
LONGEST_WAIT = dt.timedelta(hours=1)
BATCH = 20
# A short message that could not be sent so long says nothing any more.
STALE = dt.timedelta(days=1)
# The short signs of the document kinds in document numbers.
SIGNS = {
    "acceptance_receipt": "SL",
    "return_notice": "TJ",
    "review_form": "SP",
    "survey_filing_form": "BA",
    "unit_schedule": "MX",
    "building_table": "LP",
}


def deliver_due(now: dt.datetime) -> int:
    """Deliver what is due, oldest first; how many were delivered. A message that fails waits longer each time."""
    delivered = 0
    with system_scope():
        for message_id, attempts in lease(now):
            delivered += attempt(message_id, attempts, now)
    return delivered


def lease(now: dt.datetime) -> list[tuple[int, int]]:
    """Take some due messages for two minutes, with the number of this try; another worker passes over them.

    Short messages come last: a slow gateway keeps no document waiting.
    """
    with unit_of_work():
        due = db.session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.delivered_at.is_(None), OutboxMessage.available_at <= now)
            .order_by(OutboxMessage.kind == OutboxKind.notice, OutboxMessage.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for message in due:
            message.available_at = now + LEASE
            message.attempts += 1
        return [(message.id, message.attempts) for message in due]


def attempt(message_id: int, attempts: int, now: dt.datetime) -> bool:
    """One try; the failure is written down beside the message and logged, never lost."""
    message = db.session.get_one(OutboxMessage, message_id, populate_existing=True)
    if message.attempts != attempts or message.delivered_at is not None:
        return False  # the lease ran out while others were delivered, and another worker has it
    try:
        HANDLERS[message.kind](db.session(), message.payload, now, message_id)
    except Exception as error:  # a broken message must not stop the queue behind it
        logger.exception("outbox message %s failed", message_id)
        note_failure(message_id, error, now, now + min(LONGEST_WAIT, dt.timedelta(seconds=2**attempts)))
        return False
    return True


def note_failure(message_id: int, error: Exception, now: dt.datetime, again_at: dt.datetime) -> None:
    """Beside the message each time; in the event log when a document fails for the first time."""
    db.session.rollback()
    with unit_of_work():
        message = db.session.get_one(OutboxMessage, message_id)
        first = message.last_error is None
        message.last_error = repr(error)[:1000]
        message.available_at = again_at
        if first and message.kind is OutboxKind.document:
            tell_administrator(message, error, now)


def tell_administrator(message: OutboxMessage, error: Exception, now: dt.datetime) -> None:
    kind = DOCUMENTS[message.payload["document"]]
    journal.record(
        db.session(),
        actor=None,
        now=now,
        action="document_failed",
        subject_kind="document_template",
        subject_id=kind.key,
        business_no=message.business_no,
        detail={"document": kind.title, "reason": told_in_log(error)},
    )


def told_in_log(error: Exception) -> str:
    """Faults of a template or a character in words; of anything else only what it was, for it may quote data."""
    return str(error)[:500] if isinstance(error, Refused | RenderingFailed | CharacterMissing) else type(error).__name__


def deliver_document(session: Session, payload: Mapping[str, Any], now: dt.datetime, message_id: int) -> None:
    """Render outside any lock, then store row and message together; a second delivery finds the number taken."""
    kind, business_no = str(payload["document"]), str(payload["business_no"])
    case = case_of(session, business_no)
    extra = {"run_id": int(payload["run_id"])} if "run_id" in payload else {}
    content = GATHERERS[kind](session, case, **extra)
    template = in_force(session, Key(case.business.region_code, DOCUMENTS[kind]))
    template_id, body = (template.id, template.body) if template else (None, None)
    number = "-".join([business_no, SIGNS[kind], *(str(run) for run in extra.values())])
    verify_url = f"{current_app.config['PUBLIC_URL']}/public/verify/{number}"
    produced = produce(kind, content, number=number, verify_url=verify_url, produced_at=now, body=body)
    storage: FileStorage = current_app.extensions["storage"]
    storage.put(produced.pdf)
    row = ProducedDocument(
        business_id=case.business.id,
        kind=kind,
        title=produced.title,
        number=number,
        template_id=template_id,
        produced_at=now,
    )
    with unit_of_work():
        message = db.session.get_one(OutboxMessage, message_id, with_for_update=True)
        if message.delivered_at is None:
            message.delivered_at = now
            row.file_id = file_of(db.session(), produced, f"{DOCUMENTS[kind].title}-{number}.pdf").id
            db.session.add(row)


def file_of(session: Session, produced: Printed, name: str) -> StoredFile:
    """The row of the bytes that are stored already."""
    file = StoredFile(
        sha256=produced.sha256,
        name=name,
        content_type="application/pdf",
        size=len(produced.pdf),
        uploaded_by="网签系统",
    )
    session.add(file)
    session.flush()
    return file


def hand_out_occasion(_session: Session, payload: Mapping[str, Any], now: dt.datetime, message_id: int) -> None:
    """Tell everybody concerned and note that it is done, in one transaction."""
    with unit_of_work():
        message = db.session.get_one(OutboxMessage, message_id, with_for_update=True)
        if message.delivered_at is None:
            message.delivered_at = now
            hand_out(db.session(), payload, now)


def deliver_notice(session: Session, payload: Mapping[str, Any], now: dt.datetime, message_id: int) -> None:
    """A short message, sent outside any lock. One that came too late or that the gateway refuses is given up.

    A worker that ends between the gateway's answer and its own note leaves the message to the next, which hands it
    over under the same reference: the gateway knows it.
    """
    notice = session.get_one(Notice, payload["notice_id"])
    phone, text = phone_of(session, notice), sms_text(notice.occasion, title_of_case(notice), notice.business_no or "")
    if now - notice.created_at > STALE or not phone:
        conclude(message_id, now, "逾时未发" if phone else "没有手机号码")
        return
    gateway: SmsGateway = current_app.extensions["sms"]
    reference = reference_of(notice)
    session.rollback()
    try:
        gateway.send(phone, text, now, reference)
    except NeighbourRefused as refusal:
        conclude(message_id, now, str(refusal))
        return
    conclude(message_id, now)


def reference_of(notice: Notice) -> str:
    """The same at every try, and another one for every other message of any desk that uses this gateway."""
    place = current_app.config["PUBLIC_URL"]
    return uuid5(NAMESPACE_URL, f"{place}/messages/{notice.id}/{notice.created_at.isoformat()}").hex


def phone_of(session: Session, notice: Notice) -> str:
    return session.get_one(Person, notice.person_id).phone or ""


def title_of_case(notice: Notice) -> str:
    return title_of(str(notice.detail.get("business_type", "")))


def conclude(message_id: int, now: dt.datetime, error: str | None = None) -> None:
    """Nothing more is to be done; why it was given up stays beside it."""
    with unit_of_work():
        message = db.session.get_one(OutboxMessage, message_id, with_for_update=True)
        message.delivered_at, message.last_error = now, error


HANDLERS: Mapping[OutboxKind, Callable[[Session, Mapping[str, Any], dt.datetime, int], None]] = {
    OutboxKind.document: deliver_document,
    OutboxKind.occasion: hand_out_occasion,
    OutboxKind.notice: deliver_notice,
}
