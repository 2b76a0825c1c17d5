"""Where a page of a list begins: after a row that was seen, or by its number where nobody has been there yet.

By the row, any page costs what the first one does; by the number, the database passes over everything before it.
"""

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any, Self

from sqlalchemy import Column, TypeDecorator

AFTER, BEFORE = "after", "before"
LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Begin:
    """Beside which row a page begins, by the value it is ordered by and its key; `before` ends there instead."""

    value: Any
    key: Any
    before: bool = False

    @classmethod
    def read(cls, text: str, column: Column[Any], *, before: bool) -> Self:
        """From an address; ValueError for what no list of ours has written."""
        try:
            value, key = json.loads(text)
            return cls(revived(value, column), whole(key), before)
        except (TypeError, ArithmeticError, KeyError) as wrong:
            raise ValueError(text) from wrong


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its number from 0, so many rows, in this order; `begin` says where, if somebody came along."""

    number: int
    size: int
    column: str
    descending: bool
    begin: Begin | None = None

    @property
    def offset(self) -> int:
        return 0 if self.begin else self.number * self.size

    @property
    def backwards(self) -> bool:
        return self.begin is not None and self.begin.before

    def beginning(self, begin: Begin | None) -> "Page":
        return replace(self, begin=begin)


def mark(value: Any, key: Any) -> str:
    """A row as an address names it."""
    return json.dumps([plain(value), key], ensure_ascii=False, separators=(",", ":"))


def plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, dt.date) else str(value) if isinstance(value, Decimal) else value


def aware(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def whole(value: Any) -> int:
    """A number that a database can be asked with."""
    number = int(value)
    if abs(number) > LARGEST:
        raise ValueError(value)
    return number


KINDS: Mapping[type[Any], Callable[[Any], Any]] = {
    int: whole,
    str: str,
    bool: bool,
    Decimal: Decimal,
    dt.date: dt.date.fromisoformat,
    dt.datetime: aware,
}


def revived(value: Any, column: Column[Any]) -> Any:
    """The value as the column has it, None where it may have none; ValueError or KeyError where it cannot be one."""
    if value is None and column.nullable:
        return None
    held = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    kind = held.python_type
    return kind(value) if issubclass(kind, Enum) else KINDS[kind](value)
