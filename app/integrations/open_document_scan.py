"""Looks through the sheets of an .ods: formulas, and how far cells that are written once but repeated would reach."""

import re
from collections.abc import Callable
from xml.parsers import expat

from app.integrations.open_xml_scan import BROKEN, chunks
from app.integrations.sheet_scan import SheetScan, WorkbookScan
from app.integrations.workbook_guard import WorkbookRefused, open_archive

CONTENT = "content.xml"
CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
REFERENCE = re.compile(r"\[\.?([^\]]*)\]")


def scan_open_document(data: bytes, wanted: Callable[[str], bool]) -> WorkbookScan:
    """The wanted sheets of the document; raises WorkbookRefused when it is broken or one of them is too large."""
    events = _DocumentEvents()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = events.start, events.end
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with open_archive(data) as archive:
            for chunk in chunks(archive, CONTENT):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except BROKEN as error:
        raise WorkbookRefused("broken") from error
    # The reader takes all sheets at once, so one that is too large matters wherever it stands.
    return WorkbookScan(data, {name: scan for name, scan in events.sheets.items() if wanted(name) or scan.too_large})


def _refuse_doctype(*_: object) -> None:
    raise WorkbookRefused("broken")


class _DocumentEvents:
    def __init__(self) -> None:
        self.sheets: dict[str, SheetScan] = {}
        self._scan = SheetScan()
        self._row = self._column = 0
        self._rows = self._columns = 1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._open_sheet(attributes.get("table:name", ""))
        elif name == "table:table-row":
            self._rows, self._column = int(attributes.get("table:number-rows-repeated", 1)), 0
        elif name in CELLS:
            self._columns = int(attributes.get("table:number-columns-repeated", 1))
            self._add_cell(attributes)

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self._row += self._rows
        elif name in CELLS:
            self._column += self._columns

    def _open_sheet(self, name: str) -> None:
        if name in self.sheets:
            raise WorkbookRefused("broken")
        self._scan = self.sheets[name] = SheetScan()
        self._row = 0

    def _add_cell(self, attributes: dict[str, str]) -> None:
        formula = attributes.get("table:formula")
        if formula is None and "office:value-type" not in attributes:
            return
        self._scan.add_value(self._row + self._rows, self._column + self._columns - 1)
        if formula is not None:
            self._scan.add_formula(self._row + 1, self._column, _shown(formula))


def _shown(formula: str) -> str:
    """of:=[.Q2]+[.R2] as a person sees it: =Q2+R2."""
    return REFERENCE.sub(r"\1", "=" + formula.partition("=")[2])
