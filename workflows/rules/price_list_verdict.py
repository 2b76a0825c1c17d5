"""What a price list is held against and what its rows come to: units, prices asked for, verdicts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol

from models.enums import PricingMode, SaleKind
from workflows.messages import Reason
from workflows.rules.placed_unit import PlacedUnit


class Verdict(StrEnum):
    """What a row comes to; the first that holds, in this order."""

    unmatched = "unmatched"
    repeated = "repeated"
    area_differs = "area_differs"
    price_missing = "price_missing"
    total_differs = "total_differs"
    suspicious = "suspicious"
    matched = "matched"
    missing_in_sheet = "missing_in_sheet"


class ListedUnit(PlacedUnit, Protocol):
    """The facts of a unit that a price list is held against."""

    @property
    def use(self) -> str | None: ...
    @property
    def gross_area(self) -> Decimal: ...
    @property
    def inner_area(self) -> Decimal: ...
    @property
    def sale_kind(self) -> SaleKind: ...
    @property
    def pricing_mode(self) -> PricingMode: ...
    @property
    def price_decoration(self) -> Decimal | None: ...


@dataclass(frozen=True, slots=True)
class ListPrice:
    """The price a row asks for, as the unit's own fields; `shown` is yuan per square metre."""

    mode: PricingMode
    sale: Decimal
    decoration: Decimal
    shown: Decimal

    @property
    def bare(self) -> Decimal:
        return self.sale - self.decoration

    @property
    def values(self) -> dict[str, Any]:
        return {
            "pricing_mode": self.mode,
            "price_sale": self.sale,
            "price_bare": self.bare,
            "price_decoration": self.decoration,
        }


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row with its verdict; a unit that the list does not name has no row. `total` is yuan as typed."""

    verdict: Verdict
    row: int | None
    entrance: str
    room_no: str
    message: Reason | None = None
    unit_id: int | None = None
    gross_area: Decimal | None = None
    unit_price: Decimal | None = None
    total: Decimal | None = None
    price: ListPrice | None = None
    filed_total: Decimal | None = None
    suggest: str | None = None
    repeated_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ListVerdict:
    """All rows in the order of the list, then the units that it does not name; a fault is whatever is not matched."""

    rows: Sequence[ListRow] = field(default_factory=tuple)

    @property
    def matched(self) -> list[ListRow]:
        return [row for row in self.rows if row.verdict is Verdict.matched]

    @property
    def faults(self) -> list[ListRow]:
        return [row for row in self.rows if row.verdict is not Verdict.matched]
