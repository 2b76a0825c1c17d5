"""A field of several codes at once: business types, occasions."""

from collections.abc import Mapping
from typing import Any

from wtforms.widgets import Select

from views.tasks.faults import Fault
from views.tasks.fields.plain import PlainField, Schema, wrong_type


class ChoicesField(PlainField):
    """Some of the codes on offer, each once; none is an empty list."""

    json_type = "array"
    widget = Select(multiple=True)

    def __init__(self, label: Any = None, *, titles: Mapping[str, Any], **named: Any) -> None:
        super().__init__(label, **named)
        self.titles = titles

    def texts(self, value: Any) -> list[str]:
        if not isinstance(value, list) or any(not isinstance(code, str) for code in value):
            raise wrong_type(self.label.text, "代码的列表")
        return value

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = [self.code(text.strip()) for text in dict.fromkeys(valuelist) if text.strip()]

    def code(self, text: str) -> str:
        for code, title in self.titles.items():
            if text in (code, str(title)):
                return code
        shown = "、".join(str(title) for title in self.titles.values())
        raise ValueError(Fault("choice", "%(label)s可填：%(titles)s", label=self.label.text, titles=shown))

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "string", "enum": list(self.titles)}}
