"""Writes an .xls (BIFF8 in a compound file) by hand: texts, numbers and formulas, no styles."""

import struct

SECTOR = 512
FREE, END_OF_CHAIN, TABLE_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def as_xls(
    sheets: dict[str, list[list[object]]], *, kind: int = 0, locked: bool = False, extra: tuple[str, ...] = ()
) -> bytes:
    """`kind` 1 makes macro sheets of them; `extra` adds names to the container's directory."""
    return _container(_workbook(sheets, kind, locked), ("Workbook", *extra))


def _workbook(sheets: dict[str, list[list[object]]], kind: int, locked: bool) -> bytes:
    head = _begin(0x0005) + (_record(0x002F, bytes(54)) if locked else b"")
    heads = [name.encode("utf-16-le") for name in sheets]
    bodies = [_sheet(rows) for rows in sheets.values()]
    start = len(head) + sum(4 + 8 + len(name) for name in heads) + 4
    bounds = b""
    for name, body in zip(heads, bodies, strict=True):
        bounds += _record(0x0085, struct.pack("<IBBBB", start, 0, kind, len(name) // 2, 1) + name)
        start += len(body)
    return head + bounds + _record(0x000A, b"") + b"".join(bodies)


def _sheet(rows: list[list[object]]) -> bytes:
    cells = (_cell(at, place, value) for at, row in enumerate(rows) for place, value in enumerate(row))
    return _begin(0x0010) + b"".join(cells) + _record(0x000A, b"")


def _cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str) and value.startswith("="):
        return _record(0x0006, place + struct.pack("<d", 1.0) + struct.pack("<HIH", 0, 0, 3) + b"\x1e\x01\x00")
    if isinstance(value, int | float):
        return _record(0x0203, place + struct.pack("<d", value))
    if not value:
        return b""
    text = str(value).encode("utf-16-le")
    return _record(0x0204, place + struct.pack("<HB", len(text) // 2, 1) + text)


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _container(stream: bytes, names: tuple[str, ...]) -> bytes:
    size = max(len(stream), 4096)
    stream = stream.ljust(-(-size // SECTOR) * SECTOR, b"\0")
    sectors = len(stream) // SECTOR
    tables = 1
    while tables * 128 < sectors + tables + 1:
        tables += 1
    entries = [_entry("Root Entry", 5, END_OF_CHAIN, 0, child=1)]
    entries += [
        _entry(name, 2, 0 if at == 0 else END_OF_CHAIN, size if at == 0 else 0) for at, name in enumerate(names)
    ]
    directory = b"".join(entries).ljust(SECTOR, b"\0")
    chain = [*range(1, sectors), END_OF_CHAIN, *[TABLE_SECTOR] * tables, END_OF_CHAIN]
    chain += [FREE] * (tables * 128 - len(chain))
    table = struct.pack(f"<{len(chain)}I", *chain)
    listed = [*range(sectors, sectors + tables)] + [FREE] * (109 - tables)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, sectors + tables, 0, 4096, END_OF_CHAIN, 0, END_OF_CHAIN, 0)
    return head + struct.pack("<109I", *listed) + stream + table + directory


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    raw = name.encode("utf-16-le")
    links = struct.pack("<HBBIII", len(raw) + 2, kind, 1, FREE, FREE, child)
    return raw.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)
