"""Everything that can be said about a body by reading it, before any data is filled in."""

import unicodedata
from collections.abc import Iterator

from app.documents.catalogue import DocumentKind
from app.documents.templates import faults
from app.documents.templates.faults import at_line
from app.documents.templates.field_check import field_faults
from app.documents.templates.markup import markup_faults
from app.documents.templates.syntax import syntax_faults
from workflows.messages import Reason, Refused

LONGEST_BODY = 64 * 1024
# Without a shape of their own, or turning the reading around: both could make a text say something else on paper.
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def faults_of(body: str, kind: DocumentKind) -> list[Reason]:
    """All faults by line; fields are looked at once the language is sound."""
    if len(body) > LONGEST_BODY:
        return [faults.TOO_LONG(at="body.1", most=f"{LONGEST_BODY:,}")]
    if not body.strip():
        return [faults.EMPTY(at="body.1")]
    found = [*character_faults(body)] or syntax_faults(body) or [*field_faults(body, kind), *markup_faults(body)]
    return sorted(found, key=lambda fault: faults.line_of(fault) or 0)


def require_sound(body: str, kind: DocumentKind) -> None:
    """Refused with every fault."""
    found = faults_of(body, kind)
    if found:
        raise Refused(found)


def character_faults(body: str) -> Iterator[Reason]:
    for number, line in enumerate(body.split("\n"), start=1):
        for character in dict.fromkeys(line):
            if character in "\r\t" or unicodedata.category(character) not in HIDDEN:
                continue
            message = faults.BACKWARDS if character in TURNING else faults.UNPRINTABLE
            yield at_line(message, number, character=f"U+{ord(character):04X}")
