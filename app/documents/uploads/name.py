"""The name under which an upload is kept."""

import re
import unicodedata

from app.documents.uploads.kind import EXTENSIONS
from app.documents.uploads.refusal import refusal

MAX_NAME_BYTES = 255  # what common file systems take, in UTF-8
DIRECTION_CHARACTERS = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CONTROL_CATEGORIES = {"Cc", "Cs", "Zl", "Zp"}


def clean_name(claimed_name: str) -> str:
    """The last part of the name, without what cannot be seen; refused where it could deceive a reader."""
    if any(char in DIRECTION_CHARACTERS or unicodedata.category(char) in CONTROL_CATEGORIES for char in claimed_name):
        raise refusal("name_control_character")
    visible = "".join(char for char in claimed_name if unicodedata.category(char) != "Cf")
    # Macs send accents and syllables taken apart; older browsers send the whole path with its drive.
    last_part = re.split(r"[/\\]", unicodedata.normalize("NFC", visible))[-1]
    name = re.sub(r"^[A-Za-z]:", "", last_part).strip().rstrip(". ")
    if len(name.encode()) > MAX_NAME_BYTES:
        raise refusal("name_too_long")
    return name


def extension_of(name: str) -> str:
    """What follows the last dot, if a computer would take it for an extension: 2025.03 and 第1.2节 have none."""
    found = re.search(r"\.([A-Za-z0-9]{1,10})$", name)
    return found[1].lower() if found and not found[1].isdigit() else ""


def stored_name_of(name: str, content_type: str) -> str:
    """The name with an ending that fits the content."""
    ending = EXTENSIONS[content_type][0]
    extension = extension_of(name)
    stem = name.removesuffix(name[-len(extension) - 1 :]) if extension else name
    if not stem.strip(". "):
        return f"material.{extension or ending}"
    return name if extension else f"{name}.{ending}"
