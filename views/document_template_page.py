"""What the editor of a document template shows: the text, its faults, and the panel beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import current_app, render_template, request
from werkzeug.datastructures import MultiDict

from app.documents.templates import versions
from app.documents.templates.checking import faults_of
from app.documents.templates.differences import DiffLine, differences, printed_lines
from app.documents.templates.example import Example, example_of, preview_markup
from app.documents.templates.faults import line_of
from app.documents.templates.fields import offered, snippet
from app.documents.templates.overview import failing, made_with
from app.documents.templates.samples import Size, sample
from app.documents.templates.snippets import SNIPPETS
from app.documents.templates.versions import INHERITED, Key, body_of
from app.extensions import db
from app.web.current import now
from app.web.errors import told
from models import DocumentTemplate, Region
from views.address import asked
from workflows.messages import Kind, Reason, Refused

PANELS = ("fields", "preview", "difference", "versions")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was posted, kept as it was typed; line ends as the file has them."""

    body: str
    note: str
    version: int
    panel: str
    business_no: str

    @classmethod
    def of(cls, form: MultiDict[str, str]) -> "Typed":
        return cls(
            form.get("body", "").replace("\r\n", "\n"),
            form.get("note", "").strip(),
            form.get("version", 0, int),
            form.get("panel", ""),
            form.get("business_no", "").strip()[:20],
        )


def address_of(key: Key, **named: str) -> str:
    query = urlencode({"region": key.region_code, **{name: value for name, value in named.items() if value}})
    return f"/document-templates/{key.kind.key}/?{query}"


def editor(key: Key, *, typed: Typed | None = None, refused: Refused | None = None, panel: str = "") -> str:
    """The page with what was typed, else the draft, else the text in force."""
    session = db.session()
    session.expire_all()
    current, draft = versions.in_force(session, key), versions.draft_of(session, key)
    body = typed.body if typed else body_of(draft or current, key.kind)
    faults = list(refused.reasons) if refused else faults_of(body, key.kind)
    overtaken = typed is not None and refused is not None and refused.kind is Kind.conflict
    chosen = "difference" if overtaken else panel or asked("panel") or (typed.panel if typed else "")
    values = {
        "key": key,
        "region": session.get(Region, key.region_code),
        "current": current,
        "draft": draft,
        "body": body,
        "note": typed.note if typed else (draft.note if draft else "") or "",
        # Whoever was overtaken has been told what differs: saving once more is deliberate.
        "version": typed.version if typed and not overtaken else draft.version if draft else 0,
        "overtaken_body": body if overtaken else None,
        "faults": fault_lines(faults),
        "failing": failing(session, key.region_code)[key.kind.key],
        "panel": chosen if chosen in PANELS else PANELS[0],
        "business_no": typed.business_no if typed else asked("business_no"),
        "shown_number": draft.number if draft else own_number(key, current),
        "address_of": address_of,
        "own": current is not None and current.region_code == key.region_code,
    }
    return render_template("document_templates/edit.html", **values, **PANEL_VALUES[values["panel"]](key, values))


def own_number(key: Key, current: DocumentTemplate | None) -> int:
    return current.number if current and current.region_code == key.region_code else INHERITED


def fault_lines(faults: Sequence[Reason]) -> list[dict[str, Any]]:
    return [{"line": line_of(fault), "message": told(fault)} for fault in faults]


# ---- the panels ----


def fields_panel(key: Key, values: Mapping[str, Any]) -> dict[str, Any]:
    del values
    return {
        "fields": offered(key.kind),
        "snippet": snippet,
        "snippets": SNIPPETS,
        "example": sample(key.kind.content_type, Size.usual),
    }


def preview_panel(key: Key, values: Mapping[str, Any]) -> dict[str, Any]:
    """The frame asks for the PDF by itself; here the data is named and the text compared."""
    if values["faults"]:
        return {"example": None, "text_lines": None, "example_fault": ""}
    try:
        example = example_of(db.session(), key.kind, key.region_code, values["business_no"])
        lines = text_difference(key, example, values)
    except Refused as refused:
        return {"example": None, "text_lines": None, "example_fault": told(refused.reasons[0])}
    return {"example": example, "text_lines": lines, "example_fault": ""}


def text_difference(key: Key, example: Example, values: Mapping[str, Any]) -> list[DiffLine] | None:
    """How the printed text differs from the version in force; None where there is no draft."""
    if values["draft"] is None:
        return None
    texts = [printed(key, example, body) for body in (body_of(values["current"], key.kind), values["draft"].body)]
    return differences(*texts)


def printed(key: Key, example: Example, body: str) -> list[str]:
    return printed_lines(preview_markup(key.kind, example, body, public_address(), now()))


def public_address() -> str:
    """Where the QR code of a preview leads: to the page that checks documents, not to a document."""
    return f"{current_app.config['PUBLIC_URL']}/public/"


def difference_panel(key: Key, values: Mapping[str, Any]) -> dict[str, Any]:
    """Any two versions, from the start the one in force and the draft; what was typed where another was faster."""
    kept = versions.versions_of(db.session(), key)
    if values["overtaken_body"] is not None:
        stored = body_of(values["draft"] or values["current"], key.kind)
        lines = differences(stored.splitlines(), values["overtaken_body"].splitlines())
        return {"kept": kept, "before": None, "after": None, "lines": lines}
    before = number_in(kept, request.args.get("from"), own_number(key, values["current"]))
    after = number_in(kept, request.args.get("to"), values["shown_number"])
    bodies = [versions.body_numbered(db.session(), key, number).splitlines() for number in (before, after)]
    return {"kept": kept, "before": before, "after": after, "lines": differences(*bodies)}


def number_in(kept: Sequence[DocumentTemplate], text: str | None, otherwise: int) -> int:
    known = {str(version.number): version.number for version in kept} | {"0": INHERITED}
    return known.get(text or "", otherwise)


def versions_panel(key: Key, values: Mapping[str, Any]) -> dict[str, Any]:
    del values
    kept = versions.versions_of(db.session(), key)
    return {"kept": kept, "made": made_with(db.session(), kept)}


PANEL_VALUES = {
    "fields": fields_panel,
    "preview": preview_panel,
    "difference": difference_panel,
    "versions": versions_panel,
}
