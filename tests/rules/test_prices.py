from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.enums import PricingMode
from workflows.rules.price_rule import (
    Change,
    Direction,
    PriceRounding,
    PriceRule,
    apply_price_rule,
    floor_distance,
    price_on_floor,
)
from workflows.rules.prices import (
    PriceKind,
    UnitPrices,
    complete_prices,
    filed_total,
    suspicious_price,
    unit_price_from_total,
)
from workflows.rules.rounding import RoundMode, round_money

UP, DOWN = Direction.up, Direction.down
MORE, LESS = Change.increase, Change.decrease
ZERO = Decimal("0.00")
PRICES = st.decimals(min_value=0, max_value="9999999.99", places=2)
FLOORS = st.integers(-5, 100).filter(bool)


@dataclass(frozen=True, slots=True)
class Priced:
    id: int
    entrance: str
    room_no: str
    actual_floor: int
    layout: str | None = "三室两厅两卫"
    price_sale: Decimal | None = None
    price_bare: Decimal | None = None
    price_decoration: Decimal | None = ZERO
    price_by_hand: bool = False


def rule(**changes: Any) -> PriceRule:
    base = PriceRule(PriceKind.sale, Decimal(6800), 10, UP, MORE, Decimal(30), 1, 33)
    return replace(base, **changes)


def tower(floors: int = 33) -> list[Priced]:
    return [
        Priced(floor * 10 + n, "A01", f"{floor}-0{n}", floor) for floor in range(1, floors + 1) for n in range(1, 5)
    ]


@pytest.mark.parametrize(
    ("direction", "change", "step", "floor", "price"),
    [
        (UP, MORE, 30, 10, "6800.00"),
        (UP, MORE, 30, 11, "6830.00"),
        (UP, MORE, 30, 20, "7100.00"),
        (UP, MORE, 30, 33, "7490.00"),
        (UP, MORE, 30, 9, None),
        (DOWN, LESS, 20, 9, "6780.00"),
        (DOWN, LESS, 20, 2, "6640.00"),
        (DOWN, LESS, 20, 1, "6620.00"),
        (DOWN, LESS, 20, 10, "6800.00"),
        (DOWN, LESS, 20, 11, None),
        (DOWN, MORE, 20, 1, "6980.00"),
        (UP, LESS, 20, 12, "6760.00"),
        (UP, MORE, 30, 34, None),
    ],
)
def test_the_worked_floor_steps(direction: Direction, change: Change, step: int, floor: int, price: str | None) -> None:
    result = price_on_floor(rule(direction=direction, change=change, step=Decimal(step)), floor, f"{floor}-01")
    assert (None if result is None else str(result)) == price


@pytest.mark.parametrize(
    ("a", "b", "distance"), [(-1, 1, 1), (1, -1, 1), (-2, 3, 4), (10, 33, 23), (5, 5, 0), (-5, -1, 4)]
)
def test_there_is_no_floor_zero_between_floors(a: int, b: int, distance: int) -> None:
    assert floor_distance(a, b) == distance


def test_floor_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="没有 0 层"):
        floor_distance(0, 3)


@given(FLOORS, FLOORS, FLOORS)
def test_distances_add_up_along_the_building(a: int, b: int, c: int) -> None:
    low, middle, high = sorted((a, b, c))
    assert floor_distance(low, middle) + floor_distance(middle, high) == floor_distance(low, high)
    assert floor_distance(a, b) == floor_distance(b, a)


