"""Reading a produced PDF back, as a person with a PDF reader would."""

import re

import pypdfium2


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def text_of(pdf: bytes) -> str:
    """All text without blanks and line ends, so that a wrapped value is found again."""
    return joined("".join(pages_of(pdf)))


def joined(text: str) -> str:
    return re.sub(r"\s+", "", text)
