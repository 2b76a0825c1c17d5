"""What anybody may ask about a document that the desk produced: that it exists, and whether a file is the very one."""

import datetime as dt
import hashlib
import hmac
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Business, ProducedDocument, Project, StoredFile

LONGEST_NUMBER = 60
NUMBER = re.compile(rf"[A-Z0-9-]{{1,{LONGEST_NUMBER}}}")


@dataclass(frozen=True, slots=True)
class PublicDocument:
    """A document without personal data: its subject is the building, or blank where it is about people."""

    number: str
    title: str
    subject: str
    produced_at: dt.datetime
    sha256: str

    def is_made_of(self, data: bytes) -> bool:
        """Whether these bytes are the document, to the last one."""
        return hmac.compare_digest(hashlib.sha256(data).hexdigest(), self.sha256)


def public_document(session: Session, number: str) -> PublicDocument | None:
    """The document of this number, whoever asks; None where there is none."""
    number = number.strip().upper()
    if not NUMBER.fullmatch(number):
        return None
    row = session.execute(
        select(
            ProducedDocument.number,
            ProducedDocument.title,
            ProducedDocument.produced_at,
            StoredFile.sha256,
            Project.name,
            Project.promotion_name,
            Building.building_no,
        )
        .join(StoredFile, StoredFile.id == ProducedDocument.file_id)
        .join(Business, Business.id == ProducedDocument.business_id)
        .outerjoin(Building, Building.id == Business.building_id)
        .outerjoin(Project, Project.id == Building.project_id)
        .where(ProducedDocument.number == number)
        .execution_options(unscoped=True)
    ).one_or_none()
    if row is None:
        return None
    subject = f"{row.promotion_name or row.name} · {row.building_no}" if row.building_no else ""
    return PublicDocument(row.number, row.title, subject, row.produced_at, row.sha256)
