"""Checks of surveyed areas (GB/T 17986.1), all in square metres."""

from collections.abc import Collection
from decimal import Decimal
from enum import StrEnum

UNIT_TOLERANCE = Decimal("0.01")
SHARED_TOLERANCE_PER_UNIT = Decimal("0.005")
USABLE_RATIOS = (Decimal("0.50"), Decimal("1.00"))


class AreaCheck(StrEnum):
    """What a region does when areas do not add up (region rule `area_check`)."""

    error = "error"
    warn = "warn"
    off = "off"


def area_sum_difference(gross: Decimal, inner: Decimal, shared: Decimal) -> Decimal:
    """建筑面积 less 套内 and 分摊: positive when the gross area is too large."""
    return gross - inner - shared


def area_sum_holds(gross: Decimal, inner: Decimal, shared: Decimal) -> bool:
    """建筑面积 = 套内建筑面积 + 分摊建筑面积, to 0.01 m²."""
    return abs(area_sum_difference(gross, inner, shared)) <= UNIT_TOLERANCE


def building_shared_holds(shared_areas: Collection[Decimal], shared_total: Decimal) -> bool:
    """The units' shared areas add up to what the building shares out, each allowed half a hundredth of rounding."""
    difference = abs(sum(shared_areas, Decimal(0)) - shared_total)
    return difference <= SHARED_TOLERANCE_PER_UNIT * len(shared_areas)


def usable_ratio_doubtful(inner: Decimal, gross: Decimal) -> bool:
    """得房率 inner / gross outside 0.50 to 1.00: worth a warning, no fault by itself."""
    if gross <= 0:
        return True
    lowest, highest = USABLE_RATIOS
    return not lowest * gross <= inner <= highest * gross
