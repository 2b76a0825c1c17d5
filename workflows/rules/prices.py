"""Prices of units: their identity, filed totals, and prices that look like a slip.

Unit prices are yuan per square metre, or yuan per place where the pricing mode is 套(个).
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from statistics import median

from models.enums import PricingMode
from workflows.messages import Message, Reason
from workflows.rules.rounding import ZERO, RoundMode, round_money, round_total

HIGHEST_UNIT_PRICE = Decimal("9999999.99")
SUSPICIOUS_FACTOR = Decimal(5)
SUSPICIOUSLY_HIGH = Message(
    "suspiciously_high", "单价 {price} 元明显偏高，相邻户室约 {middle} 元，请核对是否多写或少写一位"
)
SUSPICIOUSLY_LOW = Message(
    "suspiciously_low", "单价 {price} 元明显偏低，相邻户室约 {middle} 元，请核对是否多写或少写一位"
)


class PriceKind(StrEnum):
    sale = "sale"
    bare = "bare"
    decoration = "decoration"


PRICE_TITLES = {PriceKind.sale: "销售单价", PriceKind.bare: "毛坯单价", PriceKind.decoration: "装修单价"}
PRICED = frozenset({PriceKind.sale, PriceKind.bare})


@dataclass(frozen=True, slots=True)
class UnitPrices:
    """销售 = 毛坯 + 装修; sale and bare are None together while a unit has no price."""

    sale: Decimal | None
    bare: Decimal | None
    decoration: Decimal

    def of(self, kind: PriceKind) -> Decimal | None:
        price: Decimal | None = getattr(self, kind.value)
        return price


def complete_prices(
    sale: Decimal | None, bare: Decimal | None, decoration: Decimal | None, changed: Collection[str]
) -> UnitPrices:
    """Restore 销售 = 毛坯 + 装修 after the kinds in `changed` (sale, bare, decoration) were set to the given values.

    Sale alone, or with decoration, derives bare; bare or decoration derives sale; sale with bare derives decoration.
    Decoration without a value is 0.00; clearing sale or bare without setting the other clears both. Raises ValueError
    with a sentence when a price would be negative or over the limit, or when all three were set and do not agree.
    """
    return _completed(sale, bare, decoration, frozenset(changed))


@lru_cache(maxsize=4096)
def _completed(
    sale: Decimal | None, bare: Decimal | None, decoration: Decimal | None, changed: frozenset[str]
) -> UnitPrices:
    """A building has a thousand units and a few dozen prices."""
    values = {PriceKind.sale: sale, PriceKind.bare: bare, PriceKind.decoration: decoration}
    kinds = [PriceKind(kind) for kind in changed]
    for kind in kinds:
        _check_price(PRICE_TITLES[kind], values[kind])
    given = {kind for kind in kinds if values[kind] is not None}
    if not given and PRICED.intersection(changed):
        return UnitPrices(None, None, round_money(decoration or ZERO))
    return _checked(_derived(UnitPrices(rounded(sale), rounded(bare), round_money(decoration or ZERO)), given))


def rounded(price: Decimal | None) -> Decimal | None:
    return None if price is None else round_money(price)


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


def suspicious_price(price: Decimal, neighbours: Sequence[Decimal]) -> Reason | None:
    """A reason to look again: the price is five times its neighbours' middle one or more, or a fifth or less.

    A slipped decimal point makes ten; neighbours should be of the same use and pricing mode.
    """
    known = [neighbour for neighbour in neighbours if neighbour > 0]
    if not known or price <= 0:
        return None
    middle = median(known)
    if not is_far(price, middle):
        return None
    suspicious = SUSPICIOUSLY_HIGH if price > middle else SUSPICIOUSLY_LOW
    return suspicious(price=f"{price:,.2f}", middle=f"{round_money(middle):,.2f}")


def is_far(price: Decimal, middle: Decimal) -> bool:
    """Five times the middle price or more, or a fifth or less; a slipped decimal point makes ten."""
    return not middle / SUSPICIOUS_FACTOR < price < middle * SUSPICIOUS_FACTOR
