"""Prices of units: their identity, the quick price by floor step (manual 5.1.1 快捷设置价格), filed totals.

Unit prices are yuan per square metre, or yuan per place where the pricing mode is 套(个).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from statistics import median
from typing import Protocol

from models.enums import PricingMode
from workflows.rules.layouts import layout_matches
from workflows.rules.rounding import ZERO, RoundMode, round_money, round_total

HIGHEST_UNIT_PRICE = Decimal("9999999.99")
SUSPICIOUS_FACTOR = Decimal(5)


class PriceKind(StrEnum):
    sale = "sale"
    bare = "bare"
    decoration = "decoration"


class Direction(StrEnum):
    """Which floors a price rule touches, seen from its base floor, which belongs to both."""

    up = "up"
    down = "down"


class Change(StrEnum):
    increase = "increase"
    decrease = "decrease"


class PriceRounding(StrEnum):
    """What the resulting unit price is rounded to, half up; none leaves it at cents."""

    none = "none"
    ten = "ten"
    hundred = "hundred"


PRICE_TITLES = {PriceKind.sale: "销售单价", PriceKind.bare: "毛坯单价", PriceKind.decoration: "装修单价"}
PRICED = frozenset({PriceKind.sale, PriceKind.bare})
ROUNDING_STEPS = {PriceRounding.ten: Decimal(10), PriceRounding.hundred: Decimal(100)}


@dataclass(frozen=True, slots=True)
class UnitPrices:
    """销售 = 毛坯 + 装修; sale and bare are None together while a unit has no price."""

    sale: Decimal | None
    bare: Decimal | None
    decoration: Decimal

    def of(self, kind: PriceKind) -> Decimal | None:
        price: Decimal | None = getattr(self, kind.value)
        return price


class PricedUnit(Protocol):
    """The facts of a unit that a price rule looks at; `price_by_hand` is True once a person typed its price."""

    @property
    def id(self) -> int: ...
    @property
    def entrance(self) -> str: ...
    @property
    def room_no(self) -> str: ...
    @property
    def actual_floor(self) -> int: ...
    @property
    def layout(self) -> str | None: ...
    @property
    def price_sale(self) -> Decimal | None: ...
    @property
    def price_bare(self) -> Decimal | None: ...
    @property
    def price_decoration(self) -> Decimal | None: ...
    @property
    def price_by_hand(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Base price on a base floor, a step for each floor away from it, then room position, floor exception, rounding.

    `floor_from` and `floor_to` are inclusive, None leaves that end open. `position_steps` are yuan by the ending of
    the room number, of which the longest that fits counts; `floor_exceptions` are yuan by actual floor.
    """

    price_kind: PriceKind
    base_price: Decimal
    base_floor: int
    direction: Direction
    change: Change
    step: Decimal
    floor_from: int | None
    floor_to: int | None
    layout: str | None = None
    position_steps: Mapping[str, Decimal] = field(default_factory=dict)
    floor_exceptions: Mapping[int, Decimal] = field(default_factory=dict)
    rounding: PriceRounding = PriceRounding.none
    keep_manual: bool = True


@dataclass(frozen=True, slots=True)
class UnitPriceChange:
    id: int
    entrance: str
    room_no: str
    old: UnitPrices
    new: UnitPrices


@dataclass(frozen=True, slots=True)
class PriceRuleOutcome:
    """What a rule would change; with any refusal (sentences) nothing changes. The id lists name units left alone."""

    changes: list[UnitPriceChange]
    skipped_manual: list[int]
    refused: list[str]
    unchanged: list[int] = field(default_factory=list)


def floor_distance(a: int, b: int) -> int:
    """Floors between two actual floors; there is no floor zero, so -1 and 1 are one apart."""
    return abs(_storey(a) - _storey(b))


def _storey(floor: int) -> int:
    if floor == 0:
        raise ValueError("没有 0 层，实际层应为 1 及以上或 -1 及以下")
    return floor if floor > 0 else floor + 1


