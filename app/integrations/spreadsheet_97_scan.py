"""Looks through the records of an .xls (BIFF): passwords, macro sheets, formulas and the extent of each sheet."""

import struct
from collections.abc import Callable, Iterator

from app.integrations.compound_file import BrokenCompoundFile, CompoundFile
from app.integrations.sheet_scan import SheetScan, WorkbookScan
from app.integrations.workbook_guard import WorkbookRefused

BEGIN, END, SHEET, PASSWORD = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A, 0x0085, 0x002F
FORMULAS = frozenset({0x0006, 0x0206, 0x0406})
VALUES = FORMULAS | {0x0203, 0x027E, 0x00FD, 0x0204, 0x0205, 0x00D6}
SEVERAL_NUMBERS = 0x00BD
WORKSHEET, MACRO_SHEET = 0, 1
FORMULA_TOLD = "=（公式）"  # stored as tokens, not as text

Record = tuple[int, int, int]


def scan_spreadsheet_97(data: bytes, wanted: Callable[[str], bool]) -> WorkbookScan:
    """The wanted sheets of the workbook; raises WorkbookRefused for one that is locked, broken or has macro sheets."""
    try:
        stream = _workbook_stream(CompoundFile(data))
        sheets = {name: _scan_sheet(stream, start) for name, start in _sheets(stream)}
    except (BrokenCompoundFile, KeyError, struct.error, IndexError) as error:
        raise WorkbookRefused("broken") from error
    # The reader takes all sheets at once, so one that is too large matters wherever it stands.
    return WorkbookScan(data, {name: scan for name, scan in sheets.items() if wanted(name) or scan.too_large})


def _workbook_stream(container: CompoundFile) -> bytes:
    return container.read("Workbook" if "workbook" in {name.lower() for name in container.names} else "Book")


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """Kind, place and length of each record up to the end of the stream's part, charts inside it included."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        yield kind, start + 4, length
        depth += (kind in BEGIN) - (kind == END)
        if depth <= 0:
            return
        start += 4 + length


def _sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    modern = struct.unpack_from("<H", stream, 4)[0] >= 0x0600
    for kind, at, length in _records(stream, 0):
        if kind == PASSWORD:
            raise WorkbookRefused("encrypted")
        if kind == SHEET:
            start, sheet_kind = struct.unpack_from("<I", stream, at)[0], stream[at + 5]
            if sheet_kind == MACRO_SHEET:
                raise WorkbookRefused("macro_workbook")
            if sheet_kind == WORKSHEET:
                yield _sheet_name(stream[at + 6 : at + length], modern=modern), start


def _sheet_name(raw: bytes, *, modern: bool) -> str:
    if not modern:
        return raw[1 : 1 + raw[0]].decode("gb18030", "replace")
    return raw[2 : 2 + 2 * raw[0]].decode("utf-16-le") if raw[1] & 1 else raw[2 : 2 + raw[0]].decode("latin-1")


def _scan_sheet(stream: bytes, start: int) -> SheetScan:
    scan, depth = SheetScan(), 0
    for kind, at, length in _records(stream, start):
        depth += (kind in BEGIN) - (kind == END)
        if depth == 1 and (kind in VALUES or kind == SEVERAL_NUMBERS):
            row, column = struct.unpack_from("<HH", stream, at)
            last = struct.unpack_from("<H", stream, at + length - 2)[0] if kind == SEVERAL_NUMBERS else column
            scan.add_value(row + 1, last)
            if kind in FORMULAS:
                scan.add_formula(row + 1, column, FORMULA_TOLD)
    return scan
