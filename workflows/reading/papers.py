"""The papers of a business: what was asked for and handed in, what the desk produced."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from models import Business, Material, OutboxMessage, ProducedDocument, StoredFile
from models.enums import Legibility, OutboxKind
from workflows.engine.business_type import Stage
from workflows.messages import NotVisible


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A material as handed in; `certificate_renewed` tells that the certificate has a newer version by now."""

    id: int
    key: str
    title: str
    name: str
    content_type: str
    size: int
    pages: int | None
    sha256: str
    legibility: Legibility | None
    certificate_id: int | None
    certificate_version: int | None
    certificate_title: str
    certificate_renewed: bool
    handed_in_at: dt.datetime
    handed_in_by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A material that a stage asks for, with what was handed in for it."""

    key: str
    title: str
    required: bool
    stage: str
    material: HandedIn | None


@dataclass(frozen=True, slots=True)
class Produced:
    """A document of the desk; nothing is signed electronically before the seals come."""

    id: int
    kind: str
    title: str
    number: str
    name: str
    sha256: str
    size: int
    produced_at: dt.datetime
    signature_state: str = "未签章"


def materials_of(session: Session, business: Business) -> Sequence[HandedIn]:
    """What is handed in now, in the order it came; replaced files are no longer shown."""
    rows = session.scalars(
        select(Material)
        .where(Material.business_id == business.id, Material.withdrawn_at.is_(None))
        .options(joinedload(Material.file), joinedload(Material.certificate))
        .order_by(Material.id)
    )
    return [handed_in(material) for material in rows]


def handed_in(material: Material) -> HandedIn:
    file, certificate = material.file, material.certificate
    return HandedIn(
        id=material.id,
        key=material.key,
        title=material.title,
        name=file.name if file else "",
        content_type=file.content_type if file else "",
        size=file.size if file else 0,
        pages=file.pages if file else None,
        sha256=file.sha256 if file else "",
        legibility=file.legibility if file else None,
        certificate_id=material.certificate_id,
        certificate_version=material.certificate_version,
        certificate_title=str(certificate) if certificate else "",
        certificate_renewed=bool(certificate and certificate.version != material.certificate_version),
        handed_in_at=material.handed_in_at,
        handed_in_by=material.handed_in_by,
    )


def asked_of(stages: Sequence[Stage], materials: Sequence[HandedIn]) -> Sequence[Asked]:
    """Every material that the stages ask for, in their order."""
    latest: Mapping[str, HandedIn] = {material.key: material for material in materials}
    return [
        Asked(wanted.key, wanted.title, wanted.required, stage.key, latest.get(wanted.key))
        for stage in stages
        for wanted in stage.materials
    ]


def documents_of(session: Session, business: Business) -> Sequence[Produced]:
    """The PDFs of a business, the newest first."""
    rows = session.scalars(
        select(ProducedDocument)
        .where(ProducedDocument.business_id == business.id)
        .options(joinedload(ProducedDocument.file))
        .order_by(ProducedDocument.id.desc())
    )
    return [
        Produced(
            document.id,
            document.kind,
            document.title,
            document.number,
            document.file.name,
            document.file.sha256,
            document.file.size,
            document.produced_at,
        )
        for document in rows
    ]


def documents_pending(session: Session, business: Business) -> Sequence[str]:
    """Kinds of the documents that are still being produced."""
    rows = session.scalars(
        select(OutboxMessage.payload)
        .where(
            OutboxMessage.business_no == business.business_no,
            OutboxMessage.kind == OutboxKind.document,
            OutboxMessage.delivered_at.is_(None),
        )
        .order_by(OutboxMessage.id)
    )
    return [str(payload["document"]) for payload in rows]


def material_file(session: Session, material_id: int) -> StoredFile:
    """The file of a material of a business that this person may see, replaced ones included."""
    return file_of(session, select(Material.file_id).where(Material.id == material_id))


def document_file(session: Session, document_id: int) -> StoredFile:
    """The bytes of a produced document of a business that this person may see."""
    return file_of(session, select(ProducedDocument.file_id).where(ProducedDocument.id == document_id))


def file_of(session: Session, named: Select[Any]) -> StoredFile:
    """The file that the query names; NotVisible where the query finds nothing this person may see."""
    file_id = session.scalar(named)
    file: StoredFile | None = session.scalars(select(StoredFile).where(StoredFile.id == file_id)).one_or_none()
    if file is None:
        raise NotVisible(file_id)
    return file
