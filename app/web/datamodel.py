"""How pages and calls of records ask the database."""

from enum import Enum
from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import func, select
from sqlalchemy.orm import Query, selectinload

MOST_COUNTED = 10_000


class Records(SQLAInterface):
    """Counts no further than people page, and reads what a list shows of other tables at once."""

    def __init__(self, obj: Any, session: Any = None, *, with_: tuple[Any, ...] = ()) -> None:
        super().__init__(obj, session)
        self.options = tuple(selectinload(relation) for relation in with_)

    @staticmethod
    def _get_attr_value(item: Any, col: str) -> Any:
        """A coded value as the member that it is: its title is shown, not its code."""
        value = getattr(item, col, None)
        return value if isinstance(value, Enum) else SQLAInterface._get_attr_value(item, col)  # noqa: SLF001

    def get_related_obj(self, col_name: str, value: Any) -> Any:
        """The row that a list of related rows hangs on; the stock way of asking is deprecated."""
        return self.session.get(self.get_related_model(col_name), value)

    def query_count(self, query: Query[Any], filters: Any = None, select_columns: Any = None) -> int:
        """How many rows, counted up to one more than 10,000."""
        rows = self._apply_inner_all(query, filters, select_columns=select_columns, aliases_mapping={})
        keys = [getattr(self.obj, column.key) for column in self.obj.__mapper__.primary_key]
        some = rows.order_by(None).with_entities(*keys).limit(MOST_COUNTED + 1)
        return self.session.scalar(select(func.count()).select_from(some.subquery())) or 0

    def apply_all(self, query: Query[Any], *positional: Any, **named: Any) -> Query[Any]:
        return super().apply_all(query, *positional, **named).options(*self.options)
