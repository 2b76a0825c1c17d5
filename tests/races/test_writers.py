"""Eight processes write to one SQLite file: nobody is told that it is locked, and nobody starves."""

import time

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import VersionNote
from tests.races.together import in_processes, together

PROCESSES = 8


@pytest.mark.parametrize("each", [25, pytest.param(250, marks=pytest.mark.long)])
def test_every_writer_gets_its_turn(app, database, clock, desk, each):
    """A fixed count is written by each; the slowest comes no later than twice the fastest."""

    def write(who: int) -> float:
        begun = time.perf_counter()
        with system_scope():
            for number in range(each):
                with unit_of_work():
                    db.session.add(VersionNote(title=f"{who}.{number}", body="写", publish_at=clock.now))
        return time.perf_counter() - begun

    with desk() as session:
        before = session.scalar(select(func.count(VersionNote.id)))
    spans = in_processes(app, [lambda who=who: write(who) for who in range(PROCESSES)])
    assert all(isinstance(span, float) for span in spans), spans
    with desk() as session:
        assert session.scalar(select(func.count(VersionNote.id))) - before == PROCESSES * each
    if database.kind == "sqlite":
        assert min(spans) / max(spans) >= 0.5, spans


def test_readers_are_not_held_up_by_a_writer(app, database, clock, desk):
    """Who only looks neither waits for the writer nor is told that the database is locked."""

    def read() -> int:
        with app.app_context(), system_scope():
            try:
                return sum(db.session.scalar(select(func.count(VersionNote.id))) >= 0 for _ in range(20))
            finally:
                db.session.remove()

    def write() -> int:
        with app.app_context(), system_scope():
            for number in range(20):
                with unit_of_work():
                    db.session.add(VersionNote(title=f"w.{number}", body="写", publish_at=clock.now))
            db.session.remove()
        return 20

    assert together([write, *[read] * 6]) == [20] * 7
