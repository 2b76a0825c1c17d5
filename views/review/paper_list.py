"""What the viewer of 审核台 can show: papers handed in, those they replaced, and the project's certificates."""

from typing import Any

from flask_babel import gettext
from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.documents.page_pictures import BROKEN, NOT_A_PICTURE, PDF, PICTURES
from models import Business, Material, ProjectCertificate, StoredFile
from models.enums import Legibility
from workflows.reading.business import BusinessView
from workflows.reading.changes import Changes
from workflows.reading.papers import Asked

SHOWABLE = frozenset({PDF, *PICTURES})
Paper = dict[str, Any]


def papers_of(session: Session, business: Business, view: BusinessView, changes: Changes | None) -> list[Paper]:
    former = [change.former for change in changes.lines if change.former] if changes else []
    return [
        *(handed_in(one) for one in view.asked),
        *(former_paper(row) for row in materials(session, former)),
        *(certificate(row) for row in certificates(session, business)),
    ]


def handed_in(asked: Asked) -> Paper:
    """A paper that is missing is listed too: a return can name it."""
    material = asked.material
    named = {
        "key": f"materials.{asked.key}",
        "title": gettext(asked.title),
        "target": f"materials.{asked.key}",
        "target_title": f"{gettext('资料')} {gettext(asked.title)}",
        "needed": asked.required or asked.material is not None,
    }
    if material is None:
        why = gettext("未提交") if asked.required else gettext("选传，未提交")
        return {**named, "name": "", "pages": 0, "url": "", "download": "", "why": why}
    return {
        **named,
        "name": material.name or material.certificate_title,
        "pages": material.pages or 1,
        **shown(f"materials/{material.id}", material.name, material.content_type, material.legibility),
        "download": f"/api/v1/materials/{material.id}" if material.name else "",
    }


def shown(path: str, name: str, content_type: str, legibility: Legibility | None) -> Paper:
    """Where its pages are drawn; without an address it says why none is."""
    why = ""
    if not name:
        why = gettext("没有文件")
    elif content_type not in SHOWABLE:
        why = gettext(NOT_A_PICTURE)
    elif legibility is Legibility.unreadable:
        why = gettext(BROKEN)
    return {"url": "" if why else f"/review/papers/{path}.png", "why": why}


def stored(key: str, title: str, path: str, file: StoredFile | None, download: str) -> Paper:
    """A paper that no return names: a certificate, or a file that another took the place of."""
    return {
        "key": key,
        "title": title,
        "target": "",
        "target_title": "",
        "needed": True,
        "name": file.name if file else "",
        "pages": (file.pages or 1) if file else 0,
        **shown(path, file.name if file else "", file.content_type if file else "", file.legibility if file else None),
        "download": download if file else "",
    }


def former_paper(row: Material) -> Paper:
    title = gettext("%(title)s（退件前）", title=gettext(row.title))
    return stored(f"former.{row.id}", title, f"materials/{row.id}", row.file, f"/api/v1/materials/{row.id}")


def materials(session: Session, ids: list[int]) -> list[Material]:
    rows = session.scalars(select(Material).where(Material.id.in_(ids)).options(joinedload(Material.file)))
    return list(rows)


def certificates(session: Session, business: Business) -> list[ProjectCertificate]:
    """Those of the project, and any other that a paper points to."""
    pointed = select(Material.certificate_id).where(
        Material.business_id == business.id, Material.withdrawn_at.is_(None), Material.certificate_id.is_not(None)
    )
    project_id = business.subject.get("project_id")
    rows = session.scalars(
        select(ProjectCertificate)
        .where(or_(ProjectCertificate.project_id == project_id, ProjectCertificate.id.in_(pointed)))
        .options(joinedload(ProjectCertificate.file))
        .order_by(ProjectCertificate.id)
    )
    return list(rows)


def certificate(row: ProjectCertificate) -> Paper:
    path = f"certificates/{row.id}"
    return stored(
        path.replace("/", "."), gettext(row.kind.title), path, row.file, f"/project-certificates/file/{row.id}"
    )
