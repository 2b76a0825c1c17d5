"""How pages and calls of records ask the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import func, inspect, literal, select, tuple_
from sqlalchemy.orm import Query, load_only, selectinload

from app.web.paging import Begin, Page

MOST_COUNTED = 10_000
BATCH = 2_000
MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a page, how many there are in all (no further than people page), and whether more follow."""

    rows: Sequence[Any]
    count: int
    more: bool


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
        return self.capped_count(
            self._apply_inner_all(query, filters, select_columns=select_columns, aliases_mapping={})
        )

    def capped_count(self, rows: Query[Any]) -> int:
        keys = [getattr(self.obj, column.key) for column in self.obj.__mapper__.primary_key]
        some = rows.order_by(None).with_entities(*keys).limit(MOST_COUNTED + 1)
        return self.session.scalar(select(func.count()).select_from(some.subquery())) or 0

    def apply_all(self, query: Query[Any], *positional: Any, **named: Any) -> Query[Any]:
        return super().apply_all(query, *positional, **named).options(*self.options)

    # ---- a page of a list ----

    def page(self, filters: Any, wanted: Page, columns: Sequence[str]) -> Found:
        """The rows of a page with what these columns show, and nothing else of them."""
        narrowed = self.apply_filters(self.session.query(self.obj), filters)
        placed = self.placed(narrowed, wanted).limit(wanted.size + 1)
        rows = self.late(placed, wanted) if wanted.offset else placed
        found = rows.options(*self.shown(columns)).all()
        kept = found[: wanted.size]
        return Found(
            kept[::-1] if wanted.backwards else kept,
            self.capped_count(narrowed),
            more=wanted.backwards or len(found) > wanted.size,
        )

    def placed(self, query: Query[Any], wanted: Page) -> Query[Any]:
        """In order, from where the page begins; a page that ends before a row is read backwards from it."""
        descending = wanted.descending != wanted.backwards
        if wanted.begin is not None:
            query = query.filter(self.beyond(wanted.begin, wanted.column, descending=descending))
        query = self.apply_order_by(query, wanted.column, "desc" if descending else "asc", add_pk=True)
        return query.offset(wanted.offset) if wanted.offset else query

    def late(self, placed: Query[Any], wanted: Page) -> Query[Any]:
        """What is passed over is passed over in the index: the rows themselves are looked up afterwards."""
        keys = placed.with_entities(self.get_pk()).subquery()
        rows = self.session.query(self.obj).join(keys, self.get_pk() == keys.c[0])
        return self.apply_order_by(rows, wanted.column, "desc" if wanted.descending else "asc", add_pk=True)

    def beyond(self, begin: Begin, column: str, *, descending: bool) -> Any:
        key = self.get_pk()
        if column == key.key:
            return key < begin.key if descending else key > begin.key
        here = tuple_(getattr(self.obj, column), key)
        there = tuple_(literal(begin.value, self.list_columns[column].type), literal(begin.key, key.type))
        return here < there if descending else here > there

    def may_begin(self, column: str) -> bool:
        """Whether pages in this order can begin at a row: the databases do not agree on where nothing stands."""
        held = self.list_columns.get(column)
        return held is not None and not held.nullable

    def shown(self, columns: Sequence[str]) -> tuple[Any, ...]:
        """The loads of a list: the columns themselves, and of other rows only what they are called by."""
        relations = self.obj.__mapper__.relationships
        loads = tuple(called(getattr(self.obj, name), relations[name]) for name in columns if name in relations)
        if any(name not in self.list_columns and name not in relations for name in columns):
            return (*self.options, *loads)
        own = [getattr(self.obj, name) for name in columns if name in self.list_columns]
        keys = [column.key for name in columns if name in relations for column in relations[name].local_columns]
        return (load_only(*own, self.get_pk(), *(getattr(self.obj, key) for key in keys)), *loads)

    # ---- every page at once ----

    def exported(
        self,
        filters: Any,
        column: str,
        direction: str,
        columns: Sequence[str],
        formatters: Mapping[str, Callable[[Any], Any]],
        most: int,
    ) -> Iterator[list[Any]]:
        """All rows of a list in its order, as these columns show them; never more than a batch in memory."""
        query = self.apply_filters(self.session.query(self.obj), filters)
        query = self.apply_order_by(query, column, direction, add_pk=True).limit(most)
        shows = [Remembered(formatters[name]) if name in formatters else None for name in columns]
        for row in self.values_of_all(query, columns):
            yield [show(value) if show else value for show, value in zip(shows, row, strict=True)]

    def values_of_all(self, query: Query[Any], columns: Sequence[str]) -> Iterator[Sequence[Any]]:
        """Bare values where all of them stand in the table or are called by a row that it names."""
        relations = {name: self.obj.__mapper__.relationships.get(name) for name in columns}
        if any(name not in self.list_columns and not is_one(relations[name]) for name in columns):
            for item in query.options(*self.options).yield_per(BATCH):
                yield [self._get_attr_value(item, name) for name in columns]
            return
        asked = [getattr(self.obj, key_name(relations[name]) or name) for name in columns]
        called_rows = [
            (place, Called(self.session, relations[name])) for place, name in enumerate(columns) if relations[name]
        ]
        for batch in partitions(query.with_entities(*asked)):
            for place, names in called_rows:
                names.learn({row[place] for row in batch})
            for row in batch:
                values = list(row)
                for place, names in called_rows:
                    values[place] = names.get(values[place])
                yield values


def called(relation: Any, described: Any) -> Any:
    names = getattr(described.mapper.class_, "called_by", ())
    load = selectinload(relation)
    return load.load_only(*(getattr(described.mapper.class_, name) for name in names)) if names else load


def is_one(relation: Any) -> bool:
    """Whether the relation leads to one row, by a key that stands in the table."""
    return relation is not None and not relation.uselist and len(relation.local_columns) == 1


def key_name(relation: Any) -> str | None:
    if relation is None:
        return None
    (column,) = relation.local_columns
    return str(relation.parent.get_property_by_column(column).key)


def partitions(query: Query[Any]) -> Iterator[list[Any]]:
    """The rows in batches, read as they are needed."""
    rows = iter(query.yield_per(BATCH))
    while batch := list(islice(rows, BATCH)):
        yield batch


class Called(dict[Any, str]):
    """What rows of another table are called, by their keys; each is asked for once."""

    def __init__(self, session: Any, relation: Any) -> None:
        super().__init__()
        self.session, self.model = session, relation.mapper.class_
        (self.key,) = inspect(self.model).primary_key

    def learn(self, keys: set[Any]) -> None:
        unknown = keys - self.keys() - {None}
        if unknown:
            names = getattr(self.model, "called_by", ())
            loads = [load_only(*(getattr(self.model, name) for name in names))] if names else []
            rows = self.session.scalars(select(self.model).where(self.key.in_(unknown)).options(*loads))
            self.update({getattr(row, self.key.key): str(row) for row in rows})


class Remembered:
    """A formatter that is asked once for each value that can be remembered."""

    def __init__(self, show: Callable[[Any], Any]) -> None:
        self.show = show
        self.kept: dict[Any, Any] = {}

    def __call__(self, value: Any) -> Any:
        if not isinstance(value, str | int | None):
            return self.show(value)
        if value not in self.kept and len(self.kept) < MOST_REMEMBERED:
            self.kept[value] = self.show(value)
        return self.kept.get(value) if value in self.kept else self.show(value)
