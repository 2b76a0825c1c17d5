"""Whether the papers of a case can still be drawn, asked before somebody agrees to it without opening it."""

from collections.abc import Iterator

from flask import current_app

from app.documents.page_pictures import NARROWEST, PageUnshowable, page_picture
from app.integrations.storage import StorageDamaged, StorageMissing
from workflows.messages import Message, Reason
from workflows.reading.business import BusinessView

NOT_SHOWN = Message("paper_not_shown", "资料【{material}】无法显示，请打开逐项审核")


def papers_not_shown(view: BusinessView) -> Iterator[Reason]:
    """The bytes are read and their hash compared, the first page is drawn."""
    storage = current_app.extensions["storage"]
    for paper in view.materials:
        if not paper.sha256:
            continue
        try:
            page_picture(storage.get(paper.sha256), paper.content_type, 1, NARROWEST)
        except (StorageMissing, StorageDamaged, PageUnshowable):
            yield NOT_SHOWN(at=f"materials.{paper.key}", material=paper.title)
