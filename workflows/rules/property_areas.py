"""How much room a project must set aside for property management (物管用房), in square metres.

Ratio, minimum and the weight of garages are region rules (`pm_ratio`, `pm_min_area`, `pm_base_rule`).
"""

from dataclasses import dataclass
from decimal import Decimal

from workflows.rules.rounding import round_area


@dataclass(frozen=True, slots=True)
class PropertyAreaBalance:
    """What the office compares: required, set aside in other buildings and in this one, and what is missing."""

    required: Decimal
    elsewhere: Decimal
    here: Decimal

    @property
    def missing(self) -> Decimal:
        """Square metres still to be set aside; 0 when there is enough."""
        return max(self.required - self.elsewhere - self.here, Decimal(0))

    @property
    def sufficient(self) -> bool:
        return not self.missing


def property_area_base(above_ground: Decimal, garage: Decimal, garage_weight: Decimal) -> Decimal:
    """The area the ratio is taken of: all above ground and a part of the underground garage."""
    return above_ground + garage_weight * garage


def required_property_area(base: Decimal, ratio: Decimal, minimum: Decimal) -> Decimal:
    """max(minimum, ratio x base), two decimals, half up; ratio 0.002 is 2 ‰."""
    return round_area(max(minimum, ratio * base))
