"""A page of a stored paper as a picture for the screen: PDFs through PDFium, photographs through Pillow.

Whatever is wrong with a file ends in one exception with a sentence, never in a broken page.
"""

import io
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image

NARROWEST, WIDEST = 80, 2400  # pixels
MOST_PIXELS = 12_000_000
RIGHT_ANGLES = frozenset({0, 90, 180, 270})
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG"}
PDF = "application/pdf"
# PDFium keeps state of its own and may be used by one thread at a time.
PDFIUM = Lock()

NOT_A_PICTURE = "此类文件不能在页面上显示，请下载后查看"
NO_SUCH_PAGE = "没有这一页"
BROKEN = "文件已损坏或格式不完整，无法显示"
ODD_SHAPE = "页面过长或过宽，无法显示，请下载后查看"
SENTENCES = (NOT_A_PICTURE, NO_SUCH_PAGE, BROKEN, ODD_SHAPE)


class PageUnshowable(Exception):
    """A page that cannot be shown; the sentence says why."""


def page_picture(data: bytes, content_type: str, page: int, width: int, turn: int = 0) -> bytes:
    """One page (counted from 1) as PNG, so many pixels wide before it is turned clockwise by `turn` degrees."""
    if content_type not in {PDF, *PICTURES} or turn not in RIGHT_ANGLES:
        raise PageUnshowable(NOT_A_PICTURE)
    width = min(max(width, NARROWEST), WIDEST)
    drawn = pdf_page(data, page, width) if content_type == PDF else picture(data, PICTURES[content_type], page, width)
    turned = drawn.rotate(-turn, expand=True) if turn else drawn
    written = io.BytesIO()
    turned.save(written, "PNG", compress_level=3)
    return written.getvalue()


def pdf_page(data: bytes, page: int, width: int) -> Image.Image:
    with PDFIUM:
        try:
            return drawn_page(data, page, width)
        except (pdfium.PdfiumError, ValueError, OSError, MemoryError) as error:
            raise PageUnshowable(BROKEN) from error


def drawn_page(data: bytes, page: int, width: int) -> Image.Image:
    document = pdfium.PdfDocument(data)
    try:
        if not 1 <= page <= len(document):
            raise PageUnshowable(NO_SUCH_PAGE)
        sheet = document[page - 1]
        wide, high = sheet.get_size()
        if wide <= 0 or high <= 0 or width * width * high / wide > MOST_PIXELS:
            raise PageUnshowable(ODD_SHAPE)
        image: Image.Image = sheet.render(scale=width / wide, may_draw_forms=False).to_pil().convert("RGB")
        return image
    finally:
        document.close()


def picture(data: bytes, picture_format: str, page: int, width: int) -> Image.Image:
    if page != 1:
        raise PageUnshowable(NO_SUCH_PAGE)
    try:
        with Image.open(io.BytesIO(data), formats=(picture_format,)) as opened:
            if width * width * opened.height / opened.width > MOST_PIXELS:
                raise PageUnshowable(ODD_SHAPE)
            opened.draft("RGB", (width, width))
            return fitted(opened, width)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PageUnshowable(BROKEN) from error


def fitted(opened: Image.Image, width: int) -> Image.Image:
    """As wide as asked for; a smaller picture stays as it is, and what is transparent becomes paper."""
    seen = opened.convert("RGBA") if opened.has_transparency_data else opened.convert("RGB")
    if seen.width > width:
        seen = seen.resize((width, max(1, round(seen.height * width / seen.width))), Image.Resampling.LANCZOS)
    if seen.mode == "RGBA":
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return seen
