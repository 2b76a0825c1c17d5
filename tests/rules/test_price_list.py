"""Price lists: every verdict of the lists as sales offices type them, and sheets of other shapes."""

import datetime as dt
import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from app.integrations.survey_file import read_survey
from app.integrations.workbook import read_sheets
from models.enums import PricingMode, SaleKind
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.price_list import choose_sheet, judge_price_list
from workflows.rules.rounding import RoundMode

DATA = Path(__file__).parent.parent / "data"
EXPECTED = json.loads((DATA / "price" / "expected.json").read_text("utf-8"))
SURVEYS = {"D005": "CL20220406002_D005_132_predicted.xlsx", "D006": "CL20220406003_D006_1009_predicted.xlsx"}


@dataclass(frozen=True)
class House:
    id: int
    entrance: str
    room_no: str
    actual_floor: int
    gross_area: Decimal
    inner_area: Decimal
    use: str | None = "住宅"
    sale_kind: SaleKind = SaleKind.saleable
    pricing_mode: PricingMode = PricingMode.gross
    price_decoration: Decimal | None = Decimal("0.00")


def surveyed(building: str) -> list[House]:
    data = (DATA / "survey" / SURVEYS[building]).read_bytes()
    survey = read_survey(data, code_lists=CODE_LISTS, area_check="warn", today=dt.date(2026, 1, 1))
    return [
        House(number, unit.entrance, unit.room_no, unit.actual_floor, unit.gross_area, unit.inner_area, unit.use)
        for number, unit in enumerate(survey.units, start=1)
    ]


def sheet_of(name: str):
    sheets = read_sheets((DATA / "price" / name).read_bytes())
    return list(next(iter(sheets.values())).rows())


def judged(rows, units, mode=RoundMode.cents):
    numbered = [(number, list(cells)) for number, cells in enumerate(rows, start=1) if any(c != "" for c in cells)]
    return judge_price_list(numbered, units, mode).rows


def found(rows, units, mode=RoundMode.cents):
    return [(row.room_no, row.verdict.value) for row in judged(rows, units, mode)]


def house(room_no, gross="100.00", inner="80.00", *, number=None, floor=1, entrance="A01", **more):
    return House(
        number or int(entrance.strip("A") + room_no),
        entrance,
        room_no,
        floor,
        Decimal(gross),
        Decimal(inner),
        **more,
    )


@pytest.mark.parametrize("name", EXPECTED["files"])
def test_every_row_of_the_sample_lists_has_the_verdict_foretold(name):
    told = EXPECTED["files"][name]
    rows = judge_price_list(sheet_of(name), surveyed(told["building"]), RoundMode.cents).rows
    listed = {str(row.row): (row.room_no, row.verdict.value) for row in rows if row.row}
    assert listed == {number: (row["room_no"], row["verdict"]) for number, row in EXPECTED[name].items()}
    assert [row.room_no for row in rows if row.row is None] == told["missing_in_sheet"]
    assert Counter(verdict for _, verdict in listed.values()) == told["counts"]
    for row in rows:
        if row.row:
            assert_figures(row, EXPECTED[name][str(row.row)])


def assert_figures(row, told):
    assert row.gross_area == Decimal(told["gross_area"])
    assert row.total == (told["total"] and Decimal(told["total"]))
    assert row.suggest == told.get("suggest")
    assert list(row.repeated_rows) == told.get("rows", [])
    shown = told.get("unit_price", told.get("unit_price_shown"))
    assert row.unit_price == (Decimal(shown) if shown else None)


@pytest.mark.parametrize("name", ["D006_price_sheet_clean.xlsx", "D005_price_by_total.xlsx"])
def test_the_totals_that_will_be_filed_add_up_to_those_typed(name):
    told = EXPECTED["files"][name]
    rows = judge_price_list(sheet_of(name), surveyed(told["building"]), RoundMode.cents).rows
    assert sum(row.filed_total for row in rows) == Decimal(told["sum_of_totals"])
    modes = {row.price.mode for row in rows}
    assert modes == {PricingMode.set if told["pricing_mode"] == "unit" else PricingMode.gross}


HEAD = ["单元", "房号", "建筑面积(㎡)", "销售单价(元/㎡)", "总价(元)", "备注"]


def test_one_header_row_without_title_and_figures_typed_as_text():
    units = [house("101"), house("102"), house("201")]
    rows = [
        HEAD,
        ["A01", 101.0, "100．00", "８，６００元", "￥860,000.00", ""],
        ["", "102", "100㎡", "8 600.00元/㎡", "86万元", ""],
        ["", "合计", 200, "", 1720000, ""],
        ["", "", "", "", "", ""],
        ["", "201", "", 8600.004, "", ""],
        ["注：以上价格含税，最终以合同为准", "", "", "", "", ""],
    ]
    assert found(rows, units) == [("101", "matched"), ("102", "matched"), ("201", "matched")]
    assert {row.price.sale for row in judged(rows, units)} == {Decimal("8600.00")}


