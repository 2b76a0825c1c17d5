"""Whether a paper that came in can be read on the screen: looked at once, so that every reviewer is told."""

import io

from PIL import Image

from app.documents.page_pictures import PDF, PageUnshowable, page_picture
from app.documents.uploads.judgement import CheckedUpload
from models.enums import Legibility
from workflows.materials import KeptFile

LOOK_WIDTH = 240  # pixels: enough to see whether there is anything
SHORTEST_SIDE = 400  # pixels: an A4 sheet photographed any smaller cannot be read
INK = 200  # of 255: anything darker is writing


def kept_file(upload: CheckedUpload) -> KeptFile:
    """What is remembered of a judged file."""
    return KeptFile(
        upload.sha256,
        upload.stored_name,
        upload.content_type,
        len(upload.data),
        upload.pages,
        legibility_of(upload),
    )


def legibility_of(upload: CheckedUpload) -> Legibility:
    """By its first page: drawn, not blank, and of a picture not too coarse."""
    if upload.pixels is not None and min(upload.pixels) < SHORTEST_SIDE:
        return Legibility.coarse
    if upload.content_type != PDF:
        return Legibility.legible  # its pixels were all read when it was judged
    try:
        drawn = page_picture(upload.data, upload.content_type, 1, LOOK_WIDTH)
    except PageUnshowable:
        return Legibility.unreadable
    return Legibility.blank if is_blank(drawn) else Legibility.legible


def is_blank(png: bytes) -> bool:
    with Image.open(io.BytesIO(png)) as page:
        return not any(page.convert("L").histogram()[:INK])
