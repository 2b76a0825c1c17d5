"""The databases of a run: the product's own, migrated and filled, on SQLite and on PostgreSQL, and a copy for the peers."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import URL, Connection, create_engine, make_url, text

from app.demo import city
from app.demo.papers import keeper
from app.extensions import db
from app.factory import create_app
from app.security.release import write_roles
from app.security.scopes import system_scope
from app.web.current import now
from app.web.unit_of_work import unit_of_work
from bench.settings import DATABASES
from tools.migrations import upgrade
from tools.postgres import postgres_server


@dataclass(frozen=True, slots=True)
class Place:
    """Where databases of one kind are made: a folder, and for PostgreSQL the server's maintenance address."""

    kind: str
    folder: Path
    server: URL | None

    def url(self, name: str) -> URL:
        if self.server is None:
            return make_url(f"sqlite:///{self.folder / name}.db")
        return self.server.set(database=name)


@dataclass(frozen=True, slots=True)
class Desk:
    """A database of the product with its town, and what its application needs to open it."""

    place: Place
    name: str

    @property
    def url(self) -> URL:
        return self.place.url(self.name)

    @property
    def folder(self) -> Path:
        return self.place.folder / f"{self.name}-instance"

    @property
    def settings(self) -> dict[str, Any]:
        return {
            "INSTANCE_PATH": self.folder,
            "STORAGE_PATH": self.folder / "files",
            "AUDIT_ANCHOR": self.folder / "anchor.json",
            "SQLALCHEMY_DATABASE_URI": self.url.render_as_string(hide_password=False),
        }

    @property
    def environment(self) -> dict[str, str]:
        """The same for a server of its own."""
        settings = self.settings
        return {
            "INSTANCE_PATH": str(settings["INSTANCE_PATH"]),
            "DATABASE_URL": settings["SQLALCHEMY_DATABASE_URI"],
        }

    def app(self) -> Flask:
        return create_app(**self.settings)

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A plain connection, committed at the end."""
        engine = create_engine(self.url)
        with engine.begin() as connection:
            yield connection
        engine.dispose()


@contextmanager
def places() -> Iterator[list[Place]]:
    """One place for each kind of database asked for, gone with everything in it at the end."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found = [Place("sqlite", Path(folder), None)] if "sqlite" in DATABASES else []
        if "postgresql" not in DATABASES:
            yield found
            return
        with postgres_server() as server:
            yield [*found, Place("postgresql", Path(folder) / "pg", server)]


def new_desk(place: Place, name: str) -> Desk:
    """A fresh database with the demo town's people, companies and projects, before anything has happened."""
    desk = Desk(place, name)
    make_database(place, name)
    app = desk.app()
    with app.app_context():
        upgrade(db.engine)
        write_roles()
        with system_scope(), unit_of_work():
            city.build_town(db.session(), keeper(app.extensions["storage"]), now())
        db.session.remove()
        db.engine.dispose()
    return desk


def make_database(place: Place, name: str, template: str | None = None) -> None:
    place.folder.mkdir(parents=True, exist_ok=True)
    if place.server is None:
        return
    engine = create_engine(place.server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else "")))
    engine.dispose()


def copy_for_peers(desk: Desk, name: str) -> URL:
    """The same rows and indexes in a database of the peers' own, without our accounts: they bring theirs."""
    place = desk.place
    if place.server is None:
        shutil.copyfile(desk.url.database or "", place.folder / f"{name}.db")
    else:
        make_database(place, name, template=desk.name)
    copy = Desk(place, name)
    with copy.connection() as connection:
        forget_accounts(connection)
    return copy.url


ACCOUNTS = "name LIKE 'ab~_%' ESCAPE '~' OR name IN ('membership', 'membership_role', 'idempotency_key')"
TABLES = {
    "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'table' AND ({ACCOUNTS})",
    "postgresql": f"SELECT name FROM (SELECT tablename AS name FROM pg_tables) AS found WHERE {ACCOUNTS}",
}


def forget_accounts(connection: Connection) -> None:
    """Drop Flask-AppBuilder's tables, and those that point at them."""
    kind = connection.dialect.name
    if kind == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    for (table,) in connection.execute(text(TABLES[kind])).all():
        connection.exec_driver_sql(f'DROP TABLE "{table}"' + (" CASCADE" if kind == "postgresql" else ""))


def settle(desk: Desk) -> None:
    """Statistics as a running database has them; PostgreSQL's own housekeeper would have been there by now."""
    engine = create_engine(desk.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if desk.place.server else "ANALYZE")
    engine.dispose()
