"""The verdict on an upload, and the file as it may be kept."""

import hashlib
from dataclasses import dataclass

from app.documents.uploads.kind import judge_type
from app.documents.uploads.name import clean_name, extension_of, stored_name_of
from app.documents.uploads.pdf import judge_pdf
from app.documents.uploads.picture import judge_picture
from app.documents.uploads.refusal import refusal

MAX_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class CheckedUpload:
    """A file as it may be kept.

    data: the bytes to keep, which for a picture may differ from those sent; sha256: their hash in hexadecimal;
    pages: of a PDF; pixels: width and height of a picture as shown upright; stored_name: what a download is called.
    """

    data: bytes
    content_type: str
    pages: int | None
    pixels: tuple[int, int] | None
    stored_name: str
    sha256: str


def judge_upload(data: bytes, claimed_name: str) -> CheckedUpload:
    """The upload as it may be kept under a safe name; raises UploadRefused with the first thing that is wrong."""
    check_size(data)
    name = clean_name(claimed_name)
    content_type = judge_type(data, extension_of(name))
    pages, pixels = None, None
    if content_type == "application/pdf":
        pages = judge_pdf(data)
    else:
        data, pixels = judge_picture(data, content_type)
    stored_name = stored_name_of(name, content_type)
    return CheckedUpload(data, content_type, pages, pixels, stored_name, hashlib.sha256(data).hexdigest())


def check_size(data: bytes) -> None:
    """Something, and not more than a desk can send on."""
    if not data:
        raise refusal("empty_file")
    if len(data) > MAX_BYTES:
        raise refusal("too_large")
