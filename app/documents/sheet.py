"""The printed sheet: repeatable bytes and 第 n 页 共 m 页 on every page, counted in one pass."""

from typing import Any

from reportlab.pdfgen.canvas import Canvas
from xhtml2pdf import document
from xhtml2pdf.xhtml2pdf_reportlab import MarkedCanvas, PmlBaseDoc

from app.documents.typeface import SONG

FOOT_HEIGHT = 22.0
FOOT_SIZE = 8.0


class NumberedCanvas(MarkedCanvas):
    """Holds finished pages back until their number is known; a second layout pass would double the time."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._held_pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  the library's name
        self._held_pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        pages = self._held_pages
        for number, page in enumerate(pages, start=1):
            self.__dict__.update(page)
            self._draw_number(number, len(pages))
            super().showPage()
        pages.clear()
        super().save()

    def _draw_number(self, number: int, count: int) -> None:
        self.setFont(SONG, FOOT_SIZE)
        self.setFillGray(0)
        self.drawCentredString(self._pagesize[0] / 2, FOOT_HEIGHT, f"第 {number} 页　共 {count} 页")


class FormDocument(PmlBaseDoc):
    """The library's document without clock or chance in its bytes, on the numbered canvas."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options, invariant=1)

    def _makeCanvas(self, filename: Any = None, canvasmaker: Any = None) -> Canvas:  # noqa: ARG002, N802  the library's name
        return super()._makeCanvas(filename=filename, canvasmaker=NumberedCanvas)


def use_form_document() -> None:
    """Make every rendering in this process build a FormDocument; the library takes no class as argument."""
    document.PmlBaseDoc = FormDocument
