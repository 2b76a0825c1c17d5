"""A body proves itself before it is published: it prints a little, the usual, and much, without a fault.

What draws documents is imported when something is printed: a web process starts without it.
"""

import datetime as dt
from collections.abc import Iterator

from app.documents.catalogue import DocumentKind
from app.documents.templates import faults
from app.documents.templates.checking import require_sound
from app.documents.templates.samples import Size, sample
from workflows.messages import Reason, Refused

SAMPLE_NUMBER = "样例"


def prove(body: str, kind: DocumentKind, now: dt.datetime) -> None:
    """Refused with what went wrong in each of the three sizes."""
    require_sound(body, kind)
    found = [reason for size in Size for reason in faults_in(body, kind, size, now)]
    if found:
        raise Refused(found)


def faults_in(body: str, kind: DocumentKind, size: Size, now: dt.datetime) -> Iterator[Reason]:
    from app.documents.render import RenderingFailed
    from app.documents.typeface import CharacterMissing

    try:
        print_sample(body, kind, size, now)
    except Refused as refused:
        yield from refused.reasons
    except (RenderingFailed, CharacterMissing) as fault:
        yield faults.UNPRINTED(at="body.1", sample=size.value.title, detail=str(fault))


def print_sample(body: str, kind: DocumentKind, size: Size, now: dt.datetime) -> bytes:
    """The PDF of made-up content."""
    from app.documents.production import produce

    content = sample(kind.content_type, size)
    return produce(kind.key, content, number=SAMPLE_NUMBER, verify_url="", produced_at=now, body=body).pdf
