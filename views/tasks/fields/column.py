"""Fields of stored values: label, length and decimals are those of the column."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext

from models.base import ExactDecimal
from views.tasks.fields.number import AmountField
from views.tasks.fields.text import TextField


def label_of(column: Any) -> Any:
    """The label of a stored value is the comment of its column, written once."""
    return lazy_gettext(column.comment)


def text_of(column: Any, **named: Any) -> TextField:
    return TextField(label_of(column), longest=column.type.length, **named)


def amount_of(column: Any, *, least: Decimal, most: Decimal, **named: Any) -> AmountField:
    """A decimal with as many places as its column keeps."""
    assert isinstance(column.type, ExactDecimal)
    return AmountField(label_of(column), least=least, most=most, places=column.type.scale, **named)
