"""What every field of one value has in common."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field
from wtforms.validators import StopValidation
from wtforms.widgets import TextInput

from views.tasks.faults import Fault
from workflows.rules.identity import clean_text

Schema = dict[str, Any]


class Needed:
    """Something must be there."""

    field_flags: Mapping[str, Any] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        del form
        if field.data in (None, "", []) and not field.errors:
            raise StopValidation(Fault("required", "请填写%(label)s", label=field.label.text))


def rules(required: bool) -> list[Needed]:
    """The validators of a field that has to be filled, or none."""
    return [Needed()] if required else []


def wrong_type(label: object, wanted: str) -> ValueError:
    """The fault of a value that is of another kind than asked for."""
    return ValueError(Fault("type", "%(label)s应为%(wanted)s", label=label, wanted=wanted))


class PlainField(Field):
    """A field of one value; blank is no value. Subclasses read text and say what JSON type they take."""

    json_type = "string"
    widget = TextInput()

    def __init__(self, label: Any = None, *, required: bool = False, description: Any = "", **named: Any) -> None:
        super().__init__(label, rules(required), description=description, **named)

    def texts(self, value: Any) -> list[str]:
        """The JSON value as a browser posts it; ValueError for a value of another type."""
        if not isinstance(value, str):
            raise wrong_type(self.label.text, "文字")
        return [value]

    def process_formdata(self, valuelist: list[str]) -> None:
        text = clean_text(valuelist[0]) if valuelist else ""
        self.data = self.read(text) if text else None

    def read(self, text: str) -> Any:
        """The text as a value; ValueError with the fault."""
        return text

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def schema(self) -> Schema:
        """How the field is described to other programs."""
        return {"type": self.json_type}
