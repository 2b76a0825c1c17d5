"""Parses one sheet of an .xlsx as a stream of events, building no tree: the exact places of formulas and values."""

import re
from collections.abc import Iterable
from xml.parsers import expat

from app.integrations.open_xml_formulas import moved_formula
from app.integrations.sheet_scan import SheetScan, column_number

REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
VALUES = frozenset({"v", "is"})


class _SheetEvents:
    """Follows rows and cells; places that are not written are counted on from the one before."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self._row = 0
        self._column = -1
        self._in_cell = False
        self._formula: dict[str, str] | None = None
        self._text: list[str] = []
        self._shared: dict[str, tuple[int, int, str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "c":
            self._open_cell(attributes.get("r", ""))
        elif local == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), -1
        elif local in VALUES and self._in_cell:
            self.scan.add_value(self._row, self._column)
        elif local == "f" and self._in_cell:
            self._formula, self._text = attributes, []

    def end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "f" and self._formula is not None:
            self._close_formula(self._formula, "".join(self._text))
            self._formula = None
        elif local == "c":
            self._in_cell = False

    def text(self, text: str) -> None:
        if self._formula is not None:
            self._text.append(text)

    def _open_cell(self, reference: str) -> None:
        self._in_cell = True
        place = REFERENCE.fullmatch(reference)
        if place:
            self._row, self._column = int(place[2]), column_number(place[1])
        else:
            self._column += 1

    def _close_formula(self, attributes: dict[str, str], text: str) -> None:
        if attributes.get("t") == "shared":
            text = self._shared_text(attributes.get("si", ""), text)
        self.scan.add_value(self._row, self._column)
        self.scan.add_formula(self._row, self._column, f"={text}")

    def _shared_text(self, key: str, text: str) -> str:
        if text:
            self._shared[key] = (self._row, self._column, text)
            return text
        row, column, shared = self._shared.get(key, (self._row, self._column, ""))
        return moved_formula(shared, self._row - row, self._column - column)


def parse_sheet(chunks: Iterable[bytes]) -> SheetScan:
    """Formulas and extent of a sheet; raises ExpatError when it is no XML, ValueError for a row without number."""
    events = _SheetEvents()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = events.start, events.end
    parser.CharacterDataHandler = events.text
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return events.scan