def test_two_levels_with_the_room_in_the_lower_one():
    rows = [
        ["澧岸云庭价格表", "", "", "", "", ""],
        ["房屋信息", "", "价格", "", "", ""],
        ["楼层", "室号", "毛坯单价", "装修单价", "总价（万元）", "备注"],
        ["1层", "101", 7000, 1500, 85, ""],
        ["", "102", 7000, "", 70, ""],
        ["1层小计", "", "", "", 155, ""],
    ]
    first, second = judged(rows, [house("101"), house("102", price_decoration=Decimal("900.00"))])
    assert (first.verdict, first.price.values["price_sale"], first.filed_total) == ("matched", 8500, 850000)
    assert (second.verdict, second.price.sale, second.price.decoration) == ("matched", 7000, 0)


def test_the_kind_of_price_may_stand_in_the_level_above():
    rows = [
        ["室号", "建筑面积", "毛坯", "", "装修", ""],
        ["", "", "单价", "总价", "单价", "总价"],
        ["101", 100, 7000, 700000, 1000, 100000],
    ]
    (row,) = judged(rows, [house("101")])
    assert (row.verdict, row.price.bare, row.price.decoration, row.price.sale) == ("matched", 7000, 1000, 8000)


def test_the_filed_price_counts_before_the_discounted_one():
    head = ["室号", "优惠单价", "备案单价", "备案总价"]
    (row,) = judged([head, ["101", 8000, 8600, 860000]], [house("101")])
    assert (row.verdict, row.price.sale) == ("matched", 8600)


def test_the_header_of_every_printed_page_is_passed_over():
    rows = [HEAD, ["A01", "101", 100, 8600, 860000, ""], HEAD, ["A01", "102", 100, 8600, 860000, ""]]
    assert found(rows, [house("101"), house("102")]) == [("101", "matched"), ("102", "matched")]


def test_a_price_by_inner_area_is_reckoned_with_it():
    head = ["室号", "套内面积", "套内单价(元/㎡)", "总价"]
    rows = [head, ["101", 80, 10000, 800000], ["102", 80, 10000, 1000000]]
    first, second = judged(rows, [house("101"), house("102")])
    assert (first.verdict, first.price.mode, first.filed_total) == ("matched", PricingMode.inner, 800000)
    assert second.verdict == "total_differs"


def test_an_entrance_may_be_left_out_only_where_the_room_is_unique():
    units = [house("101", entrance="1"), house("101", entrance="2"), house("201", entrance="2")]
    rows = [["室号", "单价"], ["101", 8600], ["201", 8600]]
    assert found(rows, units)[:2] == [("101", "unmatched"), ("201", "matched")]
    rows = [["单元", "室号", "单价"], ["1单元", "101", 8600], [2.0, "101", 8600], ["", "201", 8600], ["3", "201", 1]]
    assert [verdict for _, verdict in found(rows, units)] == ["matched", "matched", "matched", "unmatched"]


def test_a_room_typed_otherwise_is_suggested_and_never_taken():
    rows = [["室号", "单价"], ["10-01", 8600], ["1001室", 8600]]
    first, second, missing = judged(rows, [house("1001")])
    assert [first.verdict, second.verdict, missing.verdict] == ["unmatched", "unmatched", "missing_in_sheet"]
    assert (first.suggest, first.unit_id) == ("1001", None)


def test_a_row_with_a_price_and_no_room_is_told():
    rows = [["楼层", "室号", "单价"], ["1", "101", 8600], ["1", "", 8600]]
    assert found(rows, [house("101")]) == [("101", "matched"), ("", "unmatched")]


@pytest.mark.parametrize(
    ("cells", "verdict"),
    [
        (["101", 100.011, 8600, 860000], "area_differs"),
        (["101", 100.01, 8600, 860086], "matched"),
        (["101", "约100", 8600, 860000], "area_differs"),
        (["101", 100, "面议", 860000], "price_missing"),
        (["101", 100, 0, 0], "price_missing"),
        (["101", 100, -8600, -860000], "price_missing"),
        (["101", 100, "—", ""], "price_missing"),
        (["101", 100, 8600, "待定"], "total_differs"),
        (["101", 100, 8600, 860001], "total_differs"),
        (["101", 100, 8600.55, 860055.5], "total_differs"),
        (["101", 100, 8600, ""], "matched"),
        (["101", 100, 1e8, 1e10], "suspicious"),
        (["101", 100, 1e300, ""], "price_missing"),
        (["101", 101, "", ""], "area_differs"),
    ],
)
def test_the_first_verdict_that_holds(cells, verdict):
    assert found([["室号", "建筑面积", "单价", "总价"], cells], [house("101")]) == [("101", verdict)]


