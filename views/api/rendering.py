"""How things are told to programs: money and areas as text, times with offset, coded fields as label and code."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from app.web.errors import told
from models.enums import CodedEnum
from views.tasks.faults import FieldFault
from workflows.facts.calendar import DESK_ZONE
from workflows.messages import Reason
from workflows.rules.code_list import CodeList
from workflows.rules.layouts import parse_layout
from workflows.rules.unit_fields import UNIT_FIELDS

Json = dict[str, Any]
JSON_TYPES = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """A stored value as JSON has it; most values are JSON already."""
    if type(value) in JSON_TYPES:
        return value
    if type(value) is Decimal:
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else single(value)


def single(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(DESK_ZONE).isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.value if isinstance(value, Enum) else value


def coded(name: str, member: CodedEnum | None) -> Json:
    """A coded field: its label, and the code beside it."""
    return {name: member.title if member else None, f"{name}_code": member.value if member else None}


def listed(name: str, code: str | None, lists: Mapping[str, CodeList], key: str = "") -> Json:
    """A field of an administered list: label and code."""
    if code is None:
        return {name: None, f"{name}_code": None}
    found = lists.get(key or name)
    return {name: found.label_of(code) if found else code, f"{name}_code": code}


def reason(said: Reason) -> Json:
    return {"field": said.at, "code": said.code, "message": told(said)}


def fault(found: FieldFault) -> Json:
    return {"field": found.field, "code": found.code, "message": str(found.message)}


def reasons(said: Sequence[Reason], most: int | None = None) -> list[Json]:
    """The reasons, at most so many where a page only needs the first."""
    return [reason(one) for one in (said if most is None else said[:most])]


def fields_of(record: Any, names: Iterable[str]) -> Json:
    return {name: plain(getattr(record, name)) for name in names}


# ---- units ----

ENUM_FIELDS = ("sale_kind", "pricing_mode")
LISTED_FIELDS = tuple(
    name for name, field in UNIT_FIELDS.items() if field.code_list and name not in (*ENUM_FIELDS, "layout")
)


def unit_value(name: str, value: Any, lists: Mapping[str, CodeList]) -> Json:
    """One field of a unit, with its code where it has one; a layout is told as its text and the code of its rooms."""
    tell = TOLD_OTHERWISE.get(name)
    return {name: plain(value)} if tell is None else tell(name, value, lists)


def layout(text: str | None) -> Json:
    return {"layout": text, "layout_code": layout_code(text)}


@lru_cache(maxsize=1024)
def layout_code(text: str | None) -> str | None:
    """A building has a thousand rooms and a handful of layouts."""
    found = parse_layout(text) if text else None
    return found.code if found else None


TOLD_OTHERWISE: Mapping[str, Callable[[str, Any, Mapping[str, CodeList]], Json]] = {
    **{name: lambda name, value, _lists: coded(name, value) for name in ENUM_FIELDS},
    **dict.fromkeys(LISTED_FIELDS, listed),
    "layout": lambda _name, value, _lists: layout(value),
}


def unit_values(values: Mapping[str, Any], lists: Mapping[str, CodeList]) -> Json:
    told_values: Json = {}
    for name, value in values.items():
        told_values |= unit_value(name, value, lists)
    return told_values
