"""States of a test database, kept under a name and put back before a test: as files on SQLite, as tables on PostgreSQL.

On PostgreSQL a copy of the whole database takes most of a second, so a kept state is a schema beside the tables, and
only tables that were written since are filled from it again.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.pool import NullPool

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
# What tables, columns and indexes there are: a test that changes them gets the database made anew behind it.
SHAPE = """
SELECT md5(string_agg(c.oid || ':' || c.relname || ':' || coalesce(i.indexrelid, 0) || ':' || c.relnatts, ',' ORDER BY c.oid))
FROM pg_class c LEFT JOIN pg_index i ON i.indexrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace
"""
OTHERS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


class FileStates:
    """SQLite: a state is a copy of the file."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.file = folder / "test.db"

    def keep(self, name: str) -> None:
        with self.engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.engine.dispose()
        shutil.copyfile(self.file, self.kept(name))

    def put_back(self, name: str) -> None:
        self.engine.dispose()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.kept(name), self.file)

    def kept(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def close(self) -> None:
        self.engine.dispose()


class SchemaStates:
    """PostgreSQL: a state is a schema with a copy of every table and the position of every sequence."""

    def __init__(self, engine: Engine, server: URL) -> None:
        self.engine = engine
        self.server = server
        self.name = str(engine.url.database)
        self.base = ""
        self.counts: Mapping[str, Mapping[str, int]] = {}
        self.shape = ""
        self.since = 0
        maintain(server, f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)', f'CREATE DATABASE "{self.name}"')
        self.direct = create_engine(engine.url, poolclass=NullPool)

    def keep(self, name: str) -> None:
        with self.direct.begin() as connection:
            run(connection, f"DROP SCHEMA IF EXISTS {schema(name)} CASCADE", f"CREATE SCHEMA {schema(name)}")
            counts = {table: copy_out(connection, table, name) for table in names(connection, TABLES)}
            run(connection, f"CREATE TABLE {schema(name)}.sequences (name text, last bigint, called boolean)")
            for sequence in names(connection, SEQUENCES):
                read = f"SELECT '{sequence}', last_value, is_called FROM public.{sequence}"
                run(connection, f"INSERT INTO {schema(name)}.sequences {read}")
            self.look(connection)
        self.counts = {**self.counts, name: counts}
        self.copy_whole(name)
        self.base = name

    def put_back(self, name: str) -> None:
        with self.direct.begin() as connection:
            if connection.scalar(text(OTHERS)):
                self.engine.dispose()
            changed_shape = connection.scalar(text(SHAPE)) != self.shape
            if not changed_shape:
                self.refill(connection, name)
                self.look(connection)
        if changed_shape:
            self.make_anew(name)
        self.base = name

    def refill(self, connection: Connection, name: str) -> None:
        """Foreign keys sleep meanwhile, for the whole is sound before and after."""
        run(connection, "SET LOCAL session_replication_role = replica")
        for table in self.written(connection) if name == self.base else self.counts[name]:
            run(
                connection,
                f"DELETE FROM public.{table}",
                f"INSERT INTO public.{table} SELECT * FROM {schema(name)}.{table}",
            )
        run(connection, f"SELECT setval(('public.' || name)::regclass, last, called) FROM {schema(name)}.sequences")

    def written(self, connection: Connection) -> list[str]:
        """Tables with a row newer than the state, or with fewer or more rows than it."""
        questions = " UNION ALL ".join(
            f"SELECT '{table}' WHERE (SELECT count(*) FROM public.{table}) <> {count}"
            f" OR EXISTS (SELECT 1 FROM public.{table} WHERE xmin::text::bigint > {self.since})"
            for table, count in self.counts[self.base].items()
        )
        return list(connection.scalars(text(questions)))

    def look(self, connection: Connection) -> None:
        """Remember what stands now: what is written by later transactions is a change."""
        self.shape = connection.scalar(text(SHAPE)) or ""
        self.since = connection.scalar(text("SELECT pg_current_xact_id()::text::bigint")) or 0

    # ---- the way of a test that changed the tables themselves ----

    def copy_whole(self, name: str) -> None:
        self.engine.dispose()
        whole = self.whole(name)
        maintain(
            self.server,
            f'DROP DATABASE IF EXISTS "{whole}" WITH (FORCE)',
            f'CREATE DATABASE "{whole}" TEMPLATE "{self.name}"',
        )

    def make_anew(self, name: str) -> None:
        self.engine.dispose()
        maintain(
            self.server,
            f'DROP DATABASE "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.whole(name)}"',
        )
        with self.direct.begin() as connection:
            self.look(connection)

    def whole(self, name: str) -> str:
        return f"{self.name}_{name}"

    def close(self) -> None:
        self.engine.dispose()
        databases = [self.name, *map(self.whole, self.counts)]
        maintain(self.server, *(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)' for database in databases))


def schema(name: str) -> str:
    return f"kept_{name}"


def names(connection: Connection, query: str) -> list[str]:
    return list(connection.scalars(text(query)))


def copy_out(connection: Connection, table: str, name: str) -> int:
    """Copy a table into the state's schema; how many rows it has."""
    run(connection, f"CREATE TABLE {schema(name)}.{table} AS TABLE public.{table}")
    return int(connection.scalar(text(f"SELECT count(*) FROM {schema(name)}.{table}")) or 0)


def run(connection: Connection, *statements: str) -> None:
    for statement in statements:
        connection.execute(text(statement))


def maintain(server: URL, *statements: str) -> None:
    """Statements about databases, each by itself."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        run(connection, *statements)
