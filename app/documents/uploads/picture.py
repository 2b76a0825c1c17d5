"""Pictures: whole, of a size that can be shown, turned upright."""

import io
import struct
import zlib

from PIL import Image, ImageOps

from app.documents.uploads.bare_picture import ORIENTATION, Picture
from app.documents.uploads.jpeg import bare_jpeg
from app.documents.uploads.png import bare_png
from app.documents.uploads.refusal import refusal

UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)


def judge_picture(data: bytes, content_type: str) -> tuple[bytes, tuple[int, int]]:
    """The bytes to keep, and width and height as shown."""
    picture = bare_jpeg(data) if content_type == "image/jpeg" else bare_png(data)
    try:
        return upright(picture, content_type.removeprefix("image/").upper())
    except UNREADABLE as error:
        raise refusal("broken") from error


def upright(picture: Picture, picture_format: str) -> tuple[bytes, tuple[int, int]]:
    """The picture turned as its EXIF says, once it has been read to its last byte."""
    shown = small_view(picture.data, picture_format)
    if picture_format == "JPEG" and small_view(overfilled(picture.data), picture_format) != shown:
        raise refusal("broken")
    if picture.orientation == 1:
        return picture.data, picture.size
    with Image.open(io.BytesIO(picture.data), formats=(picture_format,)) as image:
        image.getexif()[ORIENTATION] = picture.orientation
        turned = ImageOps.exif_transpose(image)
        kept = io.BytesIO()
        profile = image.info.get("icc_profile")
        turned.save(kept, picture_format, exif=b"", icc_profile=profile, **finest(picture_format))
        return kept.getvalue(), turned.size


def small_view(data: bytes, picture_format: str) -> bytes:
    """The picture's pixels after every byte was read; of a JPEG an eighth of each side, which spares the memory."""
    with Image.open(io.BytesIO(data), formats=(picture_format,)) as image:
        image.draft(image.mode, (1, 1))
        image.load()
        return image.tobytes() if picture_format == "JPEG" else b""


def overfilled(jpeg: bytes) -> bytes:
    """More coded data before the end mark: a whole picture ignores them, one that was cut and closed shows them."""
    return jpeg[:-2] + bytes(range(1, 0xFF, 2)) + b"\xff\xd9"


def finest(picture_format: str) -> dict[str, int]:
    """How a turned picture is written so that nobody sees the difference."""
    return {"quality": 95, "subsampling": 0} if picture_format == "JPEG" else {}
