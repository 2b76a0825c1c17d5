"""Papers to hand in: one page each that says what it would be, marked as a test."""

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from app.documents.legibility import kept_file
from app.documents.typeface import SONG, register_faces
from app.documents.uploads.judgement import judge_upload
from app.integrations.storage import FileStorage
from workflows.materials import KeptFile

Keep = Callable[[str], KeptFile]


def paper(title: str) -> bytes:
    """A PDF that is the same bytes every time."""
    register_faces()
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=True)
    width, height = A4
    canvas.setFont(SONG, 24)
    canvas.drawCentredString(width / 2, height * 0.7, title)
    canvas.setFont(SONG, 14)
    canvas.drawCentredString(width / 2, height * 0.64, "（测试）")
    canvas.save()
    return target.getvalue()


def keeper(storage: FileStorage) -> Keep:
    """Puts a paper of that title into the storage, once, by the same checks as an upload."""
    kept: dict[str, KeptFile] = {}

    def keep(title: str) -> KeptFile:
        if title not in kept:
            upload = judge_upload(paper(title), f"{title}.pdf")
            storage.put(upload.data)
            kept[title] = kept_file(upload)
        return kept[title]

    return keep
