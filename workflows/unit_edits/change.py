"""What an act changes: the values of each unit before and after, as worked out and as stored in a batch."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from models.enums import CodedEnum, PricingMode, SaleKind
from workflows.return_lines import plain

UnitRow = Row[Any]
DECIMALS = frozenset({"price_sale", "price_bare", "price_decoration", "filed_total", "storey_height"})


@dataclass(frozen=True, slots=True)
class UnitChange:
    """The values of one unit before and after, only of the fields that changed."""

    id: int
    entrance: str
    room_no: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitEdit:
    """What an act changed: the building's new version, how many units, what was left because the survey filled it."""

    version: int
    changes: Sequence[UnitChange]
    skipped: int = 0
    skipped_by_hand: int = 0
    kept_since: Sequence[UnitChange] = ()
    batch: int | None = None
    count: int = field(default=0)


def stored(changes: Sequence[UnitChange]) -> list[dict[str, Any]]:
    """As a batch keeps them."""
    write = written_once(lambda values: {name: plain(value) for name, value in values.items()})
    return [
        {"id": one.id, "entrance": one.entrance, "room_no": one.room_no, "old": write(one.old), "new": write(one.new)}
        for one in changes
    ]


def written_once(write: Callable[[Mapping[str, Any]], dict[str, Any]]) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    """Many units have the same values before or after: each set of them is written out once."""
    known: dict[tuple[Any, ...], dict[str, Any]] = {}

    def written(values: Mapping[str, Any]) -> dict[str, Any]:
        key = tuple(values.items())
        found = known.get(key)
        if found is None:
            found = known[key] = write(values)
        return found

    return written


def stored_change(entry: Mapping[str, Any]) -> UnitChange:
    return UnitChange(
        entry["id"],
        entry["entrance"],
        entry["room_no"],
        {name: revived(name, value) for name, value in entry["old"].items()},
        {name: revived(name, value) for name, value in entry["new"].items()},
    )


def revived(name: str, value: Any) -> Any:
    """A stored value as the column's own type."""
    if value is None:
        return None
    enums: dict[str, Callable[[str], CodedEnum]] = {"sale_kind": SaleKind, "pricing_mode": PricingMode}
    if name in enums:
        return enums[name](value)
    return Decimal(value) if name in DECIMALS else value
