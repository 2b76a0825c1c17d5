"""Migrations as checked and written here: `python -m tools.migrations check`, `… next "title"`, `… initial`."""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.sql import ClauseElement

import models
from models.base import Model
from tools.postgres import postgres_server

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "migrations"
INITIAL = "0001"
UNNAMED = ("name", "duplicates_constraint")
assert models


def configuration(connection: Connection | None = None) -> Config:
    config = Config(str(FOLDER / "alembic.ini"))
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def head() -> str | None:
    """The newest revision that the scripts know."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def current(connection: Connection) -> str | None:
    """The revision that this database stands at."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    with engine.begin() as connection:
        command.downgrade(configuration(connection), revision)


def sqlite_engine(path: Path) -> Engine:
    """SQLite with transactions that also hold schema changes, so that a migration happens as a whole."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _no_implicit_transactions(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


@contextmanager
def fresh_database(server: URL, name: str) -> Iterator[Engine]:
    """A new empty database on the server, dropped afterwards."""
    maintenance = create_engine(server, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine = create_engine(server.set(database=name))
    try:
        yield engine
    finally:
        engine.dispose()
        with maintenance.connect() as connection:
            connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
        maintenance.dispose()


def differences(connection: Connection) -> list[Any]:
    """What autogenerate would still change: nothing, when models and migrations agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Model.metadata))


def schema_of(connection: Connection) -> dict[str, Any]:
    """Everything the database knows of its tables, in a form that can be compared: constraints and comments too."""
    looked = inspect(connection)
    return {
        table: {
            "columns": {
                column["name"]: (str(column["type"]), column["nullable"], column.get("comment"))
                for column in looked.get_columns(table)
            },
            "primary key": tuple(looked.get_pk_constraint(table)["constrained_columns"]),
            "foreign keys": plain(table, looked.get_foreign_keys(table)),
            "unique": plain(table, looked.get_unique_constraints(table)),
            "checks": plain(table, looked.get_check_constraints(table)),
            "indexes": plain(table, looked.get_indexes(table)),
        }
        for table in looked.get_table_names()
        if table != "alembic_version"
    }


def plain(table: str, things: Sequence[Mapping[str, Any]]) -> list[str]:
    """The things as sorted text. Flask-AppBuilder's own tables name no constraints, so there the names do not count."""
    unnamed = table.startswith("ab_")
    return sorted(
        repr({key: worded(value) for key, value in thing.items() if not (unnamed and key in UNNAMED)})
        for thing in things
    )


def worded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: worded(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, ClauseElement) else value


def disagreement(migrated: Engine, made: Engine) -> str | None:
    """Why a migrated database is not what the models make; None when it is."""
    upgrade(migrated)
    Model.metadata.create_all(made)
    with migrated.connect() as one, made.connect() as other:
        left = differences(one)
        if left:
            return f"autogenerate would still change: {left}"
        ours, wanted = schema_of(one), schema_of(other)
    tables = sorted(name for name in ours.keys() | wanted.keys() if ours.get(name) != wanted.get(name))
    return f"other than in the models: {', '.join(tables)}" if tables else None


def check() -> list[str]:
    """One sentence for each database on which models and migrations do not agree."""
    with tempfile.TemporaryDirectory() as folder:
        found = {
            "SQLite": disagreement(sqlite_engine(Path(folder, "migrated")), sqlite_engine(Path(folder, "made"))),
        }
    with (
        postgres_server() as server,
        fresh_database(server, "check_migrated") as migrated,
        fresh_database(server, "check_made") as made,
    ):
        found["PostgreSQL"] = disagreement(migrated, made)
    return [f"{database}: {fault}" for database, fault in found.items() if fault]


def write_initial() -> None:
    """The one first revision, made anew from the models: only while no release has gone out with it."""
    for old in (FOLDER / "versions").glob("*.py"):
        old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_engine(Path(folder, "empty"))
        with engine.begin() as connection:
            command.revision(configuration(connection), "initial tables", autogenerate=True, rev_id=INITIAL)


def write_next(title: str) -> None:
    """One more numbered revision for what changed in the models since the last."""
    number = max(int(path.name.split("_")[0]) for path in (FOLDER / "versions").glob("*.py")) + 1
    with tempfile.TemporaryDirectory() as folder:
        engine = sqlite_engine(Path(folder, "before"))
        upgrade(engine)
        with engine.begin() as connection:
            command.revision(configuration(connection), title, autogenerate=True, rev_id=f"{number:04d}")


def main() -> None:
    match sys.argv[1:]:
        case ["initial"]:
            write_initial()
        case ["next", str(title)] if title:
            write_next(title)
        case ["check"]:
            sys.exit("\n".join(check()) or None)
        case _:
            sys.exit('one of: check, initial, next "what changes"')


if __name__ == "__main__":
    main()
