"""When a unit is complete enough to be handed to the survey office, and whether a value may be set at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from models.enums import PricingMode, SaleKind
from workflows.rules.unit_field_words import NO_SUCH_FIELD
from workflows.rules.unit_fields import UNIT_FIELDS, value_fault

RESIDENTIAL_USES = frozenset({"10", "11", "111", "112", "12", "13"})
RESIDENTIAL_HOUSE_TYPE = "1"
ALWAYS_REQUIRED = ("use", "house_type", "nature", "structure", "decoration", "storey_height", "lift")


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as completeness and its price's check see it: codes, decimals, None where nothing was filled in."""

    id: int
    entrance: str
    room_no: str
    actual_floor: int
    use: str | None
    house_type: str | None
    nature: str | None
    structure: str | None
    layout: str | None
    decoration: str | None
    storey_height: Decimal | None
    lift: bool | None
    sale_kind: SaleKind | None
    price_sale: Decimal | None
    gross_area: Decimal = Decimal(0)
    pricing_mode: PricingMode = PricingMode.gross


@dataclass(frozen=True, slots=True)
class MissingField:
    """A field still to be filled, with a sentence that names room and field."""

    field: str
    label: str
    message: str


def is_residential(unit: UnitFacts) -> bool:
    """Dwellings by use or by type need a layout."""
    return unit.use in RESIDENTIAL_USES or unit.house_type == RESIDENTIAL_HOUSE_TYPE


def needs_price(unit: UnitFacts) -> bool:
    """Only what is for sale needs a price; a unit whose kind nobody changed is for sale."""
    return unit.sale_kind in (None, SaleKind.saleable)


def lacks_price(unit: UnitFacts) -> bool:
    return needs_price(unit) and not (unit.price_sale and unit.price_sale > 0)


def missing_fields(unit: UnitFacts, price_required: bool = True) -> list[MissingField]:
    """Everything that keeps the unit from being complete, in the order of the unit table's columns."""
    return [_missing(unit, field, reason) for field, reason in _reasons(unit, price_required=price_required)]


def _reasons(unit: UnitFacts, *, price_required: bool) -> Iterator[tuple[str, str]]:
    required = [*ALWAYS_REQUIRED, "layout"] if is_residential(unit) else [*ALWAYS_REQUIRED]
    for field in [name for name in UNIT_FIELDS if name in required]:
        value = getattr(unit, field)
        reason = f"未填{UNIT_FIELDS[field].label}" if value in (None, "") else unit_field_fault(field, value)
        if reason:
            yield field, reason
    if price_required and lacks_price(unit):
        yield "price_sale", "未填销售单价" if unit.price_sale is None else "销售单价应大于 0"


def _missing(unit: UnitFacts, field: str, reason: str) -> MissingField:
    return MissingField(field, UNIT_FIELDS[field].label, f"{unit.entrance} {unit.room_no}：{reason}".lstrip())


def unit_field_fault(field: str, value: object) -> str | None:
    """Why this value may not be set on units, or None: ranges, decimals, length; NaN, infinity and a floor 0 never."""
    known = UNIT_FIELDS.get(field)
    fault = value_fault(known, value) if known else NO_SUCH_FIELD(field=field)
    return str(fault) if fault else None