def price_on_floor(rule: PriceRule, floor: int, room_no: str) -> Decimal | None:
    """The price the rule gives a room, which may be negative; None for a floor outside its range or direction."""
    if not _touches(rule, floor):
        return None
    change = rule.step * floor_distance(floor, rule.base_floor)
    price = rule.base_price + (change if rule.change is Change.increase else -change)
    price += _position_step(rule.position_steps, room_no) + rule.floor_exceptions.get(floor, ZERO)
    return _rounded(price, rule.rounding)


def _touches(rule: PriceRule, floor: int) -> bool:
    in_range = (rule.floor_from is None or rule.floor_from <= floor) and (
        rule.floor_to is None or floor <= rule.floor_to
    )
    return in_range and (floor >= rule.base_floor if rule.direction is Direction.up else floor <= rule.base_floor)


def _position_step(steps: Mapping[str, Decimal], room_no: str) -> Decimal:
    endings = [ending for ending in steps if ending and room_no.endswith(ending)]
    return steps[max(endings, key=len)] if endings else ZERO


def _rounded(price: Decimal, rounding: PriceRounding) -> Decimal:
    if rounding is PriceRounding.none:
        return round_money(price)
    step = ROUNDING_STEPS[rounding]
    return round_money((price / step).quantize(Decimal(1), ROUND_HALF_UP) * step)


def price_rule_faults(rule: PriceRule) -> list[str]:
    """What is wrong with the rule itself, before it meets a unit."""
    faults = [
        (not _is_price(rule.base_price), "基础价格应在 0 至 9,999,999.99 元之间，最多两位小数"),
        (not _is_price(rule.step), "递增或递减金额应在 0 至 9,999,999.99 元之间，最多两位小数"),
        (0 in (rule.base_floor, rule.floor_from, rule.floor_to), "没有 0 层，请填写实际层"),
        (_is_reversed(rule.floor_from, rule.floor_to), "起始层不能高于终止层"),
        (any(not amount.is_finite() for amount in rule.position_steps.values()), "户位差应为数字"),
        (any(not amount.is_finite() for amount in rule.floor_exceptions.values()), "特殊楼层加减价应为数字"),
    ]
    return [message for fault, message in faults if fault]


def _is_reversed(floor_from: int | None, floor_to: int | None) -> bool:
    return floor_from is not None and floor_to is not None and floor_from > floor_to


def _is_price(price: Decimal) -> bool:
    return price.is_finite() and 0 <= price <= HIGHEST_UNIT_PRICE and price == round_money(price)


def apply_price_rule(rule: PriceRule, units: Iterable[PricedUnit]) -> PriceRuleOutcome:
    """Price every unit that the rule touches, all or nothing: one price below 0 or above the limit refuses the rule."""
    refused = price_rule_faults(rule)
    if refused:
        return PriceRuleOutcome([], [], refused)
    return _applied(rule, units)


def _applied(rule: PriceRule, units: Iterable[PricedUnit]) -> PriceRuleOutcome:
    outcome = PriceRuleOutcome([], [], [])
    for unit in units:
        price = _price_for(rule, unit)
        if price is None:
            continue
        if rule.keep_manual and unit.price_by_hand:
            outcome.skipped_manual.append(unit.id)
        else:
            _collect(outcome, rule.price_kind, unit, price)
    if outcome.refused:
        outcome.changes.clear()
        outcome.unchanged.clear()
    return outcome


def _price_for(rule: PriceRule, unit: PricedUnit) -> Decimal | None:
    if rule.layout is not None and not layout_matches(rule.layout, unit.layout):
        return None
    return price_on_floor(rule, unit.actual_floor, unit.room_no)


def _collect(outcome: PriceRuleOutcome, kind: PriceKind, unit: PricedUnit, price: Decimal) -> None:
    old = UnitPrices(unit.price_sale, unit.price_bare, unit.price_decoration or round_money(ZERO))
    try:
        new = complete_prices(**_with_price(old, kind, price), changed={kind})
    except ValueError as fault:
        outcome.refused.append(f"{unit.entrance} {unit.room_no}：{fault}")
        return
    if new == old:
        outcome.unchanged.append(unit.id)
    else:
        outcome.changes.append(UnitPriceChange(unit.id, unit.entrance, unit.room_no, old, new))


