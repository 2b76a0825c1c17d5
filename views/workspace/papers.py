"""收件资料 and the documents that were produced."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.catalogue import DOCUMENTS
from models import ProjectCertificate
from views.moments import short_clock
from views.workspace.returns import open_faults
from workflows.reading.business import BusinessView
from workflows.reading.papers import HandedIn


def material_rows(view: BusinessView) -> list[dict[str, Any]]:
    """What this stage asks for and what was handed in before, each with its files."""
    handed_in: dict[str, list[Any]] = {}
    for material in view.materials:
        handed_in.setdefault(material.key, []).append(file_values(material))
    faults = open_faults(view, "materials.")
    asked = [one for one in view.asked if one.stage == view.head.stage or one.material is not None]
    return [
        {
            "key": one.key,
            "title": one.title,
            "required": one.required,
            "files": handed_in.get(one.key, []),
            "returned": faults.get(one.key),
        }
        for one in asked
    ]


def file_values(material: HandedIn) -> dict[str, Any]:
    """One file under its paper."""
    return {
        "name": material.name or material.certificate_title,
        "url": f"/api/v1/materials/{material.id}",
        "pages": material.pages,
        "by": material.handed_in_by,
        "moment": short_clock(material.handed_in_at),
    }


def certificate_rows(session: Session, view: BusinessView) -> list[dict[str, Any]]:
    """The project's stored certificates, which may be pointed at instead of an upload."""
    if view.building is None:
        return []
    rows = session.scalars(
        select(ProjectCertificate).where(
            ProjectCertificate.project_id == view.building.project_id, ProjectCertificate.file_id.is_not(None)
        )
    )
    return [{"id": row.id, "title": str(row)} for row in rows]


def document_rows(view: BusinessView) -> list[dict[str, Any]]:
    """What was produced, then what is still being rendered."""
    ready = [{"id": one.id, "title": one.title, "number": one.number} for one in view.documents]
    return ready + [{"id": None, "title": DOCUMENTS[kind].title} for kind in view.pending_documents]
