"""The rows of a list, drawn: a page has hundreds of cells, so how a column is written is settled once for all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any
from urllib.parse import quote

from markupsafe import Markup, escape

from app.web.shown_values import shown

LONG = 32  # signs; longer texts are cut by the page and told in full beside it
KEY = "-key-"  # stands in an address for the key of a row
REPEATED = (str, Enum)

Formatters = Mapping[str, Callable[[Any], Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """A record by its key and what it is called; its cells as what opens each and what it holds.

    `linked` says whether the first may carry the link to the record; else it has one of its own.
    """

    key: Any
    name: str
    linked: bool
    parts: Sequence[tuple[str, str]]

    def cells(self, address: str = "") -> Markup:
        """Drawn; `address` is that of any record of the list, with KEY in place of its key."""
        (opening, held), *others = self.parts
        if address and self.linked:
            held = f'<a href="{escape(address.replace(KEY, quote(str(self.key), safe="")))}">{held}</a>'
        drawn = "</td>".join([f"{opening}{held}", *(f"{opens}{holds}" for opens, holds in others)])
        return Markup(f"{drawn}</td>")  # noqa: S704 - every part is drawn already


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a page, and which columns stand at the right."""

    rows: Sequence[Row]
    numeric: frozenset[str]


def rows_of(
    keys: Sequence[Any], values: Sequence[Sequence[Any]], columns: Sequence[str], formatters: Formatters
) -> Rows:
    """The records of a page by their keys, with the values of these columns."""
    numeric = frozenset(
        column
        for place, column in enumerate(columns)
        if is_number(formatted(first_of(values, place), formatters.get(column)))
    )
    writers = [Column(column, formatters.get(column), at_right=column in numeric) for column in columns]
    return Rows([row_of(key, item, writers) for key, item in zip(keys, values, strict=True)], numeric)


def row_of(key: Any, item: Sequence[Any], writers: Sequence["Column"]) -> Row:
    first = writers[0].value(item[0])
    parts = [writer.cell(value) for writer, value in zip(writers, item, strict=True)]
    return Row(key, bare(item[0]), not isinstance(first, Markup), parts)


class Column:
    """How one column of a list is written; what a few words say again and again is drawn once."""

    def __init__(self, name: str, formatter: Callable[[Any], Any] | None, *, at_right: bool) -> None:
        self.formatter = formatter
        self.opening = f'<td data-column="{name}"' + (' class="number">' if at_right else ">")
        self.long_opening = f'<td data-column="{name}" class="long" title="'
        self.kept: dict[Any, tuple[str, str]] = {}

    def value(self, stored: Any) -> Any:
        return formatted(stored, self.formatter)

    def cell(self, stored: Any) -> tuple[str, str]:
        """What opens the cell, and what it holds."""
        if not isinstance(stored, REPEATED):
            return self.drawn(self.value(stored))
        if stored not in self.kept:
            self.kept[stored] = self.drawn(self.value(stored))
        return self.kept[stored]

    def drawn(self, value: Any) -> tuple[str, str]:
        if isinstance(value, str) and len(value) > LONG:
            return f'{self.long_opening}{escape(bare(value))}">', shown(value)
        return self.opening, shown(value)


def formatted(stored: Any, formatter: Callable[[Any], Any] | None) -> Any:
    return formatter(stored) if formatter else stored


def bare(value: Any) -> str:
    """Without tags; it is escaped where it is shown."""
    text = str(value)
    if isinstance(value, Markup) or "<" in text or "&" in text:
        return Markup(text).striptags()  # noqa: S704
    return " ".join(text.split())


def first_of(values: Sequence[Sequence[Any]], place: int) -> Any:
    return next((item[place] for item in values if item[place] is not None), None)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
