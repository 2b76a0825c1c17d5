"""Working out what changes: what the survey filled stays, the third price and the total follow from the typed ones."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from models.enums import PricingMode
from workflows import messages
from workflows.messages import Refused
from workflows.rules.prices import UnitPrices, complete_prices, filed_total
from workflows.unit_edits.bench import Bench
from workflows.unit_edits.change import UnitChange, UnitRow
from workflows.unit_edits.typed_values import VALUE_REFUSED

PRICES = {"price_sale": "sale", "price_bare": "bare", "price_decoration": "decoration"}
FOLLOWED = frozenset({*PRICES, "pricing_mode"})


def changes_of(
    bench: Bench, wanted: Iterable[tuple[UnitRow, Mapping[str, Any]]], *, by_hand: bool
) -> tuple[list[UnitChange], int]:
    """Old and new of every field that really changes, and how many values were left to the survey."""
    changes: list[UnitChange] = []
    faults: list[messages.Reason] = []
    skipped = 0
    for unit, values in wanted:
        open_values = open_of(unit, values)
        skipped += len(values) - len(open_values)
        try:
            new = with_prices(bench, unit, open_values, by_hand=by_hand)
        except ValueError as fault:
            faults.append(VALUE_REFUSED(at=f"units.{unit.id}", sentence=f"{unit.entrance} {unit.room_no}：{fault}"))
            continue
        old = {name: before for name, value in new.items() if (before := getattr(unit, name)) != value}
        if old:
            changed = new if len(old) == len(new) else {name: new[name] for name in old}
            changes.append(UnitChange(unit.id, unit.entrance, unit.room_no, old, changed))
    if faults:
        raise Refused(faults)
    return changes, skipped


def open_of(unit: UnitRow, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the survey did not fill: mostly everything."""
    surveyed = names_in(unit.surveyed_fields)
    if surveyed.isdisjoint(values):
        return values
    return {name: value for name, value in values.items() if name not in surveyed}


@lru_cache(maxsize=1024)
def names_in(text: str) -> frozenset[str]:
    """The fields that the survey filled, as the database keeps the list."""
    return frozenset(json.loads(text))


def with_prices(bench: Bench, unit: UnitRow, values: Mapping[str, Any], *, by_hand: bool) -> Mapping[str, Any]:
    """The values with the third price, the total and the hand mark that follow from them, where they are not there."""
    if FOLLOWED.isdisjoint(values) or "filed_total" in values:
        return values
    mode = values.get("pricing_mode", unit.pricing_mode)
    typed = {kind for name, kind in PRICES.items() if name in values and values[name] != getattr(unit, name)}
    if typed:
        given = {kind: values.get(name, getattr(unit, name)) for name, kind in PRICES.items()}
        prices = complete_prices(**given, changed=typed)
        return {**values, **price_values(bench, unit, prices, mode, by_hand=by_hand)}
    price = values.get("price_sale", unit.price_sale)
    return {**values, "filed_total": total_of(bench, unit, mode, price)} if "pricing_mode" in values else values


def price_values(
    bench: Bench, unit: UnitRow, prices: UnitPrices, mode: PricingMode, *, by_hand: bool
) -> dict[str, Any]:
    """Everything that a unit keeps of its price."""
    return {
        "price_sale": prices.sale,
        "price_bare": prices.bare,
        "price_decoration": prices.decoration,
        "price_by_hand": by_hand and prices.sale is not None,
        "filed_total": total_of(bench, unit, mode, prices.sale),
    }


def total_of(bench: Bench, unit: UnitRow, mode: PricingMode, price: Decimal | None) -> Decimal | None:
    return None if price is None else filed_total(mode, unit.gross_area, unit.inner_area, price, bench.round_mode)


def name_of(changes: Sequence[UnitChange]) -> str:
    return changes[0].room_no if len(changes) == 1 else f"{len(changes)} 套户室"