def test_a_total_in_whole_yuan_agrees_however_it_was_rounded():
    units = [house(f"10{n}", "99.91") for n in range(1, 4)]
    head = ["室号", "建筑面积", "单价", "总价"]
    typed = [(8601, 859325), (8601, 859326), (8601, 859327)]
    rows = [head, *([unit.room_no, 99.91, *pair] for unit, pair in zip(units, typed, strict=True))]
    assert [verdict for _, verdict in found(rows, units)] == ["matched", "matched", "total_differs"]
    assert str(judged(rows, units)[0].message) == "按单价和面积计算，备案总价为 859,325.91 元"
    assert judged(rows, units, RoundMode.floor_yuan)[0].message is None


def test_a_unit_price_reckoned_from_the_total_agrees_on_a_large_area():
    rows = [["室号", "建筑面积", "单价", "总价"], ["101", 912.37, 7488.58, 6832356]]
    assert round(6832356 / 912.37, 2) == 7488.58
    assert found(rows, [house("101", "912.37")]) == [("101", "matched")]


def test_the_three_prices_of_a_row_must_agree():
    head = ["室号", "毛坯单价", "装修单价", "销售单价"]
    rows = [head, ["101", 7000, 1500, 8500], ["102", 7000, 1500, 8600]]
    assert [verdict for _, verdict in found(rows, [house("101"), house("102")])] == ["matched", "total_differs"]


def test_a_decoration_that_the_unit_has_stays_and_cannot_exceed_the_price():
    rows = [["室号", "销售单价"], ["101", 6600], ["102", 1400]]
    units = [house(f"10{n}", price_decoration=Decimal("1500.00")) for n in (1, 2)]
    first, second = judged(rows, units)
    assert (first.verdict, first.price.bare) == ("matched", 5100)
    assert second.verdict == "suspicious"


def tower(floors=12, rooms=10):
    return [house(f"{f}{r:02}", number=f * 100 + r, floor=f) for f in range(1, floors + 1) for r in range(1, rooms + 1)]


def test_a_whole_floor_ten_times_too_dear_stands_out_and_a_steady_rise_does_not():
    units = tower()
    prices = {unit.room_no: 6000 + 150 * unit.actual_floor for unit in units}
    rows = [["室号", "单价"], *([room, price] for room, price in prices.items())]
    assert {verdict for _, verdict in found(rows, units)} == {"matched"}
    for floor in (1, 7, 12):
        dear = [[row[0], row[1] * 10 if row[0][:-2] == str(floor) else row[1]] for row in rows[1:]]
        doubted = {room for room, verdict in found([rows[0], *dear], units) if verdict == "suspicious"}
        assert doubted == {unit.room_no for unit in units if unit.actual_floor == floor}


def test_units_of_another_use_are_no_neighbours():
    units = [*tower(3, 4), house("B01", number=1, floor=-1, use="车位"), house("B02", number=2, floor=-1, use="车位")]
    rows = [["室号", "单价"], *([unit.room_no, 1000 if unit.use == "车位" else 8600] for unit in units)]
    assert {verdict for _, verdict in found(rows, units)} == {"matched"}


def test_totals_only_price_by_the_place():
    rows = [["室号", "总价(万元)"], ["101", 96.7], ["102", ""]]
    first, second = judged(rows, [house("101", "129.13"), house("102", pricing_mode=PricingMode.inner)])
    assert (first.price.mode, first.price.sale, first.filed_total) == (PricingMode.set, 967000, 967000)
    assert first.price.shown == Decimal("7488.58")
    assert second.verdict == "price_missing"


@pytest.mark.parametrize("rows", [[], [["室号", "面积"]], [["单价", "总价"], [1, 2]], [["今天的菜单"]]])
def test_a_sheet_that_is_no_price_list_is_refused(rows):
    with pytest.raises(ValueError, match="没有找到价格表的表头"):
        judged(rows, [house("101")])


def test_of_several_lists_the_one_of_the_building_is_taken():
    cover, other, own = [(1, ["说明"])], [(1, ["室号", "单价"])], [(1, ["房号", "总价"])]
    assert choose_sheet({"封面": cover, "D005栋": other, "D006栋": own}, "D006") is own
    assert choose_sheet({"封面": cover, "价格": other, "备用": own}, "D006") is other
    assert choose_sheet({"封面": cover}, "D006") == ()


def test_one_room_many_times_over_is_told_briefly():
    rows = judged([["室号", "单价"], *([["101", 8600]] * 500)], [house("101")])
    assert {row.verdict.value for row in rows} == {"repeated"}
    assert {len(row.repeated_rows) for row in rows} == {10}
