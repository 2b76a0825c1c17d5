"""All kinds of documents in a region: which text is in force, what is being written, what could not be made."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.documents.catalogue import KINDS, DocumentKind
from app.documents.templates.versions import Key, draft_of, in_force
from models import Business, DocumentTemplate, OutboxMessage, ProducedDocument
from models.enums import OutboxKind
from models.region import region_prefix


@dataclass(frozen=True, slots=True)
class KindLine:
    """One line of the list; `current` is None where the product's own text is in force."""

    kind: DocumentKind
    current: DocumentTemplate | None
    draft: DocumentTemplate | None
    failing: int


def overview(session: Session, region_code: str) -> Sequence[KindLine]:
    waiting = failing(session, region_code)
    return [
        KindLine(kind, in_force(session, key), draft_of(session, key), waiting[kind.key])
        for kind in KINDS
        for key in [Key(region_code, kind)]
    ]


def failing(session: Session, region_code: str) -> Counter[str]:
    """Documents that could not be made so far and are tried again, by kind; of businesses that the person sees."""
    payloads = session.scalars(
        select(OutboxMessage.payload)
        .join(Business, Business.business_no == OutboxMessage.business_no)
        .where(
            OutboxMessage.kind == OutboxKind.document,
            OutboxMessage.delivered_at.is_(None),
            OutboxMessage.last_error.is_not(None),
            Business.region_code.startswith(region_prefix(region_code)),
        )
    )
    return Counter(str(payload["document"]) for payload in payloads)


def made_with(session: Session, versions: Sequence[DocumentTemplate]) -> Mapping[int, int]:
    """How many documents were made with each version, by its id, as far as the person sees them."""
    rows = session.execute(
        select(ProducedDocument.template_id, func.count())
        .where(ProducedDocument.template_id.in_([version.id for version in versions]))
        .group_by(ProducedDocument.template_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}
