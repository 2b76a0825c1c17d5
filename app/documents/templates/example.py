"""Real data to look at a template with: what the desk produced, gathered anew within what the person sees.

What draws documents is imported when something is drawn: a web process starts without it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.catalogue import DocumentKind
from app.documents.gathering import GATHERERS, case_of
from app.documents.templates.samples import Size, sample
from models import Business, ProducedDocument, ReturnLine
from models.region import region_prefix
from workflows.messages import Message, Refused

NO_SUCH_DOCUMENT = Message("template_example", "业务 {business_no} 没有【{document}】，请换一个业务序号")
PREVIEW_NUMBER = "{number}（预览）"
SAMPLE_NUMBER = "样例（预览）"


@dataclass(frozen=True, slots=True)
class Example:
    """The content to print; `business_no` is empty where it is made up."""

    business_no: str
    title: str
    number: str
    content: Any


def example_of(session: Session, kind: DocumentKind, region_code: str, business_no: str) -> Example:
    """The business of that number, else the newest one of the region, else the usual sample."""
    query = (
        select(Business)
        .join(ProducedDocument, ProducedDocument.business_id == Business.id)
        .where(ProducedDocument.kind == kind.key, Business.region_code.startswith(region_prefix(region_code)))
        .order_by(ProducedDocument.id.desc())
    )
    if business_no:
        query = query.where(Business.business_no == business_no)
    business = session.scalars(query.limit(1)).first()
    if business is not None:
        return gathered(session, kind, business)
    if business_no:
        raise Refused([NO_SUCH_DOCUMENT(at="business_no", business_no=business_no, document=kind.title)])
    return Example("", Size.usual.value.title, SAMPLE_NUMBER, sample(kind.content_type, Size.usual))


def gathered(session: Session, kind: DocumentKind, business: Business) -> Example:
    further = FURTHER[kind.key](session, business) if kind.key in FURTHER else {}
    content = GATHERERS[kind.key](session, case_of(session, business.business_no), **further)
    number = PREVIEW_NUMBER.format(number=business.business_no)
    return Example(business.business_no, business.subject_title, number, content)


def latest_return(session: Session, business: Business) -> Mapping[str, Any]:
    """Which of the returns of a business a notice is about: the last."""
    latest = select(ReturnLine.stage_run_id).where(ReturnLine.business_id == business.id)
    return {"run_id": session.scalars(latest.order_by(ReturnLine.id.desc()).limit(1)).one()}


FURTHER: Mapping[str, Callable[[Session, Business], Mapping[str, Any]]] = {"return_notice": latest_return}


def preview_pdf(kind: DocumentKind, example: Example, body: str, address: str, now: dt.datetime) -> bytes:
    """The very PDF that this body would make, marked as a preview by its number."""
    from app.documents.production import produce

    return produce(kind.key, example.content, number=example.number, verify_url=address, produced_at=now, body=body).pdf


def preview_markup(kind: DocumentKind, example: Example, body: str, address: str, now: dt.datetime) -> str:
    """What is laid out into that PDF."""
    from app.documents.production import content_fingerprint, printed_markup

    fingerprint = content_fingerprint(kind.key, example.content, example.number)
    return printed_markup(kind, example.content, example.number, address, now, fingerprint, body)
