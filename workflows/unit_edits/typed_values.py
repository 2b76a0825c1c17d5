"""Reading what was typed for units: the values meant, or every reason why one cannot stand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from models.enums import PricingMode, SaleKind
from workflows import messages
from workflows.messages import Message, Refused, Unfit
from workflows.rules.code_list import CodeList
from workflows.rules.unit_fields import parse_unit_value

CodeLists = Mapping[str, CodeList]
VALUE_REFUSED = Message("value", "{sentence}")


def parse_all(lists: CodeLists, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values meant, or every reason why one cannot stand."""
    return parse_many(lists, [("set", values)])[0][1]


def parse_rows(lists: CodeLists, rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
    named = [(f"rows.{row['id']}", {name: raw for name, raw in row.items() if name != "id"}) for row in rows]
    parsed = parse_many(lists, named)
    return [(int(row["id"]), values) for row, (_, values) in zip(rows, parsed, strict=True)]


def parse_many(lists: CodeLists, named: Sequence[tuple[str, Mapping[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
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
