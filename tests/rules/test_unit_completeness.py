from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from models.enums import SaleKind
from workflows.rules.unit_completeness import UnitFacts, missing_fields, unit_field_fault

COMPLETE = UnitFacts(
    id=1,
    entrance="A01",
    room_no="1-01",
    actual_floor=1,
    use="10",
    house_type="1",
    nature="0",
    structure="3",
    layout="三室两厅两卫",
    decoration="1",
    storey_height=Decimal("2.90"),
    lift=False,
    sale_kind=SaleKind.saleable,
    price_sale=Decimal(9000),
)


def missing(**changes: Any) -> list[str]:
    return [fault.field for fault in missing_fields(replace(COMPLETE, **changes))]


def test_a_complete_unit_misses_nothing() -> None:
    assert missing() == []


@pytest.mark.parametrize(
    "field", ["use", "house_type", "nature", "structure", "layout", "decoration", "storey_height", "lift", "price_sale"]
)
def test_each_required_field_is_missed_by_name(field: str) -> None:
    assert missing(**{field: None}) == [field]


def test_an_empty_text_is_missing_too() -> None:
    assert missing(decoration="") == ["decoration"]


def test_an_empty_unit_misses_everything_in_the_order_of_the_columns() -> None:
    empty = dict.fromkeys(("use", "nature", "structure", "layout", "decoration", "storey_height", "lift", "price_sale"))
    assert missing(**empty) == [
        "structure",
        "use",
        "nature",
        "layout",
        "lift",
        "decoration",
        "storey_height",
        "price_sale",
    ]


@pytest.mark.parametrize(
    ("use", "house_type", "layout_required"),
    [
        ("10", "2", True),
        ("112", "2", True),
        ("31", "1", True),
        ("31", "2", False),
        ("27", "6", False),
        (None, None, False),
    ],
)
def test_dwellings_by_use_or_type_need_a_layout(use: str | None, house_type: str | None, layout_required: bool) -> None:
    assert ("layout" in missing(use=use, house_type=house_type, layout=None)) is layout_required


@pytest.mark.parametrize("kind", list(SaleKind))
def test_only_what_is_for_sale_needs_a_price(kind: SaleKind) -> None:
    assert missing(sale_kind=kind, price_sale=None) == (["price_sale"] if kind is SaleKind.saleable else [])


def test_a_unit_whose_kind_nobody_set_is_for_sale() -> None:
    assert missing(sale_kind=None, price_sale=None) == ["price_sale"]


def test_the_region_may_do_without_a_price() -> None:
    assert missing_fields(replace(COMPLETE, price_sale=None), price_required=False) == []


def test_no_lift_is_an_answer_and_a_price_of_zero_is_none() -> None:
    assert missing(lift=False) == []
    assert missing(price_sale=Decimal("0.00")) == ["price_sale"]
    assert missing(price_sale=Decimal("0.01")) == []


@pytest.mark.parametrize(
    ("height", "fields"), [("2.19", ["storey_height"]), ("2.20", []), ("10", []), ("10.01", ["storey_height"])]
)
def test_a_storey_height_out_of_range_is_not_filled(height: str, fields: list[str]) -> None:
    assert missing(storey_height=Decimal(height)) == fields


def test_the_message_names_room_and_field() -> None:
    [unpriced] = missing_fields(replace(COMPLETE, price_sale=None))
    assert (unpriced.field, unpriced.label, unpriced.message) == ("price_sale", "销售单价", "A01 1-01：未填销售单价")
    [zero] = missing_fields(replace(COMPLETE, price_sale=Decimal(0), entrance=""))
    assert zero.message == "1-01：销售单价应大于 0"


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("price_sale", Decimal("9999999.99"), None),
        ("price_sale", Decimal("10000000.00"), "销售单价应在 0 至 9,999,999.99 元/m² 之间"),
        ("price_bare", Decimal("-0.01"), "毛坯单价应在 0 至 9,999,999.99 元/m² 之间"),
        ("price_sale", Decimal("0.001"), "销售单价最多 2 位小数"),
        ("price_sale", Decimal("NaN"), "销售单价应为数字"),
        ("price_sale", Decimal("-Infinity"), "销售单价应为数字"),
        ("storey_height", Decimal("2.19"), "层高应在 2.20 至 10 m 之间"),
        ("actual_floor", 0, "实际层不能为 0"),
        ("actual_floor", -5, None),
        ("actual_floor", 100, None),
        ("actual_floor", -6, "实际层应在 -5 至 100 之间"),
        ("actual_floor", 101, "实际层应在 -5 至 100 之间"),
        ("balcony", "阳" * 200, None),
        ("balcony", "阳" * 201, "阳台描述最多 200 个字，现为 201 个"),
        ("lift", True, None),
        ("use", None, None),
        ("colour", "红", "户室没有字段 colour"),
    ],
)
def test_values_that_may_not_be_set(field: str, value: object, fault: str | None) -> None:
    assert unit_field_fault(field, value) == fault
