"""Pictures and PDFs of one material put together into one PDF, in the order given."""

import io
from collections.abc import Sequence

import pikepdf
from PIL import Image

from app.documents.uploads.judgement import CheckedUpload

A4 = (595.276, 841.890)  # points, upright
MARGIN = 28.35  # points: 10 mm, which office printers leave white
LONGEST_SIDE = 7016  # pixels: A4 at 600 dpi
COLOUR_SPACES = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB"}


def merge_pictures(uploads: Sequence[CheckedUpload], rotations: Sequence[int]) -> bytes:
    """One PDF: each picture fitted on an A4 page lying as the picture lies, each PDF with all its pages as they are.

    rotations: for each upload how far a person turned it clockwise, a multiple of 90 degrees. The same input gives the
    same bytes. Raises ValueError if there is nothing to merge or a rotation is missing or askew.
    """
    if not uploads or len(uploads) != len(rotations) or any(degrees % 90 for degrees in rotations):
        raise ValueError("each of at least one upload needs its rotation, a multiple of 90 degrees")
    merged = io.BytesIO()
    with pikepdf.new() as pdf:
        for upload, degrees in zip(uploads, rotations, strict=True):
            _add(pdf, upload, degrees % 360)
        pdf.save(merged, deterministic_id=True)
    return merged.getvalue()


def _add(pdf: pikepdf.Pdf, upload: CheckedUpload, degrees: int) -> None:
    if upload.content_type == "application/pdf":
        _add_pages(pdf, upload.data, degrees)
    else:
        _add_picture(pdf, upload, degrees)


def _add_pages(pdf: pikepdf.Pdf, data: bytes, degrees: int) -> None:
    with pikepdf.open(io.BytesIO(data)) as source:
        for page in source.pages:
            page.rotate(degrees, relative=True)
        pdf.pages.extend(source.pages)


def _add_picture(pdf: pikepdf.Pdf, upload: CheckedUpload, degrees: int) -> None:
    with Image.open(io.BytesIO(upload.data)) as image:
        sideways = degrees in {90, 270}
        width, height = image.size[::-1] if sideways else image.size
        page = pdf.add_blank_page(page_size=A4[::-1] if width > height else A4)
        picture = _as_sent(pdf, upload.data, image) if _is_plain_jpeg(image) else _repacked(pdf, image)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=picture))
    page.Contents = pdf.make_stream(_placing((width, height), degrees))


def _placing(size: tuple[int, int], degrees: int) -> bytes:
    """PDF operators that paint the unit square /Picture in the middle of its page, turned clockwise, as large as fits.

    size: width and height in pixels after turning.
    """
    width, height = size
    page_width, page_height = A4[::-1] if width > height else A4
    scale = min((page_width - 2 * MARGIN) / width, (page_height - 2 * MARGIN) / height)
    wide, high = width * scale, height * scale
    left, bottom = (page_width - wide) / 2, (page_height - high) / 2
    matrix = {
        0: (wide, 0, 0, high, left, bottom),
        90: (0, -high, wide, 0, left, bottom + high),
        180: (-wide, 0, 0, -high, left + wide, bottom + high),
        270: (0, high, -wide, 0, left + wide, bottom),
    }[degrees]
    return b"q %s cm /Picture Do Q" % b" ".join(b"%.4f" % number for number in matrix)


def _is_plain_jpeg(image: Image.Image) -> bool:
    """A JPEG that a PDF shows as it is; a CMYK one is not, for Adobe writes them inverted."""
    return image.format == "JPEG" and image.mode in COLOUR_SPACES


def _as_sent(pdf: pikepdf.Pdf, jpeg: bytes, image: Image.Image) -> pikepdf.Stream:
    return _image_stream(pdf, jpeg, image, Filter=pikepdf.Name("/DCTDecode"))


def _repacked(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    if image.has_transparency_data and not image.mode.startswith("I"):
        image = image.convert("RGBA")
        image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        mask = image.getchannel("A")
        return _image_stream(pdf, (plain := image.convert("RGB")).tobytes(), plain, SMask=_repacked(pdf, mask))
    plain = _plain(image)
    if max(plain.size) > LONGEST_SIDE:
        plain = plain.convert("L") if plain.mode == "1" else plain
        plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _image_stream(pdf, plain.tobytes(), plain)


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that PDF knows; of 16 bits of grey the upper eight."""
    if image.mode in COLOUR_SPACES:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGB")


def _image_stream(pdf: pikepdf.Pdf, data: bytes, image: Image.Image, **entries: pikepdf.Object) -> pikepdf.Stream:
    return pdf.make_stream(
        data,
        Type=pikepdf.Name("/XObject"),
        Subtype=pikepdf.Name("/Image"),
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name(COLOUR_SPACES[image.mode]),
        BitsPerComponent=1 if image.mode == "1" else 8,
        **entries,
    )
