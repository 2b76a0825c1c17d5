"""The wall between tenants, at the ORM: every statement of a session is narrowed to what the one acting may see.

Whoever has not said for whom he acts sees nothing. `rows.py` says what each side sees; this file only applies it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, event, false, func, literal, select, union_all
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from app.security.criteria import Rows
from app.security.rows import ROWS
from app.security.wall import Wall
from app.web.database import writing
from workflows.actor import Actor
from workflows.messages import NotVisible

UNSCOPED = "unscoped"
SEEN_AS = "seen_as"
# What says to whom a row belongs is never changed by a statement over many rows: its new value would go unchecked.
TENANT_COLUMNS = frozenset({"developer_id", "bank_id", "agency_id", "organization_id", "owner_id", "region_code"})
SCOPED_TABLES = frozenset(model.__table__ for model in ROWS)


class Reach(Enum):
    """Who is not a person."""

    nobody = "nobody"
    system = "system"


_acting: ContextVar[Actor | Reach] = ContextVar("acting", default=Reach.nobody)


def acting() -> Actor | Reach:
    return _acting.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Inside, statements see and change what this person may."""
    with _reach(actor):
        yield


@contextmanager
def system_scope() -> Iterator[None]:
    """Inside, statements see everything: commands, workers, and finding out who somebody is."""
    with _reach(Reach.system):
        yield


@contextmanager
def nobody_acting() -> Iterator[None]:
    """Inside, statements see no row that belongs to anybody: visitors who have not signed in."""
    with _reach(Reach.nobody):
        yield


@contextmanager
def _reach(reach: Actor | Reach) -> Iterator[None]:
    token = _acting.set(reach)
    try:
        yield
    finally:
        _acting.reset(token)


def install(session: Any) -> None:
    """Put the wall and the rule of the one commit around a session factory; doing it again changes nothing."""
    for name, listener in LISTENERS:
        if not event.contains(session, name, listener):
            event.listen(session, name, listener)


# ---- reading ----


def narrow(state: ORMExecuteState) -> None:
    """Add what the one acting may see to a SELECT, UPDATE or DELETE."""
    if state.is_column_load or not (state.is_select or state.is_update or state.is_delete):
        return
    reach = acting()
    forget_what_another_saw(state.session, reach)
    if reach is Reach.system or state.execution_options.get(UNSCOPED):
        return
    refuse_bare_tables(state.statement)
    target: Any = None
    if not state.is_select:
        target = state.bind_mapper.class_ if state.bind_mapper else None
        judge_statement(state, reach, target)
    wall = wall_of(reach, target)
    if not any(option is wall for option in state.statement._with_options):  # noqa: SLF001 - loads of relations inherit it
        state.statement = state.statement.options(wall)


@lru_cache(maxsize=512)
def wall_of(reach: Actor | Reach, changed: type[Any] | None = None) -> Wall:
    """What may be seen of every table, and of the one that is changed what may be changed."""
    return Wall(
        with_loader_criteria(
            root_of(model),
            within(rows.change or rows if model is changed else rows, reach, Attributes(root_of(model))),
            include_aliases=True,
            propagate_to_loaders=True,  # for what is joined along; other loads of relations pass here by themselves
        )
        for model, rows in ROWS.items()
    )


def root_of(model: type[Any]) -> Any:
    """The class at the root of a table: a person must not be reachable as the stock account either."""
    return inspect_mapping(model).base_mapper.class_


def within(rows: Rows, reach: Actor | Reach, table: Any) -> ColumnElement[bool]:
    return rows.seen_by(reach, table) if isinstance(reach, Actor) else false()


class Attributes:
    """A model's columns as its attributes: these follow the class into joins and aliases, a table's own do not."""

    def __init__(self, model: type[Any]) -> None:
        held = inspect_mapping(model).column_attrs
        self.c = Columns({attribute.columns[0].name: attribute.class_attribute for attribute in held})


class Columns(dict[str, Any]):
    """Columns by name, also with a dot, as a table has them."""

    __getattr__ = dict.__getitem__


def forget_what_another_saw(session: Session, reach: Actor | Reach) -> None:
    """Rows loaded for one person are not handed to the next from memory; within one unit of work nothing is dropped."""
    if session.info.get(SEEN_AS, reach) != reach and not writing.get():
        session.expunge_all()
    session.info[SEEN_AS] = reach


def refuse_bare_tables(statement: Any) -> None:
    """A statement that names a table and no mapped class would pass the wall unseen."""
    if statement._propagate_attrs.get("compile_state_plugin") == "orm":  # noqa: SLF001 - said nowhere else
        return
    parts: Iterable[Any] = visitors.iterate(statement)
    written = [*getattr(statement, "_from_obj", ()), *getattr(statement, "_raw_columns", ())]
    named = [*written, *(part.table for part in parts if is_column(part))]
    bare = sorted({table.name for table in named if table in SCOPED_TABLES and not of_class(table)})
    if bare:
        raise RuntimeError(f"ask by the mapped class, not by the table: {', '.join(bare)}")


