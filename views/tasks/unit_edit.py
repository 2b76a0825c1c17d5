"""Changing units: the same fields on every selected unit, or different ones row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form

from views.tasks.faults import Fault, FieldFault, ShapeRefused, refuse_field
from views.tasks.fields.number import LARGEST_WHOLE, WholeField
from views.tasks.fields.part import PartField
from views.tasks.filling import CodeLists, filled
from views.tasks.unit_selection import UnitSelectionForm, selection_of
from workflows.rules.room_matching import UnitSelection

MOST_ROWS = 200_000


class UnitEditForm(Form):
    """The part of the request that has fixed fields; `set` and `rows` name fields of units."""

    version = WholeField(lazy_gettext("版本"), least=1, required=True)
    select = PartField(UnitSelectionForm, lazy_gettext("户室范围"))


@dataclass(frozen=True, slots=True)
class UnitEditInput:
    """Either `values` for all selected units, or `rows` with their own."""

    version: int
    selection: UnitSelection
    values: Mapping[str, Any] | None
    rows: list[dict[str, Any]] | None


def unit_edit_of(sent: Mapping[str, Any], lists: CodeLists) -> UnitEditInput:
    """The judged request: one of set and rows, never both."""
    fixed = {name: value for name, value in sent.items() if name not in {"set", "rows"}}
    data = filled(UnitEditForm, fixed, lists).form.data
    values, rows = sent.get("set"), sent.get("rows")
    if (values is None) == (rows is None):
        raise refuse_field("set", "required", "set 与 rows 请填写其中一项")
    if rows is not None and data["select"] is not None:
        raise refuse_field("select", "unknown_field", "rows 已指明户室，不再用 select")
    return UnitEditInput(
        data["version"],
        selection_of(data["select"]),
        None if values is None else values_of(values, "set"),
        None if rows is None else rows_of(rows),
    )


def values_of(sent: Any, place: str) -> dict[str, Any]:
    """Field names with single values; what they mean is judged by the fields themselves."""
    if not isinstance(sent, Mapping) or not sent:
        raise refuse_field(place, "type", "应为“字段: 值”的对照")
    for name, value in sent.items():
        if isinstance(value, Mapping | list):
            raise refuse_field(f"{place}.{name[:60]}", "type", "应为单个值")
    return dict(sent)


def rows_of(sent: Any) -> list[dict[str, Any]]:
    """Rows with the identity of a unit each, none twice."""
    if not isinstance(sent, list) or not sent or len(sent) > MOST_ROWS:
        raise refuse_field("rows", "type", "应为户室的列表")
    rows = [values_of(row, f"rows.{n}") for n, row in enumerate(sent)]
    faults = [fault for n, row in enumerate(rows) if (fault := identity_fault(n, row.get("id")))]
    ids = [row["id"] for row in rows] if not faults else []
    if faults:
        raise ShapeRefused(*faults)
    if len(set(ids)) != len(ids):
        raise refuse_field("rows", "repeated", "同一户室出现了两次")
    return rows


def identity_fault(number: int, unit_id: object) -> FieldFault | None:
    if isinstance(unit_id, int) and not isinstance(unit_id, bool) and 0 < unit_id <= LARGEST_WHOLE:
        return None
    return FieldFault(f"rows.{number}.id", "type", Fault("type", "%(label)s应为%(wanted)s", label="id", wanted="整数"))
