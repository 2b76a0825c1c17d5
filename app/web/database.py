"""The engine's manners: SQLite with WAL, full durability and one queue of writers; PostgreSQL as it is."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

BUSY_MILLISECONDS = 30_000
WRITES = "writes"
writing: ContextVar[bool] = ContextVar("writing", default=False)


def tune(engine: Engine) -> None:
    """Set up a SQLite engine; other databases need nothing."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", on_connect)
    event.listen(engine, "begin", on_begin)


def on_connect(connection: Any, _record: object) -> None:
    """The driver must not begin transactions by itself: writers begin with a lock, readers without."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_MILLISECONDS}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def on_begin(connection: Any) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def queue_of(path: Path) -> Iterator[None]:
    """Wait in line for the one writer's place, by advisory locks that end with the process.

    Whoever is next waits inside the door and keeps it shut, so that the one who just wrote cannot step in again
    before him: a single lock would often go back to who has let go of it, for he is awake already.
    """
    door = held(path.with_name(f"{path.name}.next"))
    try:
        place = held(path)
    finally:
        os.close(door)
    try:
        yield
    finally:
        os.close(place)


def held(path: Path) -> int:
    """An exclusive lock on this file, once it is free; closing the handle lets go of it."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
    except BaseException:
        os.close(handle)
        raise
    return handle


def writer_queue(engine: Engine) -> Any:
    """The queue that a write transaction on this engine waits in; PostgreSQL has its own."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return nullcontext()
    return queue_of(Path(f"{file}.writer"))
