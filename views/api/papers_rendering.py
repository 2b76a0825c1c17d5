"""Papers as the API tells them: what a business asks for, what was handed in, what was written."""

from views.api.rendering import Json, plain
from workflows.engine.business_type import Material
from workflows.reading.papers import Asked, HandedIn, Produced


def material_asked(found: Material) -> Json:
    return {"key": found.key, "title": found.title, "required": found.required}


def material(found: HandedIn) -> Json:
    return {
        "id": found.id,
        "key": found.key,
        "title": found.title,
        "name": found.name,
        "content_type": found.content_type,
        "size": found.size,
        "pages": found.pages,
        "sha256": found.sha256,
        "certificate_id": found.certificate_id,
        "certificate_version": found.certificate_version,
        "certificate_title": found.certificate_title,
        "certificate_renewed": found.certificate_renewed,
        "handed_in_at": plain(found.handed_in_at),
        "handed_in_by": found.handed_in_by,
        "url": f"/api/v1/materials/{found.id}",
    }


def asked(found: Asked) -> Json:
    return {
        "key": found.key,
        "title": found.title,
        "required": found.required,
        "stage": found.stage,
        "id": found.material.id if found.material else None,
    }


def document(found: Produced) -> Json:
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.title,
        "number": found.number,
        "name": found.name,
        "sha256": found.sha256,
        "size": found.size,
        "produced_at": plain(found.produced_at),
        "signature_state": found.signature_state,
        "url": f"/api/v1/documents/{found.id}",
    }
