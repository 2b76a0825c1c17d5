"""Rounding of money and areas: always half up on Decimal, away from zero for negative amounts."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")
YUAN = Decimal(1)
ZERO = Decimal(0)


class RoundMode(StrEnum):
    """How a region rounds the total price of a unit (region rule `round_mode`)."""

    cents = "cents"
    floor_yuan = "floor_yuan"
    half_up_yuan = "half_up_yuan"


def round_money(amount: Decimal) -> Decimal:
    """Yuan with two decimals, half up; never minus zero."""
    return amount.quantize(CENT, ROUND_HALF_UP) + ZERO


def round_area(area: Decimal, places: int = 2) -> Decimal:
    """Square metres, half up: two decimals as printed and settled, four as the survey view stores them."""
    return area.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + ZERO


def round_total(total: Decimal, mode: RoundMode) -> Decimal:
    """A total price in yuan by the region's way of rounding, written with two decimals in each of them."""
    if mode is RoundMode.floor_yuan:
        return total.quantize(YUAN, ROUND_FLOOR).quantize(CENT)
    if mode is RoundMode.half_up_yuan:
        return total.quantize(YUAN, ROUND_HALF_UP).quantize(CENT)
    return round_money(total)