def is_column(part: Any) -> bool:
    return part.__visit_name__ == "column" and part.table is not None and not of_class(part)


def of_class(part: Any) -> bool:
    """Whether it was reached by the mapped class, so that the scope is added to it."""
    return "parententity" in part._annotations  # noqa: SLF001 - said nowhere else


# ---- changing many rows by one statement: no flush sees it ----


def judge_statement(state: ORMExecuteState, reach: Actor | Reach, model: type[Any] | None) -> None:
    """An UPDATE or DELETE keeps to whom the rows belong, and where it names rows by key, they are the actor's."""
    rows = ROWS.get(model) if model is not None else None
    if rows is None:
        return
    assert model is not None
    if rows.append_only:
        raise RuntimeError(f"{model.__name__} is only ever added to")
    refuse_new_owner(state)
    keys = keys_given(state, model)
    if keys and first_outside(state.session, reach, {model: keys}):
        raise NotVisible(model.__name__)


def refuse_new_owner(state: ORMExecuteState) -> None:
    named = {getattr(column, "key", column) for column in assigned(state)}
    if named & TENANT_COLUMNS:
        raise RuntimeError(f"a statement over many rows may not change {', '.join(sorted(named & TENANT_COLUMNS))}")


def assigned(state: ORMExecuteState) -> Iterator[Any]:
    """The columns that an UPDATE gives values to, in whatever way they are given."""
    statement: Any = state.statement
    yield from getattr(statement, "_values", None) or {}
    for given in parameters_of(state):
        yield from given


def parameters_of(state: ORMExecuteState) -> Sequence[Any]:
    given: Any = state.parameters
    return given if isinstance(given, list | tuple) else [given] if given else []


def keys_given(state: ORMExecuteState, model: type[Any]) -> set[Any]:
    """The keys of an UPDATE with a set of values for each row: the criteria are not added to that."""
    (primary,) = inspect_mapping(model).primary_key
    return {given[primary.key] for given in parameters_of(state) if primary.key in given}


# ---- writing row by row ----


def judge_before(session: Session, _context: Any, _instances: Any) -> None:
    """What is changed or deleted must have been theirs to change."""
    touched = [row for row in session.dirty if session.is_modified(row)]
    deleted = list(session.deleted)
    if not touched and not deleted and not session.new:
        return
    if not writing.get():
        raise RuntimeError("rows are changed outside a unit of work")
    refuse_outside(session, touched + deleted)
    for row in [*touched, *deleted]:
        if acting() is not Reach.system and (rows := ROWS.get(type(row))) and rows.append_only:
            raise RuntimeError(f"{type(row).__name__} is only ever added to")


def judge_after(session: Session, _context: Any) -> None:
    """What is new or changed must be theirs now, so that no row is planted in or moved to another's."""
    refuse_outside(session, [*session.new, *(row for row in session.dirty if session.is_modified(row))])


def refuse_outside(session: Session, instances: Iterable[Any]) -> None:
    """NotVisible where one of these rows, as the database has it now, is not the actor's to change."""
    reach = acting()
    if reach is Reach.system:
        return
    named = {model: keys_of(model, found) for model, found in by_model(instances).items() if model in ROWS}
    outside = first_outside(session, reach, named)
    if outside is not None:
        raise NotVisible(outside.__name__)


def by_model(instances: Iterable[Any]) -> dict[type[Any], list[Any]]:
    groups: dict[type[Any], list[Any]] = {}
    for instance in instances:
        groups.setdefault(type(instance), []).append(inspect_mapping(instance).identity_key or instance)
    return groups


def keys_of(model: type[Any], instances: Iterable[Any]) -> set[Any]:
    (primary,) = model.__table__.primary_key.columns
    return {one[1][0] if isinstance(one, tuple) else getattr(one, primary.key) for one in instances}


def first_outside(session: Session, reach: Actor | Reach, wanted: Mapping[type[Any], set[Any]]) -> type[Any] | None:
    """The first table of which not every one of these keys is a row that the actor may change; asked all at once."""
    if not wanted or not isinstance(reach, Actor):
        return next(iter(wanted), None)
    counted = [within_reach(number, reach, model, keys) for number, (model, keys) in enumerate(wanted.items())]
    found = dict(session.connection().execute(union_all(*counted)).all())
    return next((model for number, (model, keys) in enumerate(wanted.items()) if found[number] != len(keys)), None)


def within_reach(number: int, reach: Actor, model: type[Any], wanted: set[Any]) -> Select[int, int]:
    """How many of these keys are rows that the actor may change."""
    table = model.__table__
    (primary,) = table.primary_key.columns
    within_table = ROWS[model].changed_by(reach, table)
    return select(literal(number, Integer), func.count()).select_from(table).where(primary.in_(wanted), within_table)


def refuse_stray_commit(_session: Session) -> None:
    """Only the unit of work commits."""
    if not writing.get():
        raise RuntimeError("a commit outside a unit of work")


LISTENERS = (
    ("do_orm_execute", narrow),
    ("before_flush", judge_before),
    ("after_flush", judge_after),
    ("before_commit", refuse_stray_commit),
)
