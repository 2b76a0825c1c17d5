"""Records as JSON: coded values by label and code, personal numbers masked, numbers within what a column holds."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from flask_appbuilder.api.convert import Model2SchemaConverter
from flask_babel import gettext
from marshmallow import ValidationError, fields, validate
from sqlalchemy import Enum as EnumType
from sqlalchemy import Integer, String

from app.web import records
from app.web.form_fields import LARGEST, tidy
from models.base import ExactDecimal
from models.encryption import EncryptedText

# The sentences of the library, as a clerk would say them.
SENTENCES = {
    "Missing data for required field.": "必填",
    "Field may not be null.": "不能为空",
    "Unknown field.": "没有这个字段，或不能修改",
    "Not a valid string.": "应为文本",
    "Not a valid integer.": "应为整数",
    "Not a valid number.": "应为数字",
    "Not a valid boolean.": "应为 true 或 false",
    "Not a valid date.": "应为日期，如 2026-03-01",
    "Not a valid datetime.": "应为时间，如 2026-03-01T09:00:00+08:00",
    "Special numeric values (nan or infinity) are not permitted.": "应为数字",
    "Invalid input type.": "应为 JSON 对象",
}


class Label(fields.Field[Any]):
    """A coded value: given by its label, taken by label or code."""

    def __init__(self, enum: type[Enum], **named: Any) -> None:
        self.enum = enum
        super().__init__(metadata={"type": "string"}, **named)

    def _serialize(self, value: Any, *_args: Any, **_named: Any) -> Any:
        return gettext(value.title) if value is not None else None

    def _deserialize(self, value: Any, *_args: Any, **_named: Any) -> Any:
        member = member_of(self.enum, value)
        if member is None:
            codes = "、".join(str(each.value) for each in self.enum)
            raise ValidationError(gettext("应为 %(codes)s 之一", codes=codes))
        return member


class Code(fields.Field[Any]):
    """The code beside a label."""

    def _serialize(self, value: Any, *_args: Any, **_named: Any) -> Any:
        return value.value if value is not None else None


class Secret(fields.String):
    """Shown masked, taken whole."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **named: Any) -> Any:
        del obj, named
        return records.masked(attr or "", value) if value else value


class Line(fields.String):
    """Text without blanks around it and without signs that nobody can see."""

    def _deserialize(self, value: Any, *args: Any, **named: Any) -> Any:
        return tidy(super()._deserialize(value, *args, **named))

    def _validate(self, value: Any) -> None:
        """Blanks alone are nothing."""
        if value is not None:
            super()._validate(value)
        elif not self.allow_none:
            raise self.make_error("null")


def member_of(enum: type[Enum], value: Any) -> Any:
    """The member of this code or label, or None."""
    return next((each for each in enum if value in (each.value, getattr(each, "title", None))), None)


class RecordConverter(Model2SchemaConverter):
    def _column2field(self, datamodel: Any, column: Any, *args: Any, **named: Any) -> Any:
        held = records.columns_of(datamodel.obj).get(column.name)
        own = field_of(held) if held is not None else None
        if own is None:
            return super()._column2field(datamodel, column, *args, **named)
        own.unique = datamodel.is_unique(column.name)
        return own

    def _meta_schema_factory(self, columns: Any, model: Any, class_mixin: type[Any], *args: Any, **named: Any) -> Any:
        """A code beside every label; never more than the declared columns."""
        held = records.columns_of(model)
        coded = [name for name in columns if name in held and isinstance(held[name].type, EnumType)]
        for name in coded:
            setattr(class_mixin, f"{name}_code", Code(attribute=name, dump_only=True, metadata={"type": "string"}))
        every = [*columns, *(f"{name}_code" for name in coded)]
        stock = super()._meta_schema_factory(every, model, class_mixin, *args, **named)
        meta = type("Meta", (stock.Meta,), {"include_fk": True})
        return type("MetaSchema", (stock,), {"Meta": meta})


def field_of(column: Any) -> Any:
    """The field of a column whose kind is ours; None where the library's own is right."""
    kind = column.type
    common: dict[str, Any] = {
        "required": not column.nullable and column.default is None,
        "allow_none": column.nullable,
    }
    if isinstance(kind, EnumType) and kind.enum_class is not None:
        return Label(kind.enum_class, **common)
    if isinstance(kind, EncryptedText):
        return Secret(validate=validate.Length(max=60), **common)
    if isinstance(kind, ExactDecimal):
        return fields.Decimal(as_string=True, validate=fits(kind), **common)
    if isinstance(kind, String):
        return Line(validate=validate.Length(max=kind.length), **common)
    if isinstance(kind, Integer) and not column.primary_key:
        return fields.Integer(strict=True, validate=validate.Range(-LARGEST, LARGEST), **common)
    return None


def fits(kind: ExactDecimal) -> Any:
    """What the column holds exactly."""

    def judge(number: Decimal) -> None:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > kind.scale:
            raise ValidationError(gettext("最多 %(places)s 位小数", places=kind.scale))
        if abs(number) >= Decimal(10) ** (kind.precision - kind.scale):
            raise ValidationError(gettext("数值过大"))

    return judge


def faults_of(error: ValidationError) -> list[dict[str, Any]]:
    """Every fault with its field, in our words."""
    messages: Mapping[str, Any] = error.messages if isinstance(error.messages, dict) else {"": error.messages}
    return [
        {"field": None if name in {"", "_schema"} else name, "code": "value", "message": said(message)}
        for name, faults in messages.items()
        for message in (faults if isinstance(faults, list) else [faults])
    ]


def said(message: Any) -> str:
    sentence: str = gettext(SENTENCES.get(str(message), str(message)))
    return sentence
