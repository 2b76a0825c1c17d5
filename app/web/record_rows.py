"""The rows of a list as its template writes them: every value shown already, a page is one loop over strings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from app.web.shown_values import shown

LONG = 32  # signs; longer texts are cut by the page and told in full beside it

Formatters = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: its column, what is shown, how it stands (`number`, `long`), the whole of a text that may be cut."""

    column: str
    shown: Markup
    kind: str = ""
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A record by its key and what it is called; `linked` says whether its first cell carries the link to it."""

    key: Any
    name: str
    linked: bool
    cells: Sequence[Cell]


def rows_of(
    keys: Sequence[Any], values: Sequence[Mapping[str, Any]], columns: Sequence[str], formatters: Formatters
) -> list[Row]:
    numeric = numeric_columns(values, [column for column in columns if column not in formatters])
    return [row_of(key, item, columns, formatters, numeric) for key, item in zip(keys, values, strict=True)]


def row_of(
    key: Any, item: Mapping[str, Any], columns: Sequence[str], formatters: Formatters, numeric: frozenset[str]
) -> Row:
    values = [formatters[column](item[column]) if column in formatters else item[column] for column in columns]
    cells = [cell_of(column, value, numeric) for column, value in zip(columns, values, strict=True)]
    return Row(key, bare(item[columns[0]]), not isinstance(values[0], Markup), cells)


def cell_of(column: str, value: Any, numeric: frozenset[str]) -> Cell:
    if column in numeric:
        return Cell(column, shown(value), "number")
    if isinstance(value, str) and len(value) > LONG:
        return Cell(column, shown(value), "long", bare(value))
    return Cell(column, shown(value))


def bare(value: Any) -> str:
    """Without tags; it is escaped where it is shown."""
    return Markup(value).striptags()  # noqa: S704


def numeric_columns(values: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> frozenset[str]:
    """Columns of numbers stand at the right."""
    firsts = {column: next((item[column] for item in values if item[column] is not None), None) for column in columns}
    return frozenset(column for column, first in firsts.items() if is_number(first))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
