"""What Flask-AppBuilder gets wrong and offers no hook for."""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_appbuilder.models.sqla import filters
from sqlalchemy import Boolean, Enum
from werkzeug.exceptions import BadRequest

from models.base import AwareDateTime, ExactDecimal
from workflows.facts.calendar import DESK_ZONE

stock_value = filters.set_value_to_type


def apply() -> None:
    """Filters look the function up in their module, so that replacing it there is enough; twice is once."""
    filters.set_value_to_type = typed_value


def typed_value(datamodel: Any, column_name: str, value: Any) -> Any:
    """A filter's text as the column's type; None for what cannot be one, which finds nothing.

    The stock function leaves numbers as text, which PostgreSQL refuses, and moments without a zone.
    """
    column = datamodel.list_columns.get(column_name)
    if column is not None and isinstance(column.type, ExactDecimal):
        return exact(value)
    if column is not None and isinstance(column.type, Boolean):
        return str(value).lower() in {"y", "true", "1"}
    if column is not None and isinstance(column.type, Enum):
        return coded(column.type, value)
    typed = stock_value(datamodel, column_name, value)
    if column is not None and isinstance(column.type, AwareDateTime):
        return aware(typed)
    return typed


def exact(value: Any) -> Decimal | None:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 16 else None


def coded(kind: Enum, value: Any) -> Any:
    """The member of this code or label; 400 for any other text."""
    for member in kind.enum_class or ():
        if value in {member, member.value, getattr(member, "title", None)}:
            return member
    raise BadRequest


def aware(moment: Any) -> dt.datetime | None:
    if not isinstance(moment, dt.datetime):
        return None
    return moment.replace(tzinfo=DESK_ZONE) if moment.tzinfo is None else moment
