"""The wall between tenants, at the ORM: every statement of a session is narrowed to what the one acting may see.

Whoever has not said for whom he acts sees nothing. `rows.py` says what each side sees; this file only applies it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, event, false, select
from sqlalchemy import inspect as inspect_mapping
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.sql import visitors

from app.security.rows import ROWS, Rows
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
    if state.is_update:
        refuse_new_owner(state.statement)
    state.statement = state.statement.options(*criteria_of(reach))


@lru_cache(maxsize=512)
def criteria_of(reach: Actor | Reach) -> tuple[Any, ...]:
    return tuple(
        with_loader_criteria(root_of(model), seen_by(rows, reach, Attributes(root_of(model))), include_aliases=True)
        for model, rows in ROWS.items()
    )


def root_of(model: type[Any]) -> Any:
    """The class at the root of a table: a person must not be reachable as the stock account either."""
    return inspect_mapping(model).base_mapper.class_


def seen_by(rows: Rows, reach: Actor | Reach, table: Any) -> ColumnElement[bool]:
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


def refuse_new_owner(statement: Any) -> None:
    named = {getattr(column, "key", column) for column in getattr(statement, "_values", None) or {}}
    if named & TENANT_COLUMNS:
        raise RuntimeError(f"a statement over many rows may not change {', '.join(sorted(named & TENANT_COLUMNS))}")


# ---- writing ----


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
    for model, keys in by_model(instances).items():
        rows = ROWS.get(model)
        if rows is not None and not all_within(session, rows, reach, model, keys):
            raise NotVisible(model.__name__)


def by_model(instances: Iterable[Any]) -> dict[type[Any], list[Any]]:
    groups: dict[type[Any], list[Any]] = {}
    for instance in instances:
        groups.setdefault(type(instance), []).append(inspect_mapping(instance).identity_key or instance)
    return groups


def all_within(session: Session, rows: Rows, reach: Actor | Reach, model: type[Any], keys: Sequence[Any]) -> bool:
    if not isinstance(reach, Actor):
        return False
    table = model.__table__
    (primary,) = table.primary_key.columns
    wanted = {key[1][0] if isinstance(key, tuple) else getattr(key, primary.key) for key in keys}
    query = select(primary).where(primary.in_(wanted), rows.changed_by(reach, table))
    return len(session.connection().execute(query).all()) == len(wanted)


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
