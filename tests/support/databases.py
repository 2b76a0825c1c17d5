"""The databases of the tests: one of each kind a process, with the same town put back before every test."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import URL, Engine, event

from app.demo import city
from app.demo.archive import store_workbooks
from app.demo.papers import keeper
from app.extensions import db
from app.factory import create_app
from app.security.release import write_roles
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from tests.support.states import FileStates, SchemaStates
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
    states: FileStates | SchemaStates
    kept: set[str] = field(default_factory=set)

    @property
    def url(self) -> URL:
        return self.engine.url

    @property
    def engine(self) -> Engine:
        with self.app.app_context():
            return db.engine

    def reset(self, template: str = TOWN) -> None:
        """Put a kept state back: the town, or another that was kept."""
        for noted in self.folder.glob("audit-anchor.*"):  # the end of the chain, and the last walk over it
            noted.unlink()
        self.states.put_back(template)

    def keep(self, template: str) -> None:
        """Keep the present state under a name, for `reset`."""
        self.states.keep(template)
        self.kept.add(template)

    def state(self, template: str, build: Callable[[], object]) -> None:
        """The state of that name: put back where it was kept, else built upon what stands here and kept."""
        if template in self.kept:
            self.reset(template)
        else:
            build()
            self.keep(template)


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
    """The database of this kind for this process, with the town made and kept."""
    with tempfile.TemporaryDirectory(prefix=f"test-{kind}-") as place:
        folder = Path(place)
        url = f"sqlite:///{folder / 'test.db'}" if server is None else server.set(database=f"test_{os.getpid()}")
        clock = Clock(start)
        app = create_app(**settings(folder, url, clock))
        with app.app_context():
            states = FileStates(db.engine, folder) if server is None else SchemaStates(db.engine, server)
            if server is None:
                event.listen(db.engine, "connect", in_no_order_but_the_asked)
        with contextlib.closing(states):
            database = Database(kind, app, clock, folder, states)
            make_town(database)
            yield database


def in_no_order_but_the_asked(connection: Any, _record: object) -> None:
    """Rows that nobody ordered come the other way round, so that whoever leans on their order is found out."""
    connection.execute("PRAGMA reverse_unordered_selects = ON")


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


def make_town(database: Database) -> None:
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
