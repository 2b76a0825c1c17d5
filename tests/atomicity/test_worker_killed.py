"""A worker that is killed leaves every document to the next one: each is produced, and once."""

import os
import signal

import pytest
from sqlalchemy import func, select

from app import outbox
from app.extensions import db
from app.jobs import run_jobs
from app.outbox import LEASE, deliver_due
from app.security.scopes import system_scope
from models import OutboxMessage, ProducedDocument, SmsMessage, StoredFile
from tests.atomicity.crash import run_and_kill
from tests.atomicity.test_killed_at_any_statement import some

BEFORE = "before_the_worker"


def deliver(clock) -> None:
    with system_scope():
        deliver_due(clock.now)


def documents(desk) -> list[str]:
    with desk() as session:
        return list(session.scalars(select(ProducedDocument.number).order_by(ProducedDocument.number)))


def undelivered(desk) -> int:
    with desk() as session:
        waiting = select(func.count(OutboxMessage.id)).where(OutboxMessage.delivered_at.is_(None))
        return session.scalar(waiting)


def goes_on(app, clock, desk) -> None:
    """The next worker comes when the lease has run out, and finds nothing to do twice."""
    clock.advance(seconds=LEASE.total_seconds() + 1)
    with app.app_context():
        deliver(clock)
        db.session.remove()
    assert undelivered(desk) == 0
    with app.app_context():
        deliver(clock)
        db.session.remove()


def test_killed_between_rendering_and_storing_it_is_produced_once(app, case, desk, clock, monkeypatch):
    case.accepted()
    produce = outbox.produce

    def rendered_and_killed(*given, **named):
        produce(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr(outbox, "produce", rendered_and_killed)
        assert run_and_kill(app, case.operator, lambda: deliver(clock), None).killed
    assert documents(desk) == []
    assert undelivered(desk) == 1
    goes_on(app, clock, desk)
    assert documents(desk) == [f"{case.number}-SL"]
    with desk() as session:
        document = session.scalars(select(ProducedDocument)).one()
        stored = session.get_one(StoredFile, document.file_id)
        assert app.extensions["storage"].get(stored.sha256).startswith(b"%PDF")


@pytest.mark.parametrize("count", [5, pytest.param(10_000, marks=pytest.mark.long)])
def test_killed_at_any_statement_it_is_produced_once(database, app, case, desk, clock, count):
    case.accepted()
    database.keep(BEFORE)
    start = clock.now
    whole = run_and_kill(app, case.operator, lambda: deliver(clock), None)
    assert whole.acknowledged
    for at in some(list(range(1, whole.statements + 1)), count):
        database.reset(BEFORE)
        clock.now = start
        assert run_and_kill(app, case.operator, lambda: deliver(clock), at).killed
        goes_on(app, clock, desk)
        assert documents(desk) == [f"{case.number}-SL"], at


@pytest.fixture
def late_case(app, case, desk, clock):
    """Overdue in a reviewer's hands, who is to get one short message."""
    case.inspected()
    with app.app_context():
        deliver(clock)
        clock.advance(days=9)
        run_jobs(clock.now)
        db.session.remove()
    return case


def short_messages(desk) -> list[str]:
    with desk() as session:
        return list(session.scalars(select(SmsMessage.reference)))


class KilledAfterwards:
    """A gateway that takes the message; who handed it over never hears that."""

    def __init__(self, gateway) -> None:
        self.gateway = gateway

    def send(self, *message) -> None:
        self.gateway.send(*message)
        os.kill(os.getpid(), signal.SIGKILL)


def test_killed_between_the_gateways_answer_and_the_note_a_short_message_leaves_once(
    app, late_case, desk, clock, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setitem(app.extensions, "sms", KilledAfterwards(app.extensions["sms"]))
        assert run_and_kill(app, late_case.reviewer, lambda: deliver(clock), None).killed
    first = short_messages(desk)
    assert len(first) == 1
    assert first[0]
    goes_on(app, clock, desk)
    assert short_messages(desk) == first
