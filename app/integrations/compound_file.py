"""The container of .xls files (MS-CFB): a small file system of sectors, read only as far as names and streams."""

import struct
from dataclasses import dataclass

COMPOUND_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_REGULAR = 0xFFFFFFFA
STREAM, ROOT = 2, 5
ENTRY_SIZE = 128
MINI_SECTOR = 64
MINI_LIMIT = 4096
MAX_ENTRIES = 10_000


class BrokenCompoundFile(Exception):
    """The chains of sectors do not lead anywhere."""


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    kind: int
    start: int
    size: int


class CompoundFile:
    """Names and streams of a compound file held in memory; every chain is bounded by the file's own length."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._sector = 1 << struct.unpack_from("<H", data, 30)[0]
            if self._sector not in (512, 4096):
                raise BrokenCompoundFile
            self._table = self._read_table()
            self._entries = self._read_entries()
        except struct.error as error:
            raise BrokenCompoundFile from error

    @property
    def names(self) -> set[str]:
        return {entry.name for entry in self._entries}

    def read(self, name: str) -> bytes:
        """The bytes of one stream, found without regard to case; KeyError when there is none."""
        for entry in self._entries:
            if entry.kind == STREAM and entry.name.lower() == name.lower():
                return self._read_stream(entry)
        raise KeyError(name)

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._data):
            raise BrokenCompoundFile
        return self._data[start : start + self._sector]

    def _read_table(self) -> tuple[int, ...]:
        """The allocation table, whose sectors are listed in the header and in a chain behind it."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._sector):
            if following >= LAST_REGULAR:
                break
            *listed, following = self._numbers(following)
            sectors += listed
        return tuple(number for sector in sectors if sector < LAST_REGULAR for number in self._numbers(sector))

    def _numbers(self, sector: int) -> tuple[int, ...]:
        block = self._at(sector)
        return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])

    def _chain(self, start: int, table: tuple[int, ...]) -> list[int]:
        chain: list[int] = []
        while start < LAST_REGULAR:
            if start >= len(table) or len(chain) > len(table):
                raise BrokenCompoundFile
            chain.append(start)
            start = table[start]
        return chain

    def _read_entries(self) -> list[Entry]:
        start = struct.unpack_from("<I", self._data, 48)[0]
        raw = b"".join(map(self._at, self._chain(start, self._table)))
        if len(raw) > MAX_ENTRIES * ENTRY_SIZE:
            raise BrokenCompoundFile
        return [_entry(raw[at : at + ENTRY_SIZE]) for at in range(0, len(raw) - ENTRY_SIZE + 1, ENTRY_SIZE)]

    def _read_stream(self, entry: Entry) -> bytes:
        if entry.size >= MINI_LIMIT:
            return self._join(entry)
        root = next((entry for entry in self._entries if entry.kind == ROOT), None)
        if root is None:
            raise BrokenCompoundFile
        minis = self._join(root)
        first = struct.unpack_from("<I", self._data, 60)[0]
        table = tuple(number for sector in self._chain(first, self._table) for number in self._numbers(sector))
        chain = self._chain(entry.start, table)
        return b"".join(minis[at * MINI_SECTOR : (at + 1) * MINI_SECTOR] for at in chain)[: entry.size]

    def _join(self, entry: Entry) -> bytes:
        return b"".join(map(self._at, self._chain(entry.start, self._table)))[: entry.size]


def _entry(raw: bytes) -> Entry:
    length, kind = struct.unpack_from("<H", raw, 64)[0], raw[66]
    start, size = struct.unpack_from("<II", raw, 116)
    return Entry(raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace"), kind, start, size)
