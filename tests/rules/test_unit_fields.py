from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import PricingMode, SaleKind
from workflows.rules.code_lists import CODE_LISTS, CodeItem, CodeList
from workflows.rules.unit_fields import BATCH_FIELDS, UNIT_FIELDS, FieldKind, parse_unit_value, value_fault

NAMES = [
    "room_no",
    "entrance",
    "actual_floor",
    "nominal_floor",
    "gross_area",
    "inner_area",
    "shared_area",
    "structure",
    "house_type",
    "use",
    "nature",
    "layout",
    "lift",
    "decoration",
    "storey_height",
    "balcony",
    "price_sale",
    "price_bare",
    "price_decoration",
    "sale_kind",
    "pricing_mode",
]
MANUAL_BATCH = [
    "entrance",
    "nominal_floor",
    "house_type",
    "use",
    "nature",
    "lift",
    "layout",
    "decoration",
    "storey_height",
    "balcony",
    "price_sale",
    "price_decoration",
    "price_bare",
]


def test_the_fields_are_those_of_the_interface_in_its_order() -> None:
    assert list(UNIT_FIELDS) == NAMES


def test_batch_setting_offers_the_manuals_fields_and_what_the_developer_must_fill() -> None:
    assert set(BATCH_FIELDS) == {*MANUAL_BATCH, "structure", "sale_kind", "pricing_mode"}


def test_every_coded_field_has_its_list() -> None:
    assert all(field.code_list in CODE_LISTS for field in UNIT_FIELDS.values() if field.kind is FieldKind.code)


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("use", "住宅", "10"),
        ("use", "10", "10"),
        ("use", 112, "112"),
        ("use", 10.0, "10"),
        ("use", "１０", "10"),
        ("layout", "3室2厅2卫", "三室两厅两卫"),
        ("layout", "3", "三居室"),
        ("sale_kind", "自持", SaleKind.self_held),
        ("sale_kind", "self_held", SaleKind.self_held),
        ("pricing_mode", "套", PricingMode.set),
        ("storey_height", "２．９", Decimal("2.9")),
        ("storey_height", 4.5, Decimal("4.5")),
        ("storey_height", " 2.20 ", Decimal("2.20")),
        ("storey_height", 10, Decimal(10)),
        ("price_sale", "8，600", Decimal(8600)),
        ("price_sale", "1,234,567.89", Decimal("1234567.89")),
        ("price_sale", 6800.1, Decimal("6800.1")),
        ("price_sale", "0", Decimal(0)),
        ("price_sale", "-0", Decimal(0)),
        ("actual_floor", "-1", -1),
        ("actual_floor", 33.0, 33),
        ("lift", "是", True),
        ("lift", "无", False),
        ("lift", True, True),
        ("lift", "false", False),
        ("lift", 0, False),
        ("room_no", "１－０１", "1-01"),
        ("room_no", 101.0, "101"),
        ("balcony", "南阳台\n北阳台", "南阳台\n北阳台"),
        ("shared_area", "0", Decimal(0)),
        ("price_sale", None, None),
        ("use", "  ", None),
        ("balcony", "", None),
    ],
)
def test_what_was_typed_is_read_as_it_was_meant(field: str, raw: object, value: object) -> None:
    parsed = parse_unit_value(field, raw, CODE_LISTS)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [
        ("use", "飞船", "房屋用途【飞船】不在代码表中，可填：住宅、"),
        ("use", True, "房屋用途应为文字"),
        ("use", ["10"], "房屋用途应为文字"),
        ("layout", "豪华", "户型【豪华】不能识别"),
        ("sale_kind", "出租", "销售类别【出租】不在代码表中，可填：可售、自持、安置、公共配套、人防、物管"),
        ("price_sale", "一百", "销售单价应为数字"),
        ("price_sale", "NaN", "应为数字"),
        ("price_sale", float("nan"), "应为数字"),
        ("price_sale", float("inf"), "应为数字"),
        ("price_sale", Decimal("sNaN"), "应为数字"),
        ("price_sale", "1e5", "应为数字"),
        ("price_sale", "1,5", "应为数字"),
        ("price_sale", "٣٤", "应为数字"),
        ("price_sale", True, "应为数字"),
        ("price_sale", {"a": 1}, "应为数字"),
        ("price_sale", "9" * 50, "应为数字"),
        ("price_sale", 10**4000, "销售单价应在 0 至 9,999,999.99 元/m² 之间"),
        ("price_sale", "-1", "销售单价应在 0 至 9,999,999.99 元/m² 之间"),
        ("price_sale", "10000000", "销售单价应在"),
        ("price_sale", "6800.005", "销售单价最多 2 位小数"),
        ("storey_height", "2.19", "层高应在 2.20 至 10 m 之间"),
        ("storey_height", "10.01", "层高应在"),
        ("actual_floor", "0", "实际层不能为 0"),
        ("actual_floor", "-6", "实际层应在 -5 至 100 之间"),
        ("actual_floor", "101", "实际层应在"),
        ("actual_floor", "1.5", "实际层应为整数"),
        ("gross_area", "0", "建筑面积不能为 0"),
        ("gross_area", "-88.6", "建筑面积应在"),
        ("gross_area", "1.00001", "最多 4 位小数"),
        ("lift", "也许", "电梯应填是或否"),
        ("lift", 2, "电梯应填是或否"),
        ("room_no", "1" * 21, "室号最多 20 个字，现为 21 个"),
        ("entrance", "A\n01", "单元不能换行"),
        ("balcony", "阳" * 201, "阳台描述最多 200 个字"),
        ("nominal_floor", "12345678901", "名义层最多 10 个字"),
        ("colour", "红", "户室没有字段 colour"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_sentence(field: str, raw: object, words: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]") as refused:
        parse_unit_value(field, raw, CODE_LISTS)
    assert words in str(refused.value)


def test_a_retired_code_says_so() -> None:
    lists = {"decoration": CodeList("decoration", "装修情况", (CodeItem("2", "简装", retired=True),))}
    with pytest.raises(ValueError, match="已停用"):
        parse_unit_value("decoration", "简装", lists)


ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.lists(st.integers())


@given(st.sampled_from(NAMES), ANYTHING)
def test_anything_is_either_refused_in_chinese_or_a_value_that_may_stand(field: str, raw: Any) -> None:
    try:
        value = parse_unit_value(field, raw, CODE_LISTS)
    except ValueError:
        with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
            parse_unit_value(field, raw, CODE_LISTS)
    else:
        assert value_fault(UNIT_FIELDS[field], value) is None
        assert (
            parse_unit_value(field, value if not isinstance(value, SaleKind | PricingMode) else value.value, CODE_LISTS)
            == value
        )
