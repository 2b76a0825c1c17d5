"""From the content of a document to its finished bytes."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from app.documents.building_drawing import SHADES
from app.documents.catalogue import DOCUMENTS, DocumentKind
from app.documents.environment import default_body, fill
from app.documents.formatting import time_text
from app.documents.qr import qr_data_uri
from app.documents.render import LONGEST_RENDERING_SECONDS, render_pdf
from app.documents.templates.filling import fill_edited

CHECK_LENGTH = 16
# A region's own layout may take this long; the product's own are known.
LONGEST_EDITED_SECONDS = 40


@dataclass(frozen=True)
class ProducedDocument:
    """`sha256` is that of the PDF, `content_sha256` that of the values, whose head is the 校验码 on each page."""

    pdf: bytes
    sha256: str
    title: str
    content_sha256: str


def produce(
    key: str, content: Any, *, number: str, verify_url: str, produced_at: datetime, body: str | None = None
) -> ProducedDocument:
    """Print one document; equal arguments give equal bytes.

    `produced_at` is aware; `body` is a region's own template, checked here once more, in place of the product's.
    Raises KeyError for an unknown key, TypeError for content of another kind,
    CharacterMissing where no face can print a character, Refused where an edited body is at fault.
    """
    kind = DOCUMENTS[key]
    if type(content) is not kind.content_type:
        raise TypeError(f"{kind.title}要的内容是 {kind.content_type.__name__}，不是 {type(content).__name__}")
    fingerprint = content_fingerprint(key, content, number)
    markup = printed_markup(kind, content, number, verify_url, produced_at, fingerprint, body)
    longest = LONGEST_RENDERING_SECONDS if body is None else LONGEST_EDITED_SECONDS
    pdf = render_pdf(markup, produced_at=produced_at, longest_seconds=longest)
    return ProducedDocument(pdf, hashlib.sha256(pdf).hexdigest(), kind.title, fingerprint)


def content_fingerprint(key: str, content: Any, number: str) -> str:
    """SHA-256 over kind, number and all printed values, as 64 hexadecimal digits."""
    values = {"document": key, "number": number, "content": asdict(content)}
    canonical = json.dumps(values, default=str, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def printed_markup(
    kind: DocumentKind,
    content: Any,
    number: str,
    verify_url: str,
    produced_at: datetime,
    check: str,
    body: str | None = None,
) -> str:
    """The whole HTML document; Refused where an edited body is at fault."""
    values = printed_values(kind, content, number, qr_data_uri(verify_url), produced_at, check)
    return fill(default_body(kind.template), values) if body is None else fill_edited(body, kind, values)


def printed_values(
    kind: DocumentKind, content: Any, number: str, qr: str, produced_at: datetime, check: str
) -> dict[str, Any]:
    """Everything that a template of this kind is filled with."""
    paper = kind.paper(content)
    values = {
        "title": kind.title,
        "content": content,
        "number": number,
        "qr": qr,
        "check": check[:CHECK_LENGTH].upper(),
        "produced": time_text(produced_at),
        "paper": paper,
        "shades": tuple(SHADES.items()),
    }
    return values | kind.arranged(content, paper)
