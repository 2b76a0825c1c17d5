"""What a template may print: the fields of a document's content with their types, read from the content itself."""

import types
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.documents.catalogue import DocumentKind
from app.documents.templates.words import label_of

# Properties that only the drawn parts use.
HIDDEN = frozenset({"columns", "rows", "total_row"})


@dataclass(frozen=True)
class SheetShape:
    """One sheet of a 楼盘表 as a template sees it; the part `unit_grid` draws it."""

    entrances: tuple[tuple[str, int], ...]
    part: int
    parts: int


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how it is written, what it is called, what it holds, and the fields of each of its rows."""

    path: str
    label: str
    kind: Any
    rows: tuple["Field", ...] = ()
    row_name: str = ""


def names_of(kind: DocumentKind) -> Mapping[str, Any]:
    """Every name a body may begin with, and its type."""
    named: dict[str, Any] = {"content": kind.content_type, "title": str, "number": str, "check": str, "produced": str}
    return {**named, "sheets": tuple[SheetShape, ...]} if kind.has_sheets else named


def hints_of(kind: type[Any]) -> Mapping[str, Any]:
    """The fields and computed values of a dataclass with their types, without what is only drawn."""
    declared = get_type_hints(kind)
    found = {name: plain(hint) for name, hint in declared.items()}
    for name, member in vars(kind).items():
        if isinstance(member, property) and member.fget is not None:
            found[name] = plain(get_type_hints(member.fget)["return"])
    return {name: hint for name, hint in found.items() if name not in HIDDEN and not name.startswith("_")}


def plain(hint: Any) -> Any:
    """The type without the None that a blank is."""
    if get_origin(hint) in {Union, types.UnionType}:
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def element_of(hint: Any) -> Any | None:
    """What a list holds; None for what is no list."""
    parts = get_args(hint)
    if get_origin(hint) is list or (get_origin(hint) is tuple and parts[-1:] == (Ellipsis,)):
        return plain(parts[0])
    return None


def members_of(hint: Any) -> tuple[Any, ...] | None:
    """The types of a row that is unpacked into several names."""
    if get_origin(hint) is tuple and Ellipsis not in get_args(hint):
        return get_args(hint)
    return None


def is_group(hint: Any) -> bool:
    """A group or list of values, which cannot be printed as it is."""
    return is_dataclass(hint) or get_origin(hint) in {list, tuple, dict}


def offered(kind: DocumentKind) -> list[Field]:
    """The list beside the editor: the content's fields in their order, then what every document has."""
    content = fields_in(kind.content_type, "content")
    return [*content, *(field_of(name, name, hint, None) for name, hint in names_of(kind).items() if name != "content")]


def fields_in(holder: type[Any], path: str) -> tuple[Field, ...]:
    return tuple(field_of(f"{path}.{name}", name, hint, holder) for name, hint in hints_of(holder).items())


def field_of(path: str, name: str, hint: Any, holder: type[Any] | None) -> Field:
    label = label_of(name, holder)
    element = element_of(hint)
    if isinstance(element, type) and is_dataclass(element):
        row = row_name(name)
        return Field(path, label, hint, fields_in(element, row), row)
    return Field(path, label, hint, fields_in(hint, path) if isinstance(hint, type) and is_dataclass(hint) else ())


def row_name(name: str) -> str:
    """content.lines → line."""
    return name.removesuffix("s")


# How a value of each type is usually printed.
SUGGESTED: Mapping[Any, str] = {
    Decimal: "area",
    date: "date_text",
    datetime: "time_text",
    bool: "yes_no",
    str: "dash",
    int: "dash",
}
MONEY = frozenset({"filed_total", "sale_price"})


def snippet(field: Field) -> str:
    """What is inserted into the body when the field is chosen."""
    if field.row_name:
        first = next((row for row in field.rows if not is_group(row.kind)), field.rows[0])
        return f"{{% for {field.row_name} in {field.path} %}}\n<p>{snippet(first)}</p>\n{{% endfor %}}"
    name = field.path.rpartition(".")[2]
    filter_name = "money" if name in MONEY else SUGGESTED.get(field.kind)
    return f"{{{{ {field.path} | {filter_name} }}}}" if filter_name else f"{{{{ {field.path} }}}}"
