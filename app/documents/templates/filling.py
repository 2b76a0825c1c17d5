"""An edited body filled with data: what goes in was checked, what comes out is checked again."""

from collections.abc import Mapping
from traceback import extract_tb
from typing import Any

from jinja2 import TemplateError

from app.documents.budget import TooMuch
from app.documents.catalogue import DocumentKind
from app.documents.environment import environment, fill
from app.documents.templates import faults
from app.documents.templates.checking import require_sound
from app.documents.templates.faults import at_line
from app.documents.templates.printed import own_values, require_plain
from workflows.messages import Reason, Refused

# What a value in an unexpected place makes Python say; the body's line is in the traceback.
FILLING_FAULTS = (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError, LookupError)
OF_THE_BODY = "<template>"


def fill_edited(body: str, kind: DocumentKind, values: Mapping[str, Any]) -> str:
    """The markup of a region's own template; Refused with every fault, each at its line where it has one."""
    require_sound(body, kind)
    try:
        markup = fill(body, dict(values))
    except TooMuch as fault:
        raise Refused([faults.PRINTED_TOO_MUCH(at="body.1", what=str(fault))]) from fault
    except FILLING_FAULTS as fault:
        raise Refused([unfilled(fault)]) from fault
    style = environment().get_template("document.css").render(values)
    require_plain(markup, own_values(values, style))
    return markup


def unfilled(fault: BaseException) -> Reason:
    lines = [frame.lineno for frame in extract_tb(fault.__traceback__) if frame.filename == OF_THE_BODY]
    return at_line(faults.UNFILLED, lines[-1] if lines and lines[-1] else 1, detail=str(fault)[:120])
