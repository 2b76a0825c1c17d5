"""Kill a process at any statement of an act, and look at what the database is afterwards."""

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import event, select

from app.extensions import db
from app.sealing import seal_events
from app.security.scopes import acting_as, system_scope
from models import Event
from models.base import Model
from workflows.journal import verify_chain

# Stamped by the database's own clock, not by the act's.
OWN_CLOCK = frozenset({"created_at", "updated_at"})
Act = Callable[[], None]
State = dict[str, list[tuple[str, ...]]]


@dataclass(frozen=True)
class Killed:
    """What became of the child: whether it said that it was done, and whether it was killed before its end."""

    acknowledged: bool
    killed: bool
    statements: int


def run_and_kill(app: Flask, actor: Any, act: Act, at: int | None) -> Killed:
    """Do the act in a process of its own that is killed before its statement number `at` (None: never).

    Statements are counted from 1; the commit counts as one, and so does the moment right after it.
    """
    with app.app_context():
        db.engine.dispose()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        run_child(app, actor, act, at, writer)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        words = told.read().split()
    _, status = os.waitpid(child, 0)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    assert killed or os.WEXITSTATUS(status) == 0, "the act failed by itself"
    return Killed(b"done" in words, killed, sum(word == b"." for word in words))


def run_child(app: Flask, actor: Any, act: Act, at: int | None, writer: int) -> None:
    """Never returns: the child ends here, without the parent's tidying up."""
    count = 0

    def step(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == at:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(writer, b". ")

    try:
        with app.app_context(), acting_as(actor):
            db.engine.dispose(close=False)
            event.listen(db.engine, "before_cursor_execute", step)
            event.listen(db.engine, "commit", step)
            event.listen(db.engine, "rollback", lambda *_: None)
            act()
            step()
            os.write(writer, b"done ")
    except BaseException:  # noqa: BLE001 - told by the exit code
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


# ---- what the database is ----


def state(app: Flask) -> State:
    """Every row of every table, without what the database's own clock wrote."""
    with app.app_context(), system_scope():
        found = {}
        for table in Model.metadata.sorted_tables:
            columns = [column for column in table.columns if column.name not in OWN_CLOCK]
            rows = db.session.connection().execute(select(*columns)).all()
            found[table.name] = sorted(tuple(str(value) for value in row) for row in rows)
        db.session.remove()
        return found


def faults(app: Flask) -> list[str]:
    """What is broken in the database itself or in its event log."""
    found = []
    with app.app_context(), system_scope():
        if db.engine.dialect.name == "sqlite":
            with db.engine.connect() as connection:
                told = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
                dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            found += [str(told)] if told != "ok" else []
            found += [str(row) for row in dangling]
        seal_events()
        broken = verify_chain(db.session(), None)
        found += [broken.reason] if broken else []
        pending = db.session.scalar(select(Event.id).where(Event.chain_no.is_(None)).limit(1))
        found += ["unsealed events"] if pending else []
        db.session.remove()
    return found
