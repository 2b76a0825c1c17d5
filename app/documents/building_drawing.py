"""The element <unit-grid>: the squares of a 楼盘表, drawn directly because HTML cells lose their line breaks."""

import json
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Table
from xhtml2pdf import parser
from xhtml2pdf.tags import pisaTag

from app.documents.ledger import wrap_text
from app.documents.typeface import SONG, SONG_BOLD, printable, runs_by_face

# Font size and leading of a unit's lines, by layout.
SIZES = {"narrow": (5.8, 7.2), "medium": (7.0, 8.6), "broad": (7.6, 9.4), "line": (7.6, 9.4)}
FLOOR_SIZE, FLOOR_LEADING = 8.5, 10.5
PADDING = 1.5
# Ground of each shade, light enough for black print; the state stands in words in every square.
SHADES = {
    "nopermit": "#ffffff",
    "available": "#e2f3e7",
    "withheld": "#dcdfe3",
    "signing": "#fde3ad",
    "signed": "#c3d9f3",
    "filed": "#efc3bd",
    "titled": "#d3bfd8",
    "plant": "#f2f2f2",
}


class CentredLines(Flowable):
    """Short lines below each other, centred, broken where too long; the first in bold if `lead` says so."""

    def __init__(self, lines: list[str], width: float, size: float, leading: float, *, lead: bool) -> None:
        super().__init__()
        self.width, self.size, self.leading = width, size, leading
        self.lines: list[tuple[str, str]] = []
        for index, line in enumerate(lines):
            face = SONG_BOLD if lead and index == 0 else SONG
            self.lines += [(part, face) for part in wrap_text(printable(line), width, face, size)]
        self.height = leading * len(self.lines)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:  # noqa: ARG002
        return self.width, self.height

    def draw(self) -> None:
        baseline = self.height - self.size
        for text, face in self.lines:
            self._draw_line(text, face, baseline)
            baseline -= self.leading

    def _draw_line(self, text: str, face: str, baseline: float) -> None:
        runs = runs_by_face(text, face)
        left = (self.width - sum(stringWidth(run, run_face, self.size) for run, run_face in runs)) / 2
        for run, run_face in runs:
            self.canv.setFont(run_face, self.size)
            self.canv.drawString(left, baseline, run)
            left += stringWidth(run, run_face, self.size)


def register_unit_grid() -> None:
    """Teach the HTML parser the element; it finds tags by name among its own globals."""
    setattr(parser, "pisaTagUNIT-GRID", _UnitGridTag)


def unit_grid(grid: dict[str, Any]) -> Table:
    """The table of one sheet from the values that `building_grid.drawing_values` makes."""
    columns = grid["columns"]
    rows = [_heading(grid), *(_row(row, grid) for row in grid["rows"])]
    widths = [grid["floor_column"], *[grid["cell_width"]] * columns]
    return Table(rows, colWidths=widths, repeatRows=1, style=_style(grid))


class _UnitGridTag(pisaTag):
    def start(self, c: Any) -> None:
        c.addPara()
        c.addStory(unit_grid(json.loads(self.node.getAttribute("values"))))


def _heading(grid: dict[str, Any]) -> list[Any]:
    cells: list[Any] = [_label(["层"], grid["floor_column"], lead=True)]
    for entrance, span in grid["entrances"]:
        cells += [_label([entrance], grid["cell_width"] * span, lead=True), *[""] * (span - 1)]
    return cells


def _row(row: dict[str, Any], grid: dict[str, Any]) -> list[Any]:
    floor = _label(row["floor"], grid["floor_column"])
    if row["note"]:
        return [floor, _label([row["note"]], grid["cell_width"] * grid["columns"]), *[""] * (grid["columns"] - 1)]
    return [floor, *(_square(cell, grid) for cell in row["cells"])]


def _square(cell: dict[str, Any] | None, grid: dict[str, Any]) -> Any:
    size, leading = SIZES[grid["layout"]]
    if cell is None:
        return ""
    return CentredLines(cell["lines"], grid["cell_width"] - 2 * PADDING, size, leading, lead=grid["layout"] != "line")


def _label(lines: list[str], width: float, *, lead: bool = False) -> CentredLines:
    return CentredLines(lines, width - 2 * PADDING, FLOOR_SIZE, FLOOR_LEADING, lead=lead)


def _style(grid: dict[str, Any]) -> list[tuple[Any, ...]]:
    everywhere = ((0, 0), (-1, -1))
    style: list[tuple[Any, ...]] = [
        ("VALIGN", *everywhere, "MIDDLE"),
        ("LEFTPADDING", *everywhere, PADDING),
        ("RIGHTPADDING", *everywhere, PADDING),
        ("TOPPADDING", *everywhere, PADDING + 0.5),
        ("BOTTOMPADDING", *everywhere, PADDING),
        ("TOPPADDING", (0, 0), (-1, 0), 3),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 3),
        ("INNERGRID", *everywhere, 0.4, black),
        ("BOX", *everywhere, 0.9, black),
    ]
    return (
        style
        + _heading_spans(grid)
        + [command for at, row in enumerate(grid["rows"], 1) for command in _shades(at, row)]
    )


def _heading_spans(grid: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Each entrance's name over its columns, and a heavier rule where the next entrance begins."""
    commands: list[tuple[Any, ...]] = []
    column = 1
    for _, span in grid["entrances"]:
        commands.append(("SPAN", (column, 0), (column + span - 1, 0)))
        commands.append(("LINEBEFORE", (column, 0), (column, -1), 0.9, black))
        column += span
    return commands


def _shades(at: int, row: dict[str, Any]) -> list[tuple[Any, ...]]:
    if row["note"]:
        return [("SPAN", (1, at), (-1, at)), ("BACKGROUND", (1, at), (-1, at), HexColor(SHADES["plant"]))]
    return [
        ("BACKGROUND", (column, at), (column, at), HexColor(SHADES[cell["shade"]]))
        for column, cell in enumerate(row["cells"], 1)
        if cell and cell["shade"] != "nopermit"
    ]
