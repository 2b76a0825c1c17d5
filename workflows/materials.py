"""收件资料: handing in a paper, as a file or by pointing at a stored certificate, whose version is then pinned."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models import Business, Material, ProjectCertificate, StoredFile
from models.enums import Legibility
from workflows import messages
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.business_type import Material as AskedMaterial
from workflows.engine.check import check
from workflows.engine.situation import Situation
from workflows.messages import Message, refuse_if
from workflows.return_lines import tick_off, within
from workflows.service.judging import locked
from workflows.service.recording import done

CERTIFICATE_UNKNOWN = Message("certificate_unknown", "未找到该项目证件")
CERTIFICATE_WITHOUT_FILE = Message(
    "certificate_without_file", "证件【{certificate}】没有附件，请先补传附件或直接上传文件"
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file already judged and stored under its SHA-256."""

    sha256: str
    name: str
    content_type: str
    size: int
    pages: int | None = None
    legibility: Legibility | None = None


def file_row(kept: KeptFile, owner_id: int, uploaded_by: str) -> StoredFile:
    """What is known of a stored file, its organization, and the name of who brought it."""
    return StoredFile(
        sha256=kept.sha256,
        name=kept.name,
        content_type=kept.content_type,
        size=kept.size,
        pages=kept.pages,
        legibility=kept.legibility,
        owner_id=owner_id,
        uploaded_by=uploaded_by,
    )


def register_file(session: Session, kept: KeptFile, actor: Actor) -> StoredFile:
    """The row that names a stored file and whose upload it was."""
    file = file_row(kept, actor.organization_id, actor.name)
    session.add(file)
    session.flush()
    return file


def hand_in(
    session: Session,
    business_no: str,
    key: str,
    actor: Actor,
    now: dt.datetime,
    *,
    kept: KeptFile | None = None,
    certificate_id: int | None = None,
) -> tuple[Business, Material]:
    """Hand in a paper that the present stage asks for; the former one under its name is withdrawn, never lost."""
    business, situation, _ = locked(session, business_no, now)
    refuse_if(check(situation, Attempt(Operation.save_task, actor, rehearsal=True)))
    wanted = asked_here(situation, key)
    certificate = None if certificate_id is None else usable_certificate(session, business, certificate_id)
    withdraw(session, business, key, now)
    material = Material(
        business_id=business.id,
        key=key,
        title=wanted.title,
        file_id=register_file(session, kept, actor).id if kept else certificate.file_id if certificate else None,
        certificate_id=certificate.id if certificate else None,
        certificate_version=certificate.version if certificate else None,
        handed_in_at=now,
        handed_in_by=actor.name,
    )
    session.add(material)
    session.flush()
    tick_off(session, business, within(f"materials.{key}"), actor, now)
    return done(session, business, actor, now, "hand_in", detail_of(material, kept)), material


def asked_here(situation: Situation, key: str) -> AskedMaterial:
    """The paper as the present stage asks for it."""
    wanted = next((material for material in situation.stage.materials if material.key == key), None)
    if wanted is None:
        raise messages.refuse(messages.UNKNOWN_MATERIAL(at="key", material=key))
    return wanted


def usable_certificate(session: Session, business: Business, certificate_id: int) -> ProjectCertificate:
    """A certificate of the very project, with a file; what the person may not see is unknown."""
    certificate: ProjectCertificate | None = session.scalars(
        select(ProjectCertificate).where(ProjectCertificate.id == certificate_id)
    ).one_or_none()
    if certificate is None or certificate.project_id != business.subject.get("project_id"):
        raise messages.refuse(CERTIFICATE_UNKNOWN(at="certificate_id"))
    if certificate.file_id is None:
        raise messages.refuse(CERTIFICATE_WITHOUT_FILE(at="certificate_id", certificate=certificate))
    return certificate


def withdraw(session: Session, business: Business, key: str, now: dt.datetime) -> None:
    session.execute(
        update(Material)
        .where(Material.business_id == business.id, Material.key == key, Material.withdrawn_at.is_(None))
        .values(withdrawn_at=now)
        .execution_options(synchronize_session="fetch")
    )


def detail_of(material: Material, kept: KeptFile | None) -> dict[str, object]:
    """What the log keeps: which paper, and the hash of its bytes or the certificate's version."""
    told: dict[str, object] = {"material": material.key, "material_id": material.id}
    if kept is not None:
        return {**told, "sha256": kept.sha256, "size": kept.size}
    return {**told, "certificate_id": material.certificate_id, "certificate_version": material.certificate_version}
