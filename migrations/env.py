"""Alembic's entry: the tables of the models, on the application's database or on a connection handed over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import DropColumnOp, DropConstraintOp, ModifyTableOps
from sqlalchemy import Enum
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import conv

import models
from models.base import AwareDateTime, ExactDecimal, Model
from models.encryption import EncryptedText

assert models  # importing the package is what fills the metadata


def render_item(kind: str, thing: object, autogen: AutogenContext) -> str | Literal[False]:
    """Our own column types by an import that stays valid; an encrypted text is plain text to the database."""
    if kind != "type":
        return False
    if isinstance(thing, EncryptedText):
        return "sa.Text()"
    if isinstance(thing, ExactDecimal):
        autogen.imports.add("from models.base import ExactDecimal")
        return f"ExactDecimal({thing.precision}, {thing.scale})"
    if isinstance(thing, AwareDateTime):
        autogen.imports.add("from models.base import AwareDateTime")
        return "AwareDateTime()"
    return False


def revised(_context: Any, _revision: Any, directives: list[Any]) -> None:
    """A revision that changes nothing is not written; going back, a coded column takes its CHECK along."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
    for changes in directives[0].downgrade_ops.ops if directives else []:
        if isinstance(changes, ModifyTableOps):
            changes.ops[:0] = [check_of(changes.table_name, column) for column in coded_columns(changes)]


def coded_columns(changes: ModifyTableOps) -> list[Any]:
    dropped = [op.to_column() for op in changes.ops if isinstance(op, DropColumnOp)]
    return [column for column in dropped if isinstance(column.type, Enum)]


def check_of(table: str, column: Any) -> DropConstraintOp:
    """On SQLite the table is made anew, and would still name the column in it."""
    return DropConstraintOp(conv(f"ck_{table}_{column.type.name}"), table, type_="check")


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        process_revision_directives=revised,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def run_on_application() -> None:
    """As `flask db …` calls it: inside the application's context, on a connection of its own, all or nothing."""
    from flask import current_app

    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        # SQLite alters a table by making it anew, which must not cascade into the rows that point to it.
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            run(connection)
        connection.invalidate()


if context.is_offline_mode():
    raise SystemExit("migrations run on a database, not into a file")
if (handed_over := context.config.attributes.get("connection")) is not None:
    run(handed_over)
else:
    run_on_application()
