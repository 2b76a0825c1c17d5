"""The kinds of field that tasks and actions are made of: one strict reading for JSON and for page forms.

Each knows how a JSON value becomes what a browser would have posted (`texts`) and how it is described to other
programs (`schema`). A value of another JSON type is refused, not converted.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from flask_babel import lazy_gettext
from wtforms import BooleanField, Field, FieldList, FormField
from wtforms.validators import StopValidation
from wtforms.widgets import DateInput, NumberInput, Select, TextArea, TextInput

from models.base import ExactDecimal
from models.enums import CodedEnum
from views.tasks.faults import Fault
from workflows.rules.code_list import CodeList
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.identity import clean_text

LARGEST_WHOLE = 2**31 - 1
LONGEST_NUMBER = 40
NOTHING = "-"  # an empty list that was really sent; one that was not sent is None
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)

Schema = dict[str, Any]


class Needed:
    """Something must be there."""

    field_flags: Mapping[str, Any] = {"required": True}

    def __call__(self, form: Any, field: Any) -> None:
        del form
        if field.data in (None, "", []) and not field.errors:
            raise StopValidation(Fault("required", "请填写%(label)s", label=field.label.text))


def rules(required: bool) -> list[Needed]:
    return [Needed()] if required else []


def wrong_type(label: object, wanted: str) -> ValueError:
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
        return text

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def schema(self) -> Schema:
        return {"type": self.json_type}


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


class DayField(PlainField):
    """A date as 2024-05-01."""

    widget = DateInput()

    def read(self, text: str) -> dt.date:
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise wrong_type(self.label.text, "日期，如 2024-05-01") from None
        return within(self.label.text, day, EARLIEST, LATEST)

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}


class TickField(BooleanField):
    """Yes or no. `must` is the sentence shown when it has to be yes; `given` means JSON may not leave it out."""

    def __init__(self, label: Any = None, *, must: str = "", given: bool = False, **named: Any) -> None:
        super().__init__(label, **named)
        self.must = must
        self.given = given

    def texts(self, value: Any) -> list[str]:
        if not isinstance(value, bool):
            raise wrong_type(self.label.text, "是或否（true 或 false）")
        return ["true"] if value else []

    def pre_validate(self, form: Any) -> None:
        del form
        if self.must and not self.data:
            raise StopValidation(Fault("not_confirmed", self.must))

    def schema(self) -> Schema:
        return {"type": "boolean", "const": True} if self.must else {"type": "boolean"}


class ChoiceField(PlainField):
    """One member of an enum, by code or by title."""

    widget = Select()

    def __init__(self, label: Any = None, *, titles: Mapping[Any, str], **named: Any) -> None:
        super().__init__(label, **named)
        self.titles = titles

    def read(self, text: str) -> Enum:
        for member, title in self.titles.items():
            if text in (member.value, title):
                return member
        raise ValueError(
            Fault(
                "choice",
                "%(label)s可填：%(titles)s",
                label=self.label.text,
                titles="、".join(str(title) for title in self.titles.values()),
            )
        )

    def has_groups(self) -> bool:
        return False

    def iter_choices(self) -> Any:
        """What a select offers, with the blank one first where nothing need be chosen."""
        if not self.flags.required:
            yield "", "", self.data is None, {}
        for member, title in self.titles.items():
            yield member.value, title, member is self.data, {}

    def schema(self) -> Schema:
        codes = [member.value for member in self.titles]
        return {
            "type": "string",
            "enum": [*codes, *(str(title) for title in self.titles.values() if title not in codes)],
        }


def titles_of(members: type[CodedEnum]) -> dict[CodedEnum, str]:
    return {member: member.title for member in members}


class CodeField(PlainField):
    """A code of an administered list, by code, label or another spelling; `code_list` is bound before judging."""

    widget = Select()

    def __init__(self, label: Any = None, *, key: str, **named: Any) -> None:
        super().__init__(label, **named)
        self.code_list: CodeList = CODE_LISTS[key]

    def pre_validate(self, form: Any) -> None:
        del form
        if self.data is None:
            return
        item = self.code_list.find(self.data)
        if item is None:
            raise StopValidation(
                Fault("choice", "%(label)s【%(text)s】不在代码表中", label=self.label.text, text=self.data[:20])
            )
        self.data = item.code

    def has_groups(self) -> bool:
        return False

    def iter_choices(self) -> Any:
        """What a select offers; a retired code stays readable where it stands."""
        yield "", "", self.data is None, {}
        for item in self.code_list.items:
            if not item.retired or item.code == self.data:
                yield item.code, item.label, item.code == self.data, {}

    def schema(self) -> Schema:
        offered = self.code_list.offered
        return {
            "type": "string",
            "enum": list(dict.fromkeys(text for item in offered for text in (item.code, item.label))),
            "x-items": [{"code": item.code, "label": item.label} for item in offered],
        }


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


def label_of(column: Any) -> Any:
    """The label of a stored value is the comment of its column, written once."""
    return lazy_gettext(column.comment)


def text_of(column: Any, **named: Any) -> TextField:
    return TextField(label_of(column), longest=column.type.length, **named)


def amount_of(column: Any, *, least: Decimal, most: Decimal, **named: Any) -> AmountField:
    """A decimal with as many places as its column keeps."""
    assert isinstance(column.type, ExactDecimal)
    return AmountField(label_of(column), least=least, most=most, places=column.type.scale, **named)