@pytest.mark.parametrize(
    ("changes", "floor", "room", "price"),
    [
        ({"position_steps": {"01": Decimal(50), "04": Decimal(-20)}}, 11, "11-01", "6880.00"),
        ({"position_steps": {"01": Decimal(50), "04": Decimal(-20)}}, 11, "11-04", "6810.00"),
        ({"position_steps": {"1": Decimal(50), "01": Decimal(70)}}, 11, "11-01", "6900.00"),
        ({"position_steps": {"1": Decimal(50), "01": Decimal(70)}}, 11, "11-11", "6880.00"),
        ({"position_steps": {"": Decimal(50)}}, 11, "11-01", "6830.00"),
        ({"floor_exceptions": {18: Decimal(-100)}}, 18, "18-01", "6940.00"),
        ({"floor_exceptions": {18: Decimal(-100)}}, 19, "19-01", "7070.00"),
        ({"step": Decimal("12.5"), "rounding": PriceRounding.ten}, 12, "12-01", "6830.00"),
        ({"step": Decimal("12.4"), "rounding": PriceRounding.ten}, 12, "12-01", "6820.00"),
        ({"rounding": PriceRounding.hundred}, 15, "15-01", "7000.00"),
        ({"rounding": PriceRounding.hundred}, 11, "11-01", "6800.00"),
        ({"floor_from": None, "floor_to": None}, 99, "99-01", "9470.00"),
        ({"floor_from": 12}, 11, "11-01", None),
        ({"base_floor": -1, "floor_from": -2}, 1, "101", "6830.00"),
    ],
)
def test_position_exception_and_rounding_stack_on_the_step(
    changes: dict[str, Any], floor: int, room: str, price: str | None
) -> None:
    result = price_on_floor(rule(**changes), floor, room)
    assert (None if result is None else str(result)) == price


def test_the_tower_of_33_floors_priced_by_two_rules() -> None:
    units = {unit.id: unit for unit in tower()}
    for one_rule in (rule(), rule(direction=DOWN, change=LESS, step=Decimal(20))):
        outcome = apply_price_rule(one_rule, units.values())
        assert outcome.refused == []
        for change in outcome.changes:
            units[change.id] = replace(units[change.id], price_sale=change.new.sale, price_bare=change.new.bare)
    assert [units[floor * 10 + 1].price_sale for floor in (33, 10, 1)] == [7490, 6800, 6620]
    average = sum(unit.price_sale or 0 for unit in units.values()) / len(units)
    assert round_money(Decimal(average)) == Decimal("7023.64")


def test_the_second_rule_leaves_the_base_floor_as_it_was() -> None:
    priced = [replace(unit, price_sale=Decimal(6800), price_bare=Decimal(6800)) for unit in tower(10)]
    outcome = apply_price_rule(rule(), priced)
    assert outcome.changes == []
    assert outcome.unchanged == [101, 102, 103, 104]


def test_a_change_shows_old_and_new_prices() -> None:
    unit = Priced(
        1, "A01", "11-01", 11, price_sale=Decimal(5000), price_bare=Decimal(4000), price_decoration=Decimal(1000)
    )
    [change] = apply_price_rule(rule(), [unit]).changes
    assert (change.id, change.entrance, change.room_no) == (1, "A01", "11-01")
    assert change.old == UnitPrices(Decimal(5000), Decimal(4000), Decimal(1000))
    assert change.new == UnitPrices(Decimal(6830), Decimal(5830), Decimal(1000))


def test_prices_typed_by_hand_are_kept_unless_told_otherwise() -> None:
    units = [Priced(1, "A01", "11-01", 11, price_by_hand=True), Priced(2, "A01", "11-02", 11)]
    kept = apply_price_rule(rule(), units)
    assert ([change.id for change in kept.changes], kept.skipped_manual) == ([2], [1])
    overwritten = apply_price_rule(rule(keep_manual=False), units)
    assert ([change.id for change in overwritten.changes], overwritten.skipped_manual) == ([1, 2], [])


def test_a_unit_by_hand_that_the_rule_does_not_touch_is_not_counted_as_skipped() -> None:
    outcome = apply_price_rule(rule(), [Priced(1, "A01", "9-01", 9, price_by_hand=True)])
    assert outcome.skipped_manual == []


