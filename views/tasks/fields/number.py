"""Whole numbers and exact amounts."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms.widgets import NumberInput

from views.tasks.faults import Fault
from views.tasks.fields.plain import PlainField, Schema, wrong_type

LARGEST_WHOLE = 2**31 - 1
LONGEST_NUMBER = 40


class WholeField(PlainField):
    """A whole number within limits, both included."""

    json_type = "integer"
    widget = NumberInput(step="1")

    def __init__(self, label: Any = None, *, least: int = 0, most: int = LARGEST_WHOLE, **named: Any) -> None:
        super().__init__(label, **named)
        self.least, self.most = least, most
        self.flags.min, self.flags.max = least, most

    def texts(self, value: Any) -> list[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            raise wrong_type(self.label.text, "整数")
        return [str(value) if abs(value) <= LARGEST_WHOLE else str(LARGEST_WHOLE + 1)]

    def read(self, text: str) -> int:
        digits = text.removeprefix("-").removeprefix("+")
        if not digits.isascii() or not digits.isdecimal() or len(digits) > LONGEST_NUMBER:
            raise wrong_type(self.label.text, "整数")
        return within(self.label.text, int(text), self.least, self.most)

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class AmountField(PlainField):
    """A decimal number, sent as text or as a number; more decimals than asked for are refused, never rounded away."""

    json_type = "string"
    widget = NumberInput(step="any")

    def __init__(self, label: Any = None, *, least: Decimal, most: Decimal, places: int, **named: Any) -> None:
        super().__init__(label, **named)
        self.least, self.most, self.places = least, most, places
        self.flags.min, self.flags.max = least, most

    def texts(self, value: Any) -> list[str]:
        if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
            raise wrong_type(self.label.text, "数字")
        return [str(value)]

    def read(self, text: str) -> Decimal:
        number = decimal_of(text)
        if number is None:
            raise wrong_type(self.label.text, "数字")
        within(self.label.text, number, self.least, self.most)
        if number != number.quantize(Decimal(1).scaleb(-self.places)):
            raise ValueError(
                Fault("places", "%(label)s最多 %(places)s 位小数", label=self.label.text, places=self.places)
            )
        return number

    def schema(self) -> Schema:
        return {
            "type": ["string", "number"],
            "format": "decimal",
            "minimum": float(self.least),
            "maximum": float(self.most),
            "multipleOf": float(Decimal(1).scaleb(-self.places)),
        }


def decimal_of(text: str) -> Decimal | None:
    """A finite decimal in plain notation, thousands separators allowed; None for anything else."""
    if len(text) > LONGEST_NUMBER:
        return None
    try:
        number = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number.adjusted()) < LONGEST_NUMBER else None


def within(label: str, number: Any, least: Any, most: Any) -> Any:
    """The number itself where it lies within the limits."""
    if least <= number <= most:
        return number
    raise ValueError(
        Fault("range", "%(label)s应在 %(least)s 至 %(most)s 之间", label=label, least=f"{least:,f}", most=f"{most:,f}")
        if isinstance(least, Decimal)
        else Fault("range", "%(label)s应在 %(least)s 至 %(most)s 之间", label=label, least=least, most=most)
    )
