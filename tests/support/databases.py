"""The databases of the tests: one template of each kind a process, copied before every test."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import URL, Engine, create_engine, text

from app.demo import city
from app.demo.archive import store_workbooks
from app.demo.papers import keeper
from app.extensions import db
from app.factory import create_app
from app.security.release import write_roles
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from tools.migrations import upgrade

TOWN = "town"
SMALL_SURVEYS = "CL20220406001_*.xlsx"


@dataclass(slots=True)
class Database:
    """One database that an application of its own works on; `reset` puts the town back."""

    kind: str
    app: Flask
    clock: "Clock"
    folder: Path
    server: URL | None = None
    kept: set[str] = field(default_factory=set)

    @property
    def url(self) -> URL:
        with self.app.app_context():
            return db.engine.url

    @property
    def engine(self) -> Engine:
        with self.app.app_context():
            return db.engine

    def reset(self, template: str = TOWN) -> None:
        """Put a kept state back: the town, or another that was kept."""
        self.engine.dispose()
        (self.folder / "audit-anchor.json").unlink(missing_ok=True)
        if self.server is None:
            copy_sqlite(self.folder / f"{template}.db", self.folder / "test.db")
        else:
            name = str(self.url.database)
            copy_postgresql(self.server, f"{name}_{template}", name)

    def keep(self, template: str) -> None:
        """Keep the present state under a name, for `reset`."""
        if self.server is None:
            with self.engine.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.engine.dispose()
            shutil.copyfile(self.folder / "test.db", self.folder / f"{template}.db")
        else:
            self.engine.dispose()
            name = str(self.url.database)
            copy_postgresql(self.server, name, f"{name}_{template}")
        self.kept.add(template)


class Clock:
    """The time of the tests: it stands still until somebody moves it."""

    def __init__(self, start: datetime) -> None:
        self.start = self.now = start

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> datetime:
        """Move on by so many `minutes=`, `hours=`, `days=`; the new time."""
        self.now += timedelta(**span)
        return self.now


@contextlib.contextmanager
def open_database(kind: str, start: datetime, server: URL | None) -> Iterator[Database]:
    """The database of this kind for this process, with its template made."""
    name = f"test_{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix=f"test-{kind}-") as place, contextlib.ExitStack() as stack:
        folder = Path(place)
        if server is not None:
            renew_postgresql(server, name)
        url = f"sqlite:///{folder / 'test.db'}" if server is None else server.set(database=name)
        clock = Clock(start)
        database = Database(kind, create_app(**settings(folder, url, clock)), clock, folder, server)
        stack.callback(close, database)
        make_template(database)
        yield database


def close(database: Database) -> None:
    database.engine.dispose()
    if database.server is not None:
        name = str(database.url.database)
        drop_postgresql(database.server, name, *(f"{name}_{template}" for template in database.kept))


def settings(folder: Path, url: Any, clock: Clock) -> dict[str, Any]:
    return {
        "TESTING": True,
        "PROPAGATE_EXCEPTIONS": False,
        "CLOCK": clock,
        "INSTANCE_PATH": folder,
        "STORAGE_PATH": folder / "files",
        "AUDIT_ANCHOR": folder / "audit-anchor.json",
        "SQLALCHEMY_DATABASE_URI": url,
    }


def make_template(database: Database) -> None:
    """Migrated, with its roles, the town's people and projects, and D004 in the survey archive."""
    app = database.app
    with app.app_context():
        upgrade(db.engine)
        write_roles()
        storage = app.extensions["storage"]
        with system_scope(), unit_of_work():
            session = db.session()
            actors, _ = city.build_town(session, keeper(storage), database.clock())
            store_workbooks(session, storage, actors["survey_agency"], database.clock(), SMALL_SURVEYS)
        db.session.remove()
    database.keep(TOWN)


def copy_sqlite(template: Path, target: Path) -> None:
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, target)


# ---- PostgreSQL ----


def maintain(server: URL, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def renew_postgresql(server: URL, name: str) -> None:
    drop_postgresql(server, name)
    maintain(server, f'CREATE DATABASE "{name}"')


def drop_postgresql(server: URL, *names: str) -> None:
    maintain(server, *(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)' for name in names))


def copy_postgresql(server: URL, template: str, target: str) -> None:
    maintain(
        server,
        f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)',
        f'CREATE DATABASE "{target}" TEMPLATE "{template}" STRATEGY file_copy',
    )
