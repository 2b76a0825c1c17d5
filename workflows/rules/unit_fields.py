"""The fields of a unit that people see and set: label, unit of measure, kind, limits and how typed text is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from models.enums import CodedEnum, PricingMode, SaleKind
from workflows.messages import Reason, Unfit
from workflows.rules import unit_field_words as words
from workflows.rules.code_list import CodeList
from workflows.rules.identity import clean_text
from workflows.rules.layouts import parse_layout

HIGHEST_AREA = Decimal("9999999.9999")
HIGHEST_PRICE = Decimal("9999999.99")
NUMBER = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
TRUE_WORDS = frozenset({"是", "有", "true", "yes", "y", "1"})
FALSE_WORDS = frozenset({"否", "无", "false", "no", "n", "0"})
LABELS_TOLD = 8
LONGEST_NUMBER = 40

UnitValue = str | Decimal | int | bool | CodedEnum | None


class FieldKind(StrEnum):
    code = "code"
    decimal = "decimal"
    integer = "integer"
    text = "text"
    bool = "bool"


@dataclass(frozen=True, slots=True)
class UnitField:
    """One field: `batch` tells whether 批量设置 offers it, `coded` the enum its code becomes."""

    name: str
    label: str
    unit: str
    kind: FieldKind
    code_list: str | None = None
    batch: bool = False
    least: Decimal | None = None
    most: Decimal | None = None
    places: int = 0
    max_length: int | None = None
    may_be_zero: bool = True
    many_lines: bool = False
    coded: type[CodedEnum] | None = None


def _text(name: str, label: str, max_length: int, *, batch: bool = False, many_lines: bool = False) -> UnitField:
    return UnitField(name, label, "", FieldKind.text, batch=batch, max_length=max_length, many_lines=many_lines)


def _code(name: str, label: str, coded: type[CodedEnum] | None = None) -> UnitField:
    return UnitField(name, label, "", FieldKind.code, code_list=name, batch=True, coded=coded)


def _area(name: str, label: str, *, may_be_zero: bool = False) -> UnitField:
    return UnitField(
        name, label, "m²", FieldKind.decimal, least=Decimal(0), most=HIGHEST_AREA, places=4, may_be_zero=may_be_zero
    )


def _price(name: str, label: str) -> UnitField:
    return UnitField(
        name, label, "元/m²", FieldKind.decimal, batch=True, least=Decimal(0), most=HIGHEST_PRICE, places=2
    )


# 结构, 销售类别 and 计价方式 are in no batch list of the manual, but the developer must fill them where survey did not.
_FIELDS = (
    _text("room_no", "室号", 20),
    _text("entrance", "单元", 20, batch=True),
    UnitField(
        "actual_floor",
        "实际层",
        "",
        FieldKind.integer,
        least=Decimal(-5),
        most=Decimal(100),
        may_be_zero=False,
    ),
    _text("nominal_floor", "名义层", 10, batch=True),
    _area("gross_area", "建筑面积"),
    _area("inner_area", "套内面积"),
    _area("shared_area", "分摊面积", may_be_zero=True),
    _code("structure", "房屋结构"),
    _code("house_type", "房屋类型"),
    _code("use", "房屋用途"),
    _code("nature", "房屋性质"),
    _code("layout", "户型"),
    UnitField("lift", "电梯", "", FieldKind.bool, batch=True),
    _code("decoration", "装修情况"),
    UnitField(
        "storey_height",
        "层高",
        "m",
        FieldKind.decimal,
        batch=True,
        least=Decimal("2.20"),
        most=Decimal(10),
        places=2,
    ),
    _text("balcony", "阳台描述", 200, batch=True, many_lines=True),
    _price("price_sale", "销售单价"),
    _price("price_bare", "毛坯单价"),
    _price("price_decoration", "装修单价"),
    _code("sale_kind", "销售类别", SaleKind),
    _code("pricing_mode", "计价方式", PricingMode),
)

UNIT_FIELDS: Mapping[str, UnitField] = {field.name: field for field in _FIELDS}
BATCH_FIELDS: tuple[str, ...] = tuple(field.name for field in _FIELDS if field.batch)


def parse_unit_value(field: str, raw: object, code_lists: Mapping[str, CodeList]) -> UnitValue:
    """The value meant by what was typed or sent: code or label, full-width digits, thousands separators, 是/否.

    None and blank text clear the field. Layouts come back as their text (parse_layout reads it again), 销售类别 and
    计价方式 as enum members. Raises Unfit for what cannot be read or lies outside the limits.
    """
    known = UNIT_FIELDS.get(field)
    if known is None:
        raise Unfit(words.NO_SUCH_FIELD(field=clean_text(field)[:40]))
    if raw is None or (isinstance(raw, str) and not clean_text(raw)):
        return None
    value = _read(known, raw, code_lists)
    fault = value_fault(known, value)
    if fault:
        raise Unfit(fault)
    return value.quantize(Decimal(1).scaleb(-known.places)) if isinstance(value, Decimal) else value


def _read(field: UnitField, raw: object, code_lists: Mapping[str, CodeList]) -> UnitValue:
    if field.kind is FieldKind.bool:
        return _read_bool(field, raw)
    if field.kind in (FieldKind.decimal, FieldKind.integer):
        return _read_number(field, raw)
    text = _read_text(field, raw)
    return _read_code(field, text, code_lists) if field.kind is FieldKind.code else text


def _read_bool(field: UnitField, raw: object) -> bool:
    word = clean_text(str(raw)).casefold()
    if word not in TRUE_WORDS | FALSE_WORDS:
        raise Unfit(words.NOT_YES_OR_NO(field=field.label))
    return word in TRUE_WORDS


def _read_number(field: UnitField, raw: object) -> Decimal | int:
    number = _decimal(raw)
    if number is None or not number.is_finite():
        raise Unfit(words.NOT_A_NUMBER(field=field.label))
    if field.kind is FieldKind.decimal:
        return number or Decimal(0)
    if number != number.to_integral_value():
        raise Unfit(words.NOT_WHOLE(field=field.label))
    return int(number)


def _decimal(raw: object) -> Decimal | None:
    """Numbers sent as numbers by their shortest decimal form; text only in plain notation."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | Decimal):
        return Decimal(raw)
    text = clean_text(str(raw)).replace("，", ",")
    if isinstance(raw, float) or (len(text) <= LONGEST_NUMBER and NUMBER.fullmatch(text)):
        return Decimal(text.replace(",", ""))
    return None