def _with_price(old: UnitPrices, kind: PriceKind, price: Decimal) -> dict[str, Decimal | None]:
    return {"sale": old.sale, "bare": old.bare, "decoration": old.decoration} | {kind.value: price}


def complete_prices(
    sale: Decimal | None, bare: Decimal | None, decoration: Decimal | None, changed: Collection[str]
) -> UnitPrices:
    """Restore 销售 = 毛坯 + 装修 after the kinds in `changed` (sale, bare, decoration) were set to the given values.

    Sale alone, or with decoration, derives bare; bare or decoration derives sale; sale with bare derives decoration.
    Decoration without a value is 0.00; clearing sale or bare without setting the other clears both. Raises ValueError
    with a sentence when a price would be negative or over the limit, or when all three were set and do not agree.
    """
    values = {PriceKind.sale: sale, PriceKind.bare: bare, PriceKind.decoration: decoration}
    for kind in changed:
        _check_price(PRICE_TITLES[PriceKind(kind)], values[PriceKind(kind)])
    given = {PriceKind(kind) for kind in changed if values[PriceKind(kind)] is not None}
    if not given and PRICED.intersection(changed):
        return UnitPrices(None, None, round_money(decoration or ZERO))
    return _checked(_derived(UnitPrices(sale, bare, round_money(decoration or ZERO)), given))


def _derived(prices: UnitPrices, given: AbstractSet[PriceKind]) -> UnitPrices:
    """The three prices with the one derived that was not given."""
    sale, bare, decoration = prices.sale, prices.bare, prices.decoration
    if len(given) == len(PriceKind):
        return prices
    if given >= PRICED and sale is not None and bare is not None:
        return UnitPrices(sale, bare, sale - bare)
    if PriceKind.bare not in given and sale is not None and (PriceKind.sale in given or bare is None):
        return UnitPrices(sale, sale - decoration, decoration)
    return UnitPrices(None if bare is None else bare + decoration, bare, decoration)


def _checked(prices: UnitPrices) -> UnitPrices:
    for kind in PriceKind:
        _check_price(PRICE_TITLES[kind], prices.of(kind))
    if prices.sale != (None if prices.bare is None else prices.bare + prices.decoration):
        raise ValueError("销售单价应等于毛坯单价加装修单价")
    return prices


def _check_price(title: str, price: Decimal | None) -> None:
    if price is None or (price.is_finite() and ZERO <= price <= HIGHEST_UNIT_PRICE):
        return
    if not price.is_finite():
        raise ValueError(f"{title}应为数字")
    if price < 0:
        raise ValueError(f"{title}为 {price:,.2f} 元，不能小于 0")
    raise ValueError(f"{title}为 {price:,.2f} 元，不能超过 9,999,999.99 元")


def filed_total(
    pricing_mode: PricingMode, gross: Decimal, inner: Decimal, price_sale: Decimal, round_mode: RoundMode
) -> Decimal:
    """备案总价 in yuan: priced area x unit price, or the price of the place itself where the mode is 套(个)."""
    areas = {PricingMode.gross: gross, PricingMode.inner: inner, PricingMode.set: Decimal(1)}
    return round_total(areas[pricing_mode] * price_sale, round_mode)


def unit_price_from_total(total: Decimal, area: Decimal) -> Decimal:
    """Yuan per square metre that a total comes to, two decimals, half up: only shown, never multiplied back."""
    if area <= 0:
        raise ValueError("面积应大于 0，才能由总价折算单价")
    return round_money(total / area)


def suspicious_price(price: Decimal, neighbours: Sequence[Decimal]) -> str | None:
    """A sentence when the price is five times its neighbours' middle one or more, or a fifth or less; else None.

    A slipped decimal point makes ten; neighbours should be of the same use and pricing mode.
    """
    known = [neighbour for neighbour in neighbours if neighbour > 0]
    if not known or price <= 0:
        return None
    middle = median(known)
    if middle / SUSPICIOUS_FACTOR < price < middle * SUSPICIOUS_FACTOR:
        return None
    word = "高" if price > middle else "低"
    return f"单价 {price:,.2f} 元明显偏{word}，相邻户室约 {round_money(middle):,.2f} 元，请核对是否多写或少写一位"
