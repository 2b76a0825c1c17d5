"""Prices that somebody should look at: outside what the region expects, or a digit too many or too few.

They are marked where prices are typed, told when prices are confirmed and shown to the reviewer. None refuses a save:
a rare price can be right. What is priced by the place is compared by the square metre, and only where it is a dwelling.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any, Protocol, TypeVar

from models.enums import PricingMode
from workflows.messages import Message, Reason
from workflows.rules.placed_unit import PlacedUnit
from workflows.rules.prices import is_far, unit_price_from_total
from workflows.rules.rounding import round_money
from workflows.rules.unit_completeness import RESIDENTIAL_USES

OTHER_USES = "*"
# Of two alike nobody can tell which one is strange.
FEWEST_ALIKE = 3
ABOVE_CORRIDOR = Message("price_above_corridor", "{unit} 单价 {price} 元高于本地区备案上限 {limit} 元")
BELOW_CORRIDOR = Message("price_below_corridor", "{unit} 单价 {price} 元低于本地区备案下限 {limit} 元")
FAR_ABOVE = Message("price_far_above", "{unit} 单价 {price} 元明显偏高，同类户室约 {limit} 元")
FAR_BELOW = Message("price_far_below", "{unit} 单价 {price} 元明显偏低，同类户室约 {limit} 元")


class JudgedUnit(PlacedUnit, Protocol):
    """What of a unit is judged; `price_sale` in yuan per m², or per place where the mode is 套(个)."""

    @property
    def use(self) -> str | None: ...
    @property
    def gross_area(self) -> Decimal: ...
    @property
    def pricing_mode(self) -> PricingMode: ...
    @property
    def price_sale(self) -> Decimal | None: ...


AnyUnit = TypeVar("AnyUnit", bound=JudgedUnit)


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The lowest and the highest yuan per square metre that a region expects of a use."""

    least: Decimal
    most: Decimal


Corridor = Mapping[str, PriceRange]


@dataclass(frozen=True, slots=True)
class PriceDoubt:
    """A unit's price beside the figure that it should keep to: the limit it left, or the middle price of its kind."""

    unit: JudgedUnit
    price: Decimal
    limit: Decimal

    @property
    def name(self) -> str:
        return f"{self.unit.entrance} {self.unit.room_no}".strip()

    @property
    def is_above(self) -> bool:
        return self.price > self.limit

    def told(self, above: Message, below: Message) -> Reason:
        message = above if self.is_above else below
        price, limit = f"{self.price:,.2f}", f"{self.limit:,.2f}"
        return message(at=self.place, unit=self.name, price=price, limit=limit)

    @property
    def place(self) -> str:
        return f"units.{self.unit.id}.price_sale"


def corridor_of(rows: Iterable[Mapping[str, Any]]) -> Corridor:
    """The rows of the region's rule by code of use; `*` stands for every use without a row of its own."""
    return {str(row["use"]): PriceRange(Decimal(str(row["least"])), Decimal(str(row["most"]))) for row in rows}


def price_doubts(units: Sequence[JudgedUnit], corridor: Corridor) -> list[Reason]:
    """Every price to be looked at, in the order of the units; a slipped digit is told before the range it left."""
    slipped = {doubt.unit.id: doubt.told(FAR_ABOVE, FAR_BELOW) for doubt in slipped_digits(units)}
    outside = {doubt.unit.id: doubt.told(ABOVE_CORRIDOR, BELOW_CORRIDOR) for doubt in outside_corridor(units, corridor)}
    found = outside | slipped
    return [found[unit.id] for unit in units if unit.id in found]


def outside_corridor(units: Iterable[JudgedUnit], corridor: Corridor) -> Iterator[PriceDoubt]:
    for unit, price, expected in judged_by_corridor(units, corridor):
        if price > expected.most:
            yield PriceDoubt(unit, price, expected.most)
        elif price < expected.least:
            yield PriceDoubt(unit, price, expected.least)


def judged_by_corridor(
    units: Iterable[JudgedUnit], corridor: Corridor
) -> Iterator[tuple[JudgedUnit, Decimal, PriceRange]]:
    """Every priced unit that the region expects something of, with its price per square metre."""
    for unit in units:
        expected = corridor.get(unit.use or "", corridor.get(OTHER_USES))
        price = price_per_area(unit)
        if expected and price:
            yield unit, price, expected


def price_per_area(unit: JudgedUnit) -> Decimal | None:
    """Yuan per square metre; None where nothing is priced, or where a place says nothing about square metres."""
    if unit.pricing_mode is not PricingMode.set or not unit.price_sale:
        return unit.price_sale
    if unit.use not in RESIDENTIAL_USES or not unit.gross_area:
        return None
    return unit_price_from_total(unit.price_sale, unit.gross_area)


def slipped_digits(units: Iterable[JudgedUnit]) -> Iterator[PriceDoubt]:
    """Prices five times the middle one of their kind or more, or a fifth or less."""
    for alike in kinds_of(units):
        yield from far_from_middle(alike)


def kinds_of(units: Iterable[AnyUnit]) -> Iterable[Sequence[AnyUnit]]:
    """Only like is compared with like: the priced units of one use and one pricing mode."""
    kinds: dict[tuple[str | None, PricingMode], list[AnyUnit]] = defaultdict(list)
    for unit in units:
        if unit.price_sale:
            kinds[unit.use, unit.pricing_mode].append(unit)
    return kinds.values()


def far_from_middle(alike: Sequence[JudgedUnit]) -> Iterator[PriceDoubt]:
    if len(alike) < FEWEST_ALIKE:
        return
    middle = Decimal(median(unit.price_sale or Decimal(0) for unit in alike))
    for unit in alike:
        if unit.price_sale and is_far(unit.price_sale, middle):
            yield PriceDoubt(unit, unit.price_sale, round_money(middle))
