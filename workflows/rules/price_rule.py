"""快捷设置价格 (manual 5.1.1): a base price on a base floor, a step by floor, then place, special floors, rounding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Protocol

from workflows.rules.layouts import layout_matches
from workflows.rules.placed_unit import PlacedUnit
from workflows.rules.prices import HIGHEST_UNIT_PRICE, PriceKind, UnitPrices, complete_prices
from workflows.rules.rounding import ZERO, round_money


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


ROUNDING_STEPS = {PriceRounding.ten: Decimal(10), PriceRounding.hundred: Decimal(100)}


class PricedUnit(PlacedUnit, Protocol):
    """The facts of a unit that a price rule looks at; `price_by_hand` is True once a person typed its price."""

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
class FloorStep:
    """Yuan more or less for each floor away from the base floor."""

    change: Change
    step: Decimal

    def over(self, floors: int) -> Decimal:
        return self.step * floors if self.change is Change.increase else -self.step * floors


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Base price on a base floor, a step for each floor away from it, then room position, floor exception, rounding.

    `floor_from` and `floor_to` are inclusive, None leaves that end open. `position_steps` are yuan by the ending of
    the room number, of which the longest that fits counts; `floor_exceptions` are yuan by actual floor. `opposite`
    prices the floors on the other side of the base floor in the same act; without it they stay.
    """

    price_kind: PriceKind
    base_price: Decimal
    base_floor: int
    direction: Direction
    change: Change
    step: Decimal
    floor_from: int | None
    floor_to: int | None
    opposite: FloorStep | None = None
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
    step = _step_on(rule, floor)
    if step is None:
        return None
    price = rule.base_price + step.over(floor_distance(floor, rule.base_floor))
    price += _position_step(rule.position_steps, room_no) + rule.floor_exceptions.get(floor, ZERO)
    return _rounded(price, rule.rounding)


def _step_on(rule: PriceRule, floor: int) -> FloorStep | None:
    """The step that counts on this floor; None where the rule leaves it alone."""
    if not _is_in_range(rule, floor):
        return None
    ahead = floor >= rule.base_floor if rule.direction is Direction.up else floor <= rule.base_floor
    return FloorStep(rule.change, rule.step) if ahead else rule.opposite


def _is_in_range(rule: PriceRule, floor: int) -> bool:
    lowest, highest = rule.floor_from, rule.floor_to
    return (lowest is None or lowest <= floor) and (highest is None or floor <= highest)


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
        (not all(map(_is_price, _steps(rule))), "递增或递减金额应在 0 至 9,999,999.99 元之间，最多两位小数"),
        (0 in (rule.base_floor, rule.floor_from, rule.floor_to), "没有 0 层，请填写实际层"),
        (_is_reversed(rule.floor_from, rule.floor_to), "起始层不能高于终止层"),
        (any(not amount.is_finite() for amount in rule.position_steps.values()), "户位差应为数字"),
        (any(not amount.is_finite() for amount in rule.floor_exceptions.values()), "特殊楼层加减价应为数字"),
    ]
    return [message for fault, message in faults if fault]


def _steps(rule: PriceRule) -> list[Decimal]:
    return [rule.step, *([rule.opposite.step] if rule.opposite else [])]


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
    return {"sale": old.sale, "bare": old.bare, "decoration": old.decoration, kind: price}
