"""Looks through the sheets of an .xlsx as a stream: formulas, extent, and rows that hold nothing but borders.

Almost every sheet is judged by a few searches in its bytes; only one with formulas or of an unusual form is parsed.
"""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from xml.parsers import expat

from app.integrations.open_xml_compaction import compact_sheet, repack
from app.integrations.open_xml_parser import parse_sheet
from app.integrations.sheet_scan import MAX_ROWS, SheetScan, WorkbookScan, column_number
from app.integrations.workbook_guard import BROKEN_ARCHIVE, WorkbookRefused, open_archive, read_small_part

BROKEN = (*BROKEN_ARCHIVE, expat.ExpatError)
CHUNK = 1 << 20
OVERLAP = 8192
MAX_SHEET = 400 * 1000 * 1000
SPARSE_FROM_ROW = 20_000
FEWEST_CELLS_A_ROW = 4
WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet[\s>]")
FORMULA = re.compile(rb"<f[\s/>]")
PREFIXED_FORMULA = re.compile(rb":f[\s/>]")
FAR_COLUMN = re.compile(rb"""r=["'](?:[A-Za-z]{3}|[D-Zd-z][A-Za-z])[0-9]""")
PLACE = re.compile(rb"""[^>]*?\br=["']([A-Za-z]{1,3})([0-9]{1,7})["']""")


def scan_open_xml(data: bytes, wanted: Callable[[str], bool]) -> WorkbookScan:
    """The wanted sheets; of sheets that are mostly blank, the blank rows are taken out of the bytes handed on."""
    try:
        with open_archive(data) as archive:
            return _scan_archive(data, archive, wanted)
    except BROKEN as error:
        raise WorkbookRefused("broken") from error


def _scan_archive(data: bytes, archive: zipfile.ZipFile, wanted: Callable[[str], bool]) -> WorkbookScan:
    parts = dict(_sheet_parts(archive))
    _verify(archive, set(parts.values()))
    sheets = {name: _scan_sheet(archive, part) for name, part in parts.items() if wanted(name)}
    sparse = {parts[name]: scan for name, scan in sheets.items() if _is_sparse(scan)}
    compacted = {part: compact_sheet(archive, part, scan) for part, scan in sparse.items()}
    kept = {parts[name] for name in sheets} | set(archive.NameToInfo) - set(parts.values())
    return WorkbookScan(repack(archive, kept, compacted) if compacted else data, sheets)


def _is_sparse(scan: SheetScan) -> bool:
    return scan.last_row > SPARSE_FROM_ROW and scan.values < FEWEST_CELLS_A_ROW * scan.last_row


def _verify(archive: zipfile.ZipFile, sheet_parts: set[str]) -> None:
    """Unpacks, without keeping them, the parts that a reader opens by itself: a size in the directory can lie."""
    for info in archive.filelist:
        if info.filename not in sheet_parts:
            for _ in chunks(archive, info.filename):
                pass


def chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Names of sheets with the parts that hold them; a name that comes twice would be read by chance."""
    targets = {row["Id"]: row["Target"] for row in _elements(read_small_part(archive, RELATIONS), "Relationship")}
    names = set()
    for row in _elements(read_small_part(archive, WORKBOOK), "sheet"):
        relation = next(value for key, value in row.items() if key.rpartition(":")[2] == "id")
        if row["name"] in names:
            raise WorkbookRefused("broken")
        names.add(row["name"])
        target = targets[relation]
        yield row["name"], target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _elements(xml: bytes, wanted: str) -> list[dict[str, str]]:
    """The attributes of every element of one local name."""
    if b"<!DOCTYPE" in xml:
        raise WorkbookRefused("broken")
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml, True)
    return found


def _scan_sheet(archive: zipfile.ZipFile, part: str) -> SheetScan:
    if archive.getinfo(part).file_size > MAX_SHEET:
        return SheetScan(last_row=MAX_ROWS + 1, values=MAX_SHEET)
    scan = _searched(archive, part)
    return parse_sheet(chunks(archive, part)) if scan is None else scan


def _searched(archive: zipfile.ZipFile, part: str) -> SheetScan | None:
    """The extent of a sheet without formulas by searching its bytes, or None when it must be parsed to tell."""
    scan, values, tail, prefix = SheetScan(), 0, b"", None
    for chunk in chunks(archive, part):
        window = tail + chunk
        if prefix is None:
            prefix = _prefix(window)
        if FORMULA.search(window) or PREFIXED_FORMULA.search(window) or FAR_COLUMN.search(window):
            return None
        if not _add_last_value(scan, window, prefix):
            return None
        values += chunk.count(b"</" + prefix + b"c>")
        tail = window[-OVERLAP:]
    scan.values = values
    return scan


def _prefix(head: bytes) -> bytes:
    root = ROOT.search(head)
    if root is None or b"<!DOCTYPE" in head:
        raise WorkbookRefused("broken")
    return root[1] + b":" if root[1] else b""


def _add_last_value(scan: SheetScan, window: bytes, prefix: bytes) -> bool:
    """Notes where the last value of the window stands; False when the cell does not say it."""
    end = window.rfind(b"</" + prefix + b"c>")
    if end < 0:
        return True
    start = window.rfind(b"<" + prefix + b"c ", 0, end)
    place = PLACE.match(window, start) if start >= 0 else None
    if place:
        scan.add_value(int(place[2]), column_number(place[1].decode()))
    return place is not None
