"""The element <ledger>: a long table of short plain cells, drawn ten times faster than HTML cells."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import LongTable, Paragraph
from xhtml2pdf import parser
from xhtml2pdf.tags import pisaTag

from app.documents.line_breaking import line_ends
from app.documents.typeface import SONG, SONG_BOLD, printable, runs_by_face

SIZE, LEADING, PADDING = 7.0, 8.6, 2.0
OUTER_RULE, INNER_RULE = 0.9, 0.4
KEPT_TOGETHER = 3


@dataclass(frozen=True)
class LedgerColumn:
    """One column: `width` in points, `align` left, center or right."""

    title: str
    width: float
    align: str = "center"


def ledger_table(
    columns: Sequence[LedgerColumn], rows: Sequence[Sequence[str]], total: Sequence[str], closing: str
) -> LongTable:
    """A table whose header stands again on every page.

    Below `rows` follow `total` in bold and the sentence `closing` across all columns; the last rows stay together.
    """
    heading = [_cell(column.title, column, SONG_BOLD) for column in columns]
    body = [[_cell(text, column, SONG) for text, column in zip(row, columns, strict=True)] for row in rows]
    sums = [_cell(text, column, SONG_BOLD) for text, column in zip(total, columns, strict=True)]
    whole = LedgerColumn("", sum(column.width for column in columns), "left")
    sentence = [_cell(closing, whole, SONG), *[""] * (len(columns) - 1)]
    return LongTable(
        [heading, *body, sums, sentence],
        colWidths=[column.width for column in columns],
        repeatRows=1,
        style=_style(columns),
    )


def wrap_text(text: str, width: float, face: str, size: float = SIZE) -> list[str]:
    """Lines no wider than `width` points; broken by the rules of line_breaking."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines += _wrap_line(paragraph, width, face, size)
    return lines


def register_ledger() -> None:
    """Teach the HTML parser the element; it finds tags by name among its own globals."""
    parser.pisaTagLEDGER = _LedgerTag


class _LedgerTag(pisaTag):
    def start(self, c: Any) -> None:
        columns = [LedgerColumn(**column) for column in json.loads(self.node.getAttribute("columns"))]
        c.addPara()
        c.addStory(
            ledger_table(
                columns,
                json.loads(self.node.getAttribute("rows")),
                json.loads(self.node.getAttribute("total")),
                self.node.getAttribute("closing"),
            )
        )


def _wrap_line(text: str, width: float, face: str, size: float) -> list[str]:
    widths = [stringWidth(character, face, size) for character in text]
    ends = [0, *line_ends(text, widths, [width]), len(text)]
    return [text[start:end].rstrip(" ") for start, end in pairwise(ends)]


def _cell(text: str, column: LedgerColumn, face: str) -> str | Paragraph:
    text = printable(text)
    runs = runs_by_face(text, face)
    if any(run_face != face for _, run_face in runs):
        return _paragraph(runs, column, face)
    room = column.width - 2 * PADDING
    if stringWidth(text, face, SIZE) <= room and "\n" not in text:
        return text
    return "\n".join(wrap_text(text, room, face))


def _paragraph(runs: Sequence[tuple[str, str]], column: LedgerColumn, face: str) -> Paragraph:
    style = ParagraphStyle(
        "cell",
        fontName=face,
        fontSize=SIZE,
        leading=LEADING,
        wordWrap="CJK",
        alignment={"left": 0, "center": 1, "right": 2}[column.align],
    )
    return Paragraph("".join(f'<font name="{run_face}">{escape(run)}</font>' for run, run_face in runs), style)


def _style(columns: Sequence[LedgerColumn]) -> list[tuple[Any, ...]]:
    everywhere = ((0, 0), (-1, -1))
    style: list[tuple[Any, ...]] = [
        ("FONT", *everywhere, SONG, SIZE, LEADING),
        ("FONT", (0, 0), (-1, 0), SONG_BOLD, SIZE, LEADING),
        ("ALIGN", (0, 0), (-1, 0), "CENTER"),
        ("VALIGN", *everywhere, "MIDDLE"),
        ("LEFTPADDING", *everywhere, PADDING),
        ("RIGHTPADDING", *everywhere, PADDING),
        ("TOPPADDING", *everywhere, PADDING),
        ("BOTTOMPADDING", *everywhere, PADDING + 1),
        ("INNERGRID", *everywhere, INNER_RULE, black),
        ("BOX", *everywhere, OUTER_RULE, black),
    ]
    style += [("ALIGN", (index, 1), (index, -2), column.align.upper()) for index, column in enumerate(columns)]
    style += [
        ("FONT", (0, -2), (-1, -2), SONG_BOLD, SIZE, LEADING),
        ("SPAN", (0, -1), (-1, -1)),
        ("ALIGN", (0, -1), (-1, -1), "LEFT"),
        ("NOSPLIT", (0, -KEPT_TOGETHER), (-1, -1)),
    ]
    return style
