"""How pages and calls of records ask the database."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from itertools import islice
from operator import attrgetter
from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from sqlalchemy import func, inspect, literal, select, tuple_
from sqlalchemy.orm import Query, aliased, contains_eager, load_only, selectinload

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
        found = self.found(narrowed, wanted, columns)
        kept = found[: wanted.size]
        return Found(
            kept[::-1] if wanted.backwards else kept,
            self.count(narrowed, wanted, found),
            more=wanted.backwards or len(found) > wanted.size,
        )

    def count(self, narrowed: Query[Any], wanted: Page, found: Sequence[Any]) -> int:
        """How many rows there are in all; not asked where the page itself is the end of them."""
        if wanted.begin is None and (found or not wanted.offset) and len(found) <= wanted.size:
            return min(wanted.offset + len(found), MOST_COUNTED + 1)
        return self.capped_count(narrowed)

    def found(self, narrowed: Query[Any], wanted: Page, columns: Sequence[str]) -> list[Any]:
        """The rows of the page and one more, if there is one; what ends before a row is read backwards from it."""
        descending = wanted.descending != wanted.backwards
        rows: list[Any] = []
        for part in self.parts(wanted.begin, wanted.column, descending=descending):
            stretch = self.stretch(narrowed.filter(*part), wanted, columns, wanted.size + 1 - len(rows))
            rows += stretch.all()
            if len(rows) > wanted.size:
                break
        return rows

    def stretch(self, rows: Query[Any], wanted: Page, columns: Sequence[str], most: int) -> Query[Any]:
        """The first of these rows in the order of the page, with what it shows."""
        direction = "desc" if wanted.descending != wanted.backwards else "asc"
        if not wanted.offset:
            shown = self.showing(rows, columns)
            return self.apply_order_by(shown, wanted.column, direction, add_pk=True).limit(most)
        # What is passed over is passed over in the index: the rows themselves are looked up afterwards.
        keys = self.apply_order_by(rows, wanted.column, direction, add_pk=True).with_entities(self.get_pk())
        passed = keys.limit(most).offset(wanted.offset).subquery()
        shown = self.showing(self.session.query(self.obj).join(passed, self.get_pk() == passed.c[0]), columns)
        return self.apply_order_by(shown, wanted.column, direction, add_pk=True)

    def parts(self, begin: Begin | None, column: str, *, descending: bool) -> Iterator[tuple[Any, ...]]:
        """Which rows lie beyond the beginning, as conditions of which each is a stretch of the index, in their order.

        Rows where nothing stands are a stretch of their own: before all others or behind them, as the database has it.
        """
        if begin is None:
            yield ()
            return
        key, held = self.get_pk(), getattr(self.obj, column)
        further = key < begin.key if descending else key > begin.key
        if column == key.key:
            yield (further,)
            return
        empties_follow = self.empties_are_last != descending
        if begin.value is None:
            yield held.is_(None), further
            if not empties_follow:
                yield (held.is_not(None),)
            return
        here = tuple_(held, key)
        there = tuple_(literal(begin.value, self.list_columns[column].type), literal(begin.key, key.type))
        yield (here < there if descending else here > there,)
        if self.list_columns[column].nullable and empties_follow:
            yield (held.is_(None),)

    @property
    def empties_are_last(self) -> bool:
        """Where the database puts what has no value, in ascending order."""
        return bool(self.session.get_bind().dialect.name == "postgresql")

    def may_begin(self, column: str) -> bool:
        """Whether pages in this order can begin at a row: where it is by a column of the table."""
        return column in self.list_columns

    def values_of(self, rows: Sequence[Any], columns: Sequence[str]) -> list[list[Any]]:
        """What these columns hold of each row."""
        plain = self.obj.__mapper__.attrs
        read = [attrgetter(name) if name in plain else partial(self._get_attr_value, col=name) for name in columns]
        return [[get(row) for get in read] for row in rows]

    def showing(self, query: Query[Any], columns: Sequence[str]) -> Query[Any]:
        """With the columns of a list and no others, and of other rows only what they are called by."""
        relations = {name: self.obj.__mapper__.relationships[name] for name in columns if self.is_relation(name)}
        if any(name not in self.list_columns and name not in relations for name in columns):
            return query.options(*self.options)
        for name, relation in relations.items():
            query = calling(query, getattr(self.obj, name), relation)
        own = [getattr(self.obj, name) for name in columns if name in self.list_columns]
        keys = [column.key for relation in relations.values() for column in relation.local_columns]
        return query.options(load_only(*own, self.get_pk(), *(getattr(self.obj, key) for key in keys)))

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


def calling(query: Query[Any], relation: Any, described: Any) -> Query[Any]:
    """What a row of another table is called by, as far as it may be known, read along with the row that names it."""
    if not is_one(described):
        return query.options(selectinload(relation))
    there = aliased(described.mapper.class_)
    names = getattr(described.mapper.class_, "called_by", ())
    load = contains_eager(relation.of_type(there))
    # Named in the statement itself, unlike a joined load, it is narrowed to what the person asking may see.
    return query.outerjoin(relation.of_type(there)).options(
        load.load_only(*(getattr(there, name) for name in names)) if names else load
    )


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
