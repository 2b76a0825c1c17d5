"""A picture without its metadata, and what its header says."""

import struct
from dataclasses import dataclass

from app.documents.uploads.refusal import refusal

MAX_PIXELS = 80_000_000  # A3 at 600 dpi is 70 million
MAX_SIDE = 30_000 - 1
ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture without its metadata: bytes, header size, and how EXIF says it must be turned (1: not at all)."""

    data: bytes
    size: tuple[int, int]
    orientation: int


def check_pixels(width: int, height: int) -> None:
    """Refused where showing the picture would take too much memory."""
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise refusal("too_many_pixels")


def orientation_of(tiff: bytes) -> int:
    """1 to 8 as EXIF counts (CIPA DC-008, tag 0x0112); unreadable EXIF turns nothing, the picture may be sound."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        entries = [struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place) for place in range(count)]
    except struct.error:
        return 1
    return next((value for tag, _, _, value in entries if tag == ORIENTATION and value in range(1, 9)), 1)
