"""QR codes as pictures inside the markup."""

import segno

from app.documents.typeface import printable


def qr_data_uri(address: str) -> str:
    """A PNG of the QR code of a web address, error correction M, as data: URI."""
    return segno.make(printable(address), error="m", micro=False).png_data_uri(scale=6, border=1)
