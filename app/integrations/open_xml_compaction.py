"""Takes blank rows out of a sheet, for a reader keeps every cell up to the last value, 200,000 empty rows or not."""

import io
import re
import zipfile
from collections.abc import Iterator

from app.integrations.sheet_scan import MAX_ROWS, SheetScan
from app.integrations.workbook_guard import WorkbookRefused

CHUNK = 1 << 20
LONGEST_ROW = 16 << 20
FASTEST = 1

ROW = re.compile(rb"<(?:[\w.-]+:)?row\b[^>]*?(?:/>|>.*?</(?:[\w.-]+:)?row>)", re.DOTALL)
VALUE = re.compile(rb"<(?:[\w.-]+:)?(?:v|is|f)[\s/>]")
ROW_NUMBER = re.compile(rb"""(<(?:[\w.-]+:)?row\b[^>]*?\br=["'])([0-9]{1,7})""")
CELL_NUMBER = re.compile(rb"""(<(?:[\w.-]+:)?c\b[^>]*?\br=["'][A-Za-z]{1,3})[0-9]{1,7}""")
OPENING = re.compile(rb"<(?:([\w.-]+):)?sheetData[^>]*>")


def compact_sheet(archive: zipfile.ZipFile, part: str, scan: SheetScan) -> bytes:
    """The sheet with only the rows that hold a value, numbered on; their true numbers go to the scan."""
    numbers: list[int] = []
    kept: list[bytes] = []
    number = 0
    pieces = _pieces(archive, part)
    head = next(pieces)
    for block in pieces:
        number = _number(block, number)
        if VALUE.search(block) and len(numbers) <= MAX_ROWS:
            numbers.append(number)
            kept.append(_renumbered(block, len(numbers)))
    scan.row_numbers = tuple(numbers)
    opening = OPENING.search(head)
    prefix = opening[1] + b":" if opening and opening[1] else b""
    return b"".join([head, *kept, b"</", prefix, b"sheetData></", prefix, b"worksheet>"])


def _number(block: bytes, before: int) -> int:
    written = ROW_NUMBER.match(block)
    return int(written[2]) if written else before + 1


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The bytes before the first row, then each row."""
    head_told = False
    buffer = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            buffer += chunk
            end = 0
            for row in ROW.finditer(buffer):
                if not head_told:
                    head_told = True
                    yield buffer[: row.start()]
                yield row[0]
                end = row.end()
            buffer = buffer[end:]
            if len(buffer) > LONGEST_ROW:
                raise WorkbookRefused("broken")


def _renumbered(block: bytes, number: int) -> bytes:
    block = ROW_NUMBER.sub(rb"\g<1>%d" % number, block, count=1)
    return CELL_NUMBER.sub(rb"\g<1>%d" % number, block)


def repack(archive: zipfile.ZipFile, kept: set[str], replaced: dict[str, bytes]) -> bytes:
    """The same workbook with some parts replaced and the others that are kept unchanged."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=FASTEST) as target:
        for name in archive.namelist():
            if name in kept:
                target.writestr(name, replaced.get(name) or archive.read(name))
    return packed.getvalue()
