"""HTML to PDF with the embedded Song, no file or network read, the same bytes for the same input."""

import io
import threading
from datetime import UTC, datetime

from reportlab.platypus.doctemplate import LayoutError
from xhtml2pdf import pisa
from xhtml2pdf.config.resources import RenderLimitError, ResourceAccessPolicy

from app.documents.building_drawing import register_unit_grid
from app.documents.ledger import register_ledger
from app.documents.library_repairs import repair_libraries
from app.documents.sheet import use_form_document
from app.documents.typeface import printable, register_faces, require_printable

LARGEST_MARKUP = 10 * 1024 * 1024
LONGEST_RENDERING_SECONDS = 120
NEVER_ON_DISK = -1
# What ReportLab writes where it is told to leave the clock alone; as long as a real date.
TIMELESS = b"(D:20000101000000+00'00')"

EPOCH = datetime.fromtimestamp(0, UTC)

_preparing = threading.Lock()


class RenderingFailed(RuntimeError):
    """The markup could not be laid out; a cell is longer than a page, or the template is at fault."""


def render_pdf(
    markup: str, *, produced_at: datetime = EPOCH, longest_seconds: float = LONGEST_RENDERING_SECONDS
) -> bytes:
    """Lay out a whole HTML document.

    `produced_at` (aware) becomes the creation date: equal arguments give equal bytes. Safe to call from several
    threads, which wait for each other. Raises CharacterMissing, RenderingFailed.
    """
    _prepare()
    markup = printable(markup)
    require_printable(markup)
    return _dated(_laid_out(markup, longest_seconds), produced_at)


def _prepare() -> None:
    with _preparing:
        register_faces()
        register_ledger()
        register_unit_grid()
        use_form_document()
        repair_libraries()


def _laid_out(markup: str, longest_seconds: float) -> bytes:
    buffer = io.BytesIO()
    try:
        outcome = pisa.CreatePDF(
            markup, dest=buffer, encoding="utf-8", capacity=NEVER_ON_DISK, resource_policy=_policy(longest_seconds)
        )
    except LayoutError as fault:
        raise RenderingFailed("排版失败：有一格内容过长，一页放不下") from fault
    except ValueError as fault:  # what ReportLab says of a table without width or height
        raise RenderingFailed("排版失败：有一个表格无法排版") from fault
    except RenderLimitError as fault:
        raise RenderingFailed("排版失败：内容过多或用时过长") from fault
    if outcome.err:
        raise RenderingFailed(f"排版失败：{outcome.err} 处错误")
    return buffer.getvalue()


def _policy(longest_seconds: float) -> ResourceAccessPolicy:
    """No file and no network at all: fonts are registered beforehand, pictures travel as data: in the markup."""
    return ResourceAccessPolicy.server(
        None,
        allow_remote=False,
        max_document_bytes=LARGEST_MARKUP,
        max_render_seconds=longest_seconds,
    )


def _dated(pdf: bytes, produced_at: datetime) -> bytes:
    stamp = produced_at.astimezone(UTC).strftime("(D:%Y%m%d%H%M%S+00'00')").encode()
    return pdf.replace(TIMELESS, stamp)
