"""Form fields by column: what can be typed is what the column can hold, and a fault is told in words."""

import datetime as dt
import json
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_appbuilder.fieldwidgets import BS3TextAreaFieldWidget, BS3TextFieldWidget
from flask_babel import gettext
from sqlalchemy import JSON, Boolean, Column, Date, Enum, Integer, String, Text
from wtforms import BooleanField, DateField, DateTimeField, Field, IntegerField, SelectField, StringField, TextAreaField
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice

from models.base import AwareDateTime, ExactDecimal
from models.encryption import EncryptedText
from workflows.facts.calendar import DESK_ZONE

LONGEST_SECRET = 60
LONGEST_TEXT = 5000
LARGEST = 2**31 - 1


def tidy(text: Any) -> Any:
    """Without blanks around it and without signs that nobody can see; nothing at all is None."""
    if not isinstance(text, str):
        return text
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t").strip() or None


class ExactField(StringField):
    """A decimal number with no more places than the column keeps; neither NaN nor exponents."""

    def __init__(self, label: Any, validators: Any, *, precision: int, scale: int, **more: Any) -> None:
        super().__init__(label, validators, **more)
        self.precision, self.scale = precision, scale

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:f}" if isinstance(self.data, Decimal) else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = (valuelist[0] if valuelist else "").replace(",", "").replace("，", "").strip()
        self.data = self.exact(text) if text else None

    def exact(self, text: str) -> Decimal:
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValueError(gettext("请填写数字")) from None
        if not number.is_finite() or "E" in text.upper():
            raise ValueError(gettext("请填写数字"))
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.scale:
            raise ValueError(gettext("最多 %(places)s 位小数", places=self.scale))
        if abs(number) >= Decimal(10) ** (self.precision - self.scale):
            raise ValueError(gettext("数值过大"))
        return number


class MomentField(DateTimeField):
    """A moment as the desk's clock shows it; kept aware."""

    def process_data(self, value: Any) -> None:
        self.data = value.astimezone(DESK_ZONE).replace(tzinfo=None) if isinstance(value, dt.datetime) else value

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata([text.replace("T", " ") for text in valuelist])
        if self.data is not None:
            self.data = self.data.replace(tzinfo=DESK_ZONE)


class CodeField(SelectField):
    """One member of an enum, shown by its title."""

    def __init__(self, label: Any, validators: Any, *, enum: Any, required: bool, **more: Any) -> None:
        blank = [] if required and more.get("default") is not None else [SelectChoice("", "")]
        choices = [*blank, *(SelectChoice(member.value, member.title) for member in enum)]
        super().__init__(label, validators, coerce=lambda code: self.member(enum, code), choices=choices, **more)

    @staticmethod
    def member(enum: Any, code: Any) -> Any:
        return code if isinstance(code, enum) else (enum(code) if code else None)

    def iter_choices(self) -> Any:
        for choice in super().iter_choices():
            yield choice._replace(label=gettext(choice.label) if choice.label else "")


class JsonField(TextAreaField):
    """A value written as JSON."""

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else json.dumps(self.data, ensure_ascii=False)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            self.data = json.loads(valuelist[0]) if valuelist and valuelist[0].strip() else None
        except ValueError:
            raise ValueError(gettext('请填写合法的取值，如 30、true 或 "query"')) from None


def field_of(column: Column[Any], label: Any, description: str, more: Sequence[Any]) -> Field | None:
    """The field for a column; None where Flask-AppBuilder's own is right (relations)."""
    kind = column.type
    validators = [needed(column), *more]
    common: dict[str, Any] = {"description": description, "default": default_of(column)}
    if isinstance(kind, EncryptedText):
        return line(label, validators, LONGEST_SECRET, common)
    if isinstance(kind, ExactDecimal):
        return ExactField(
            label, validators, precision=kind.precision, scale=kind.scale, widget=BS3TextFieldWidget(), **common
        )
    if isinstance(kind, AwareDateTime):
        return MomentField(label, validators, format=["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"], **common)
    return plain_field(column, label, validators, common)


def plain_field(column: Column[Any], label: Any, validators: list[Any], common: dict[str, Any]) -> Field | None:
    kind = column.type
    if isinstance(kind, Enum):
        return CodeField(label, validators, enum=kind.enum_class, required=not column.nullable, **common)
    if isinstance(kind, String) and not isinstance(kind, Text):
        return line(label, validators, kind.length or LONGEST_TEXT, common)
    for held, field, more in PLAIN:
        if isinstance(kind, held):
            return field(label, [*validators, *more.get("check", ())], **more.get("named", {}), **common)
    return None


PLAIN: tuple[tuple[Any, Any, dict[str, Any]], ...] = (
    (
        Text,
        TextAreaField,
        {
            "check": [check.Length(max=LONGEST_TEXT)],
            "named": {"filters": [tidy], "widget": BS3TextAreaFieldWidget()},
        },
    ),
    (Boolean, BooleanField, {}),
    (
        Integer,
        IntegerField,
        {"check": [check.NumberRange(-LARGEST, LARGEST)], "named": {"widget": BS3TextFieldWidget()}},
    ),
    (Date, DateField, {}),
    (JSON, JsonField, {"named": {"widget": BS3TextAreaFieldWidget()}}),
)


def line(label: Any, validators: list[Any], longest: int, common: dict[str, Any]) -> StringField:
    return StringField(
        label, [*validators, check.Length(max=longest)], filters=[tidy], widget=BS3TextFieldWidget(), **common
    )


def needed(column: Column[Any]) -> Any:
    """An empty tick box is an answer; anything else that the column needs must be typed."""
    return check.Optional() if column.nullable or isinstance(column.type, Boolean) else check.InputRequired()


def default_of(column: Column[Any]) -> Any:
    default: Any = column.default
    return default.arg if default is not None and default.is_scalar else None
