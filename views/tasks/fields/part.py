"""Forms within a form."""

from collections.abc import Sequence
from typing import Any

from wtforms import FieldList, FormField


class PartField(FormField):
    """A form within a form; left out as a whole it is None."""

    present = False

    def process(self, formdata: Any, *rest: Any, **named: Any) -> None:
        super().process(formdata, *rest, **named)
        prefix = f"{self.name}-"
        self.present = bool(formdata) and any(
            key.startswith(prefix) and any(text.strip() for text in formdata.getlist(key)) for key in formdata
        )

    def validate(self, form: Any, extra_validators: Sequence[Any] = ()) -> bool:
        return not self.present or bool(super().validate(form, extra_validators))

    @property
    def data(self) -> Any:
        return self.form.data if self.present else None


class LinesField(FieldList):
    """A list of forms, such as the lines of a return."""

    def __init__(self, part: type[Any], label: Any = None, *, most: int = 500, **named: Any) -> None:
        super().__init__(FormField(part), label, max_entries=most, **named)
        self.most = most
