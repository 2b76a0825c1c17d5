"""Reading what was typed for units: the values meant, or every reason why one cannot stand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from models.enums import PricingMode, SaleKind
from workflows import messages
from workflows.facts.code_lists import code_lists
from workflows.messages import Message, Refused, Unfit
from workflows.rules.unit_fields import parse_unit_value

VALUE_REFUSED = Message("value", "{sentence}")


def parse_all(session: Session, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values meant, or every reason why one cannot stand."""
    return parse_many(session, [("set", values)])[0][1]


def parse_rows(session: Session, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    named = [(f"rows.{row['id']}", {name: raw for name, raw in row.items() if name != "id"}) for row in rows]
    parsed = parse_many(session, named)
    return [(int(row["id"]), values) for row, (_, values) in zip(rows, parsed, strict=True)]


def parse_many(session: Session, named: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    lists = code_lists(session)
    faults: list[messages.Reason] = []
    parsed = []
    for place, values in named:
        read: dict[str, Any] = {}
        for name, raw in values.items():
            try:
                read[name] = required(name, parse_unit_value(name, raw, lists))
            except Unfit as fault:
                faults.append(VALUE_REFUSED(at=f"{place}.{name}", sentence=fault.reason))
        parsed.append((place, read))
    if faults:
        raise Refused(faults)
    return parsed


def required(name: str, value: Any) -> Any:
    """Clearing a field that must always hold something puts its default back."""
    if value is not None:
        return value
    return {"price_decoration": Decimal("0.00"), "sale_kind": SaleKind.saleable, "pricing_mode": PricingMode.gross}.get(
        name
    )
