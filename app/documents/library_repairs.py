"""What the pinned PDF libraries get wrong for Chinese forms, put right in one place.

xhtml2pdf 0.2.28 and ReportLab 5.1.0; each repair names its fault, so that an upgrade can drop it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from reportlab.pdfbase import ttfonts
from xhtml2pdf import reportlab_paragraph, tables
from xhtml2pdf.xhtml2pdf_reportlab import _CellPart

from app.documents.line_breaking import line_ends

TOLERANCE = 1e-6

_original_cmap: Callable[[str, Sequence[int]], str] = ttfonts.makeToUnicodeCMap
_original_break = reportlab_paragraph.Paragraph.breakLinesCJK
_original_rejoin = reportlab_paragraph._split_blParaHard  # noqa: SLF001  repaired below


def repair_libraries() -> None:
    """Put the repairs in place; doing it again changes nothing."""
    ttfonts.makeToUnicodeCMap = to_unicode_cmap
    tables.PmlKeepInFrame = FlowingCell
    reportlab_paragraph.cjkFragSplit = break_fragments
    reportlab_paragraph.Paragraph.breakLinesCJK = _break_paragraph
    reportlab_paragraph._split_blParaHard = _rejoin_lines  # noqa: SLF001  as above


def to_unicode_cmap(font_name: str, subset: Sequence[int]) -> str:
    """ReportLab writes a code point beyond U+FFFF with five digits; PDF wants UTF-16, or the text cannot be copied."""
    return re.sub(r"<([0-9A-F]{5,6})>", _as_utf16, _original_cmap(font_name, subset))


class FlowingCell(_CellPart):
    """A cell that goes on over the page; the library shrinks a long one until nobody can read it."""

    def __init__(self, content: list[Any], **_limits: Any) -> None:
        super().__init__(content)


def break_fragments(
    fragments: Sequence[Any], max_widths: Sequence[float], calc_bounds: bool, encoding: str = "utf8"
) -> Any:
    """Lines of a paragraph; the library's own cut figures in two, began lines with ； and passed over <br/>."""
    lines: list[Any] = []
    for glyphs, ended in _hard_lines(fragments, encoding):
        lines += _soft_lines(glyphs, max_widths[min(len(lines), len(max_widths) - 1) :], calc_bounds)
        lines[-1].lineBreak = ended
    return reportlab_paragraph.ParaLines(kind=1, lines=lines)


def _hard_lines(fragments: Sequence[Any], encoding: str) -> Iterator[tuple[list[Any], bool]]:
    """The glyphs up to each <br/>, and whether one follows."""
    glyphs: list[Any] = []
    for fragment in fragments:
        text = fragment.text if isinstance(fragment.text, str) else fragment.text.decode(encoding)
        glyphs += [reportlab_paragraph.cjkU(character, fragment, encoding) for character in text or [""]]
        if hasattr(fragment, "lineBreak"):
            yield glyphs, True
            glyphs = []
    if glyphs:
        yield glyphs, False


def _soft_lines(glyphs: list[Any], max_widths: Sequence[float], calc_bounds: bool) -> Iterator[Any]:
    widths = [glyph.width for glyph in glyphs]
    ends = [0, *line_ends(glyphs, widths, (width + TOLERANCE for width in max_widths)), len(glyphs)]
    for number, (start, end) in enumerate(pairwise(ends)):
        room = max_widths[min(number, len(max_widths) - 1)]
        line = reportlab_paragraph.makeCJKParaLine(glyphs[start:end], room - sum(widths[start:end]), calc_bounds)
        line.keeps_blanks = True
        yield line


def _break_paragraph(paragraph: Any, width: Any) -> Any:
    """The library draws a paragraph of one fragment as bytes that it has as text, and fails on the second page."""
    widths = list(width) if isinstance(width, list | tuple) else [width]
    if len(paragraph.frags) != 1 or paragraph.bulletText:
        return _original_break(paragraph, width)
    return break_fragments(paragraph.frags, widths, calc_bounds=False)


def _rejoin_lines(block: Any, start: int, stop: int) -> list[Any]:
    """The text carried to the next page; the library puts a blank at each line end, which Chinese does not have."""
    lines = block.lines[start:stop]
    if not all(getattr(line, "keeps_blanks", False) for line in lines):
        return list(_original_rejoin(block, start, stop))
    return [word for line in lines for word in line.words]


def _as_utf16(match: re.Match[str]) -> str:
    return f"<{chr(int(match[1], 16)).encode('utf-16-be').hex().upper()}>"
