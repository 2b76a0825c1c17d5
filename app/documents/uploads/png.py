"""PNG, chunk by chunk (ISO/IEC 15948)."""

import struct
import zlib
from collections.abc import Iterator

from app.documents.uploads.bare_picture import Picture, check_pixels, orientation_of
from app.documents.uploads.refusal import refusal

PNG_HEAD = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"pHYs", b"bKGD", b"IDAT", b"IEND"}
PNG_ANIMATION = {b"acTL", b"fcTL", b"fdAT"}


def bare_png(data: bytes) -> Picture:
    """The picture with what it needs to be shown and nothing else; refused where it is damaged or moves."""
    kept, size, orientation = [PNG_HEAD], (0, 0), 1
    for kind, body, chunk in chunks_of(data):
        if kind == b"IHDR":
            size = struct.unpack_from(">II", body.ljust(8, b"\0"))
            check_pixels(*size)
        if kind in PNG_ANIMATION:
            raise refusal("animated")
        if kind == b"eXIf":
            orientation = orientation_of(body)
        if kind in PNG_KEPT:
            kept.append(chunk)
    if 0 in size:
        raise refusal("broken")
    return Picture(b"".join(kept), size, orientation)


def chunks_of(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, body and whole bytes of each chunk up to IEND, each with a right check sum; the rest is not read."""
    position = len(PNG_HEAD)
    while position + 12 <= len(data):
        length = int.from_bytes(data[position : position + 4], "big")
        chunk = data[position : position + 12 + length]
        kind, body, check = chunk[4:8], chunk[8 : 8 + length], chunk[8 + length :]
        if zlib.crc32(kind + body).to_bytes(4, "big") != check:
            raise refusal("broken")
        yield kind, body, chunk
        if kind == b"IEND":
            return
        position += len(chunk)
    raise refusal("broken")
