"""Several values in one field: identities, and amounts by a key."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from views.tasks.fields.number import LARGEST_WHOLE, LONGEST_NUMBER, decimal_of, within
from views.tasks.fields.plain import PlainField, Schema, wrong_type
from workflows.rules.identity import clean_text

NOTHING = "-"  # an empty list that was really sent; one that was not sent is None


class NumbersField(PlainField):
    """A list of different identities; none sent and an empty list are not the same."""

    json_type = "array"

    def texts(self, value: Any) -> list[str]:
        if not isinstance(value, list) or any(isinstance(v, bool) or not isinstance(v, int) for v in value):
            raise wrong_type(self.label.text, "整数的列表")
        return [str(v) if abs(v) <= LARGEST_WHOLE else str(LARGEST_WHOLE + 1) for v in value] or [NOTHING]

    def process_formdata(self, valuelist: list[str]) -> None:
        parts = [part for text in valuelist for part in clean_text(text).replace("，", ",").split(",") if part.strip()]
        wanted = [part.strip() for part in parts if part.strip() != NOTHING]
        self.data = list(dict.fromkeys(self.number(part) for part in wanted)) if parts else None

    def number(self, text: str) -> int:
        if not text.isascii() or not text.isdecimal() or len(text) > LONGEST_NUMBER:
            raise wrong_type(self.label.text, "整数的列表")
        return int(within(self.label.text, int(text), 0, LARGEST_WHOLE))

    def _value(self) -> str:
        return ",".join(str(number) for number in self.data or [])

    def schema(self) -> Schema:
        return {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": LARGEST_WHOLE}}


class StepsField(PlainField):
    """Amounts by a key: plus or minus yuan by room ending or by floor; a page posts them as 01=+50, 04=-30."""

    json_type = "object"
    most = Decimal("9999999.99")

    def __init__(self, label: Any = None, *, whole_keys: bool = False, longest: int = 10, **named: Any) -> None:
        super().__init__(label, **named)
        self.whole_keys = whole_keys
        self.longest = longest

    def texts(self, value: Any) -> list[str]:
        if not isinstance(value, Mapping) or any(
            isinstance(v, bool) or not isinstance(v, str | int | Decimal) for v in value.values()
        ):
            raise wrong_type(self.label.text, "“键: 金额”的对照")
        return [f"{key}={amount}" for key, amount in value.items()]

    def process_formdata(self, valuelist: list[str]) -> None:
        parts = [part for text in valuelist for part in text.replace("，", ",").split(",") if part.strip()]
        self.data = dict(self.step(part) for part in parts)

    def step(self, text: str) -> tuple[Any, Decimal]:
        key, sign, amount = text.rpartition("=")
        number = decimal_of(clean_text(amount))
        key = clean_text(key)
        if not sign or not key or number is None or len(key) > self.longest:
            raise wrong_type(self.label.text, "“键=金额”，如 01=+50")
        within(self.label.text, number, -self.most, self.most)
        return self.key_of(key), number

    def key_of(self, text: str) -> Any:
        if not self.whole_keys:
            return text
        if not text.removeprefix("-").isdecimal() or not text.isascii():
            raise wrong_type(self.label.text, "“楼层=金额”，如 1=-200")
        return int(text)

    def _value(self) -> str:
        return ", ".join(f"{key}={amount:+f}" for key, amount in (self.data or {}).items())

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": ["string", "number"], "format": "decimal"}}
