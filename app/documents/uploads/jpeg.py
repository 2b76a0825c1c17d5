"""JPEG, segment by segment (ITU-T T.81)."""

import re
import struct
from collections.abc import Iterator

from app.documents.uploads.bare_picture import Picture, check_pixels, orientation_of
from app.documents.uploads.refusal import refusal

MAX_SCANS = 100  # a progressive JPEG has about ten; thousands of tiny ones keep a decoder busy for hours
JPEG_MARKER = re.compile(rb"\xff+([\x01-\xcf\xd8-\xfe])")  # neither a stuffed FF00 nor a restart
JPEG_END, JPEG_SCAN = 0xD9, 0xDA
JPEG_ALONE = {0x01, 0xD8}
JPEG_FRAMES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
JPEG_COMMENT, JPEG_EXIF = 0xFE, 0xE1
JPEG_APPLICATION = range(0xE0, 0xF0)
JPEG_KEPT_APPLICATION = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
EXIF_HEAD = b"Exif\0\0"


def bare_jpeg(data: bytes) -> Picture:
    """The picture with what it needs to be shown and nothing else; refused where it is cut short."""
    kept, size, orientation, scans = [b"\xff\xd8"], (0, 0), 1, 0
    for marker, segment in segments_of(data):
        body = segment[4:]
        if marker in JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", body.ljust(5, b"\0"), 1)
            check_pixels(width, height)
            size = (width, height)
        scans += marker == JPEG_SCAN
        if marker == JPEG_EXIF and body.startswith(EXIF_HEAD):
            orientation = orientation_of(body[len(EXIF_HEAD) :])
        if keeps(marker, body):
            kept.append(segment)
    if size == (0, 0) or scans not in range(1, MAX_SCANS):
        raise refusal("broken")
    return Picture(b"".join(kept), size, orientation)


def keeps(marker: int, body: bytes) -> bool:
    """Whether a segment belongs to the picture: colours do, place, camera and comments do not."""
    if marker in JPEG_APPLICATION:
        return marker in JPEG_KEPT_APPLICATION and body.startswith(JPEG_KEPT_APPLICATION[marker])
    return marker != JPEG_COMMENT


def segments_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, a scan together with its coded data, up to the end marker; the rest is not read.

    Telephones append films and previews after the end: nothing there belongs to the picture.
    """
    position = 2
    while found := JPEG_MARKER.search(data, position):
        marker = found[1][0]
        start = found.end() - 2
        if marker == JPEG_END:
            yield marker, b"\xff\xd9"
            return
        position = found.end()
        if marker in JPEG_ALONE:
            continue
        position += int.from_bytes(data[position : position + 2], "big")
        if marker == JPEG_SCAN:
            following = JPEG_MARKER.search(data, position)
            position = following.start() if following else len(data)
        yield marker, data[start:position]
    raise refusal("broken")
