"""Which of the rows a person sees are also the person's to change; the wall judges the write itself again."""

from collections.abc import Iterable
from typing import Any

from flask import abort
from sqlalchemy import inspect, select

from app.extensions import db
from app.security.rows import ROWS
from app.web.current import current_actor


def fixed_keys(model: type[Any], keys: Iterable[Any]) -> frozenset[Any]:
    """Those of the keys whose rows this person may only look at: one query for all."""
    asked = frozenset(keys)
    rows = ROWS.get(model)
    if rows is None or not asked:
        return frozenset()
    table = model.__table__
    (primary,) = inspect(model).primary_key
    query = select(primary).where(primary.in_(asked), rows.changed_by(current_actor(), table))
    return asked - frozenset(db.session.connection().execute(query).scalars())


def refuse_fixed(item: Any) -> None:
    """404 for a row that is not this person's to change: there is no such form."""
    (primary,) = inspect(type(item)).primary_key
    if fixed_keys(type(item), [getattr(item, primary.key)]):
        abort(404)