def test_the_layout_filter_takes_a_code_or_a_text() -> None:
    units = [
        Priced(1, "A01", "11-01", 11),
        Priced(2, "A01", "11-02", 11, layout="两室两厅一卫"),
        Priced(3, "A01", "11-03", 11, layout=None),
    ]
    for layout, ids in (("3", [1]), ("两居室", [2]), ("四居室", []), (None, [1, 2, 3])):
        assert [change.id for change in apply_price_rule(rule(layout=layout), units).changes] == ids


def test_one_price_below_zero_refuses_everything() -> None:
    outcome = apply_price_rule(rule(direction=DOWN, change=LESS, step=Decimal("755.56")), tower(10))
    assert outcome.changes == []
    assert outcome.refused == [f"A01 1-0{n}：销售单价为 -0.04 元，不能小于 0" for n in range(1, 5)]


def test_a_sale_price_below_the_decoration_refuses_everything() -> None:
    units = [Priced(1, "A01", "11-01", 11), Priced(2, "A01", "11-02", 11, price_decoration=Decimal(7000))]
    outcome = apply_price_rule(rule(), units)
    assert outcome.changes == []
    assert outcome.refused == ["A01 11-02：毛坯单价为 -170.00 元，不能小于 0"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"base_price": Decimal(-1)}, "基础价格"),
        ({"base_price": Decimal("NaN")}, "基础价格"),
        ({"base_price": Decimal("1E+20")}, "基础价格"),
        ({"base_price": Decimal("6800.005")}, "基础价格"),
        ({"step": Decimal(-30)}, "递增或递减金额"),
        ({"step": Decimal("Infinity")}, "递增或递减金额"),
        ({"base_floor": 0}, "没有 0 层"),
        ({"floor_from": 0}, "没有 0 层"),
        ({"floor_from": 5, "floor_to": 4}, "起始层不能高于终止层"),
        ({"position_steps": {"01": Decimal("NaN")}}, "户位差"),
        ({"floor_exceptions": {18: Decimal("Infinity")}}, "特殊楼层"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_before_any_unit(changes: dict[str, Any], words: str) -> None:
    outcome = apply_price_rule(rule(**changes), tower())
    assert outcome.changes == []
    assert len(outcome.refused) == 1
    assert words in outcome.refused[0]


@given(
    st.sampled_from(PriceKind),
    PRICES,
    FLOORS,
    st.sampled_from(Direction),
    st.sampled_from(Change),
    st.decimals(min_value=0, max_value=5000, places=2),
    st.sampled_from(PriceRounding),
)
def test_whatever_the_rule_every_new_price_keeps_the_identity_or_nothing_changes(
    kind: PriceKind,
    base: Decimal,
    floor: int,
    direction: Direction,
    change: Change,
    step: Decimal,
    rounding: PriceRounding,
) -> None:
    units = [
        replace(unit, price_bare=Decimal(5000), price_sale=Decimal(6000), price_decoration=Decimal(1000))
        for unit in tower(12)
    ]
    one_rule = PriceRule(kind, base, floor, direction, change, step, None, None, rounding=rounding)
    outcome = apply_price_rule(one_rule, units)
    assert not (outcome.refused and outcome.changes)
    for made in outcome.changes:
        assert made.new.sale is not None
        assert made.new.bare is not None
        assert made.new.sale == made.new.bare + made.new.decoration
        assert min(made.new.sale, made.new.bare, made.new.decoration) >= 0
        assert made.new.of(kind) == price_on_floor(one_rule, int(made.room_no.partition("-")[0]), made.room_no)


@pytest.mark.parametrize(
    ("given_prices", "changed", "completed"),
    [
        (("7000", None, None), {"sale"}, ("7000", "7000", "0")),
        (("7000", "5000", "1000"), {"sale"}, ("7000", "6000", "1000")),
        (("7000", "5000", "1000"), {"bare"}, ("6000", "5000", "1000")),
        (("7000", "5000", "1500"), {"decoration"}, ("6500", "5000", "1500")),
        (("7000", "5000", "1500"), {"sale", "decoration"}, ("7000", "5500", "1500")),
        (("7000", "5000", "1500"), {"bare", "decoration"}, ("6500", "5000", "1500")),
        (("7000", "6000", "0"), {"sale", "bare"}, ("7000", "6000", "1000")),
        (("7000", "6000", "1000"), {"sale", "bare", "decoration"}, ("7000", "6000", "1000")),
        ((None, None, "500"), {"decoration"}, (None, None, "500")),
        (("7000", None, "500"), {"decoration"}, ("7000", "6500", "500")),
        ((None, "5000", "500"), {"sale"}, (None, None, "500")),
        (("7000", None, "500"), {"bare"}, (None, None, "500")),
        (("7000", None, None), {"sale", "bare", "decoration"}, ("7000", "7000", "0")),
        ((None, "5000", "500"), {"sale", "bare"}, ("5500", "5000", "500")),
        (("6000", "5000", None), {"decoration"}, ("5000", "5000", "0")),
        ((None, None, None), set(), (None, None, "0")),
        (("6000", "5000", "1000"), set(), ("6000", "5000", "1000")),
    ],
)
def test_the_price_that_was_not_set_is_derived(
    given_prices: tuple[str | None, ...], changed: set[str], completed: tuple[str | None, ...]
) -> None:
    sale, bare, decoration = (None if price is None else Decimal(price) for price in given_prices)
    expected = [None if price is None else Decimal(price) for price in completed]
    result = complete_prices(sale, bare, decoration, changed)
    assert [result.sale, result.bare, result.decoration] == expected


@pytest.mark.parametrize(
    ("sale", "bare", "decoration", "changed", "words"),
    [
        ("1000", None, "1500", {"sale"}, "毛坯单价为 -500.00 元，不能小于 0"),
        ("6000", "7000", "0", {"sale", "bare"}, "装修单价为 -1,000.00 元"),
        ("7000", "6000", "500", {"sale", "bare", "decoration"}, "销售单价应等于毛坯单价加装修单价"),
        ("-1", None, "0", {"sale"}, "销售单价为 -1.00 元"),
        ("NaN", None, "0", {"sale"}, "销售单价应为数字"),
        (None, "Infinity", "0", {"bare"}, "毛坯单价应为数字"),
        (None, "9999999.99", "0.01", {"bare"}, "不能超过 9,999,999.99 元"),
        (None, "5000", "NaN", {"decoration"}, "装修单价应为数字"),
    ],
)
def test_prices_that_cannot_be_are_refused(
    sale: str | None, bare: str | None, decoration: str | None, changed: set[str], words: str
) -> None:
    prices = [None if price is None else Decimal(price) for price in (sale, bare, decoration)]
    with pytest.raises(ValueError, match=words):
        complete_prices(*prices, changed=changed)


def test_an_unknown_kind_of_price_is_refused() -> None:
    with pytest.raises(ValueError, match="price_sale"):
        complete_prices(Decimal(1), None, None, {"price_sale"})


@given(
    PRICES,
    PRICES,
    st.sampled_from([{"sale"}, {"bare"}, {"sale", "decoration"}, {"bare", "decoration"}, {"decoration"}]),
)
def test_setting_again_what_was_derived_changes_nothing(price: Decimal, decoration: Decimal, changed: set[str]) -> None:
    try:
        once = complete_prices(price, price, decoration, changed)
    except ValueError:
        return
    assert complete_prices(once.sale, once.bare, once.decoration, {"sale"}) == once
    assert complete_prices(once.sale, once.bare, once.decoration, {"bare"}) == once
    assert once.sale == (once.bare or ZERO) + once.decoration


@pytest.mark.parametrize(
    ("mode", "round_mode", "total"),
    [
        (PricingMode.gross, RoundMode.cents, "870615.40"),
        (PricingMode.inner, RoundMode.cents, "734296.00"),
        (PricingMode.set, RoundMode.cents, "6980.00"),
        (PricingMode.gross, RoundMode.floor_yuan, "870615.00"),
    ],
)
def test_filed_totals(mode: PricingMode, round_mode: RoundMode, total: str) -> None:
    areas = Decimal("124.73"), Decimal("105.20")
    assert str(filed_total(mode, *areas, Decimal("6980.00"), round_mode)) == total


TOWER_TYPES = {1: "129.13", 2: "99.91", 3: "99.91", 4: "144.70"}
LOW_RISE_TYPES = {1: "124.73", 2: "105.05", 3: "105.05", 4: "124.73"}
SHOPS = ["71.35", "66.99", "82.10", "76.75", "62.28", "62.28", "76.75", "82.10", "28.27", "71.35"]


def two_rules(base: int, floor: int, up: int, down: int) -> tuple[PriceRule, PriceRule]:
    above = rule(base_price=Decimal(base), base_floor=floor, step=Decimal(up))
    return above, replace(above, direction=DOWN, change=LESS, step=Decimal(down))


def total_of(rules: tuple[PriceRule, PriceRule], rooms: list[tuple[int, str]]) -> Decimal:
    """Filed totals of (floor, gross area) priced by the rule upward, else by the one downward."""
    total = Decimal(0)
    for floor, gross in rooms:
        price = next(price for price in (price_on_floor(r, floor, "01") for r in rules) if price is not None)
        total += filed_total(PricingMode.gross, Decimal(gross), ZERO, price, RoundMode.cents)
    return total


def test_filed_totals_of_the_three_buildings_add_up() -> None:
    low_rise = [(floor, gross) for floor in range(1, 6) for gross in LOW_RISE_TYPES.values()]
    duplexes = 2 * filed_total(PricingMode.gross, Decimal("168.71"), ZERO, Decimal(7600), RoundMode.cents)
    assert total_of(two_rules(7200, 3, 40, 40), low_rise) + duplexes == Decimal("19108552.00")

    towering = [(floor, gross) for floor in range(1, 34) for gross in TOWER_TYPES.values()]
    assert total_of(two_rules(6800, 10, 30, 20), towering) == Decimal("109782597.00")

    flats = [(floor, gross) for floor in range(4, 31) for gross in ["42.14"] * 20 + ["51.78"] * 12 + ["63.24"] * 5]
    shops = [filed_total(PricingMode.gross, Decimal(area), ZERO, Decimal(18800), RoundMode.cents) for area in SHOPS]
    assert total_of(two_rules(8600, 10, 15, 15), flats) + sum(shops) == Decimal("431235048.60")


def test_a_total_gives_the_unit_price_back_rounded() -> None:
    assert str(unit_price_from_total(Decimal(876000), Decimal("125.51"))) == "6979.52"
    assert unit_price_from_total(Decimal(100), Decimal("0.50")) == 200
    with pytest.raises(ValueError, match="面积应大于 0"):
        unit_price_from_total(Decimal(876000), ZERO)


@pytest.mark.parametrize(
    ("price", "word"),
    [
        ("86900", "偏高"),
        ("869", "偏低"),
        ("8690", None),
        ("18800", None),
        ("43000", "偏高"),
        ("42999.99", None),
        ("0", None),
    ],
)
def test_a_slipped_decimal_point_stands_out_from_its_neighbours(price: str, word: str | None) -> None:
    neighbours = [Decimal(8585), Decimal(8600), Decimal(8615)]
    said = suspicious_price(Decimal(price), neighbours)
    assert said is None if word is None else word in str(said)


def test_one_mad_neighbour_does_not_make_a_price_suspicious_and_no_neighbour_neither() -> None:
    assert suspicious_price(Decimal(8600), [Decimal(8585), Decimal(86150), Decimal(8615)]) is None
    assert suspicious_price(Decimal(8600), []) is None
    assert suspicious_price(Decimal(8600), [ZERO]) is None
