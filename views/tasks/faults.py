"""What is wrong with something typed or sent: the field, a stable code for programs, a sentence for people."""

from dataclasses import dataclass
from typing import Self

from flask_babel import gettext


class Fault(str):
    """A sentence that also knows its code, so that a form's errors serve the page and the API alike."""

    __slots__ = ("code",)
    code: str

    def __new__(cls, code: str, text: str, /, **values: object) -> Self:
        """`text` is Chinese with named blanks, and the key of its translation."""
        fault = super().__new__(cls, gettext(text, **values))
        fault.code = code
        return fault


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One fault at one field; nested fields are joined by dots: lines.0.fault."""

    field: str
    code: str
    message: str


class ShapeRefused(Exception):
    """What was sent has not the shape asked for; `faults` names every field that is wrong."""

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__("；".join(fault.message for fault in faults))
        self.faults = faults


def refuse_field(field: str, code: str, text: str, **values: object) -> ShapeRefused:
    """The refusal of one field, for what no form describes."""
    return ShapeRefused(FieldFault(field, code, Fault(code, text, **values)))
