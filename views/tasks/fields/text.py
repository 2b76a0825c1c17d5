"""Text."""

from typing import Any

from wtforms.widgets import TextArea

from views.tasks.faults import Fault
from views.tasks.fields.plain import PlainField, Schema


class TextField(PlainField):
    """Text up to a length, on one line unless told otherwise."""

    def __init__(self, label: Any = None, *, longest: int, many_lines: bool = False, **named: Any) -> None:
        if many_lines:
            named.setdefault("widget", TextArea())
        super().__init__(label, **named)
        self.longest = longest
        self.many_lines = many_lines
        self.flags.maxlength = longest

    def read(self, text: str) -> str:
        if len(text) > self.longest:
            raise ValueError(
                Fault(
                    "too_long",
                    "%(label)s最多 %(most)s 个字，现为 %(count)s 个",
                    label=self.label.text,
                    most=self.longest,
                    count=len(text),
                )
            )
        if not self.many_lines and any(sign in text for sign in "\t\r\n"):
            raise ValueError(Fault("line_break", "%(label)s不能换行或含制表符", label=self.label.text))
        return text

    def schema(self) -> Schema:
        return {"type": "string", "maxLength": self.longest}
