"""Several short texts of one record as a JSON list."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext
from marshmallow import ValidationError, fields

LONGEST, MOST = 60, 200


class TextsField(fields.Field[Any]):
    """A list of texts; `split` makes it from what the record tells as one text."""

    def __init__(self, split: Callable[[str], Sequence[str]], **named: Any) -> None:
        super().__init__(metadata={"type": "array", "items": {"type": "string"}}, **named)
        self.split = split

    def _serialize(self, value: Any, *_positional: Any, **_named: Any) -> list[str]:
        return list(self.split(value or ""))

    def _deserialize(self, value: Any, *_positional: Any, **_named: Any) -> str:
        if not isinstance(value, list) or len(value) > MOST or not all(fits(text) for text in value):
            raise ValidationError(gettext("应为文本的列表"))
        return "、".join(value)


def fits(text: Any) -> bool:
    return isinstance(text, str) and len(text) <= LONGEST