def _read_text(field: UnitField, raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float | Decimal):
        raise Unfit(words.NOT_TEXT(field=field.label))
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    return clean_text(str(raw))


def _read_code(field: UnitField, text: str, code_lists: Mapping[str, CodeList]) -> str | CodedEnum:
    if field.name == "layout":
        return _read_layout(field, text)
    code_list = code_lists[field.code_list or field.name]
    item = code_list.find(text)
    if item is None:
        raise Unfit(_unknown_code(field, text, code_list))
    return next(member for member in field.coded if member.value == item.code) if field.coded else item.code


def _read_layout(field: UnitField, text: str) -> str:
    layout = parse_layout(text)
    if layout is None:
        raise Unfit(words.LAYOUT_UNREADABLE(field=field.label, text=text[:20]))
    return layout.label


def _unknown_code(field: UnitField, text: str, code_list: CodeList) -> Reason:
    if code_list.find(text, include_retired=True):
        return words.CODE_RETIRED(field=field.label, text=text[:20])
    labels = [item.label for item in code_list.offered]
    unknown = words.CODE_UNKNOWN_OF_MANY if len(labels) > LABELS_TOLD else words.CODE_UNKNOWN
    return unknown(field=field.label, text=text[:20], labels="、".join(labels[:LABELS_TOLD]))


def value_fault(field: UnitField, value: object) -> Reason | None:
    """Why a value of the right type may not stand in the field, or None; None itself is no value and always may."""
    if isinstance(value, str):
        return _text_fault(field, value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return _number_fault(field, Decimal(value))


def _text_fault(field: UnitField, text: str) -> Reason | None:
    if field.max_length is not None and len(text) > field.max_length:
        return words.TOO_LONG(field=field.label, most=field.max_length, count=len(text))
    if not field.many_lines and re.search(r"[\t\n\r]", text):
        return words.SEVERAL_LINES(field=field.label)
    return None


def _number_fault(field: UnitField, number: Decimal) -> Reason | None:
    if not number.is_finite():
        return words.NOT_A_NUMBER(field=field.label)
    if (field.least is not None and number < field.least) or (field.most is not None and number > field.most):
        return _out_of_range(field)
    if number == 0 and not field.may_be_zero:
        return words.ZERO_REFUSED(field=field.label)
    if number != number.quantize(Decimal(1).scaleb(-field.places)):
        return words.TOO_MANY_PLACES(field=field.label, places=field.places)
    return None


def _out_of_range(field: UnitField) -> Reason:
    limits = {"field": field.label, "least": f"{field.least:,f}", "most": f"{field.most:,f}"}
    return words.OUT_OF_RANGE_OF_UNIT(**limits, unit=field.unit) if field.unit else words.OUT_OF_RANGE(**limits)
