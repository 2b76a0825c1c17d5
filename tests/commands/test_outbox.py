"""`flask outbox deliver`: delivers, seals and clears away in one go; the worker ends on SIGTERM."""

import datetime as dt
import signal

import pytest
from sqlalchemy import func, select

from app.commands import outbox
from app.housekeeping import purge_expired
from models import CaptchaChallenge, Event, IdempotencyKey, OutboxMessage
from workflows import service


@pytest.fixture
def accepted(desk, developer_operator, clock):
    """D004, accepted: its receipt waits in the outbox."""
    from models import Project

    with desk() as session:
        project_id = session.scalars(select(Project.id).where(Project.promotion_name == "澧岸云庭")).one()
        subject = {"survey_no": "CL20220406001", "project_id": project_id}
        return service.accept(session, "predicted_survey", subject, developer_operator, clock.now).business_no


def test_deliver_does_what_is_due_and_seals(cli, desk, accepted):
    result = cli("outbox", "deliver")
    assert result.exit_code == 0, result.output
    with desk() as session:
        message = session.scalars(select(OutboxMessage).where(OutboxMessage.business_no == accepted)).one()
        assert message.last_error is None
        assert message.delivered_at is not None
        assert session.scalar(select(func.count(Event.id)).where(Event.chain_no.is_(None))) == 0
    assert "0 条" in cli("outbox", "deliver").output


def test_the_worker_ends_on_sigterm(app, accepted, desk, monkeypatch):
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        stop = outbox.stopping()
        monkeypatch.setattr(stop, "wait", lambda _seconds: signal.raise_signal(signal.SIGTERM))
        with app.app_context():
            outbox.work_on(stop)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    with desk() as session:
        assert session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.delivered_at.is_(None))) == 0


def test_only_what_has_expired_is_cleared_away(app, desk, clock):
    later, earlier = clock.now + dt.timedelta(minutes=1), clock.now - dt.timedelta(minutes=1)
    with desk() as session:
        session.add_all(
            [
                CaptchaChallenge(id="old", answer_hash="0" * 64, expires_at=earlier),
                CaptchaChallenge(id="new", answer_hash="0" * 64, expires_at=later),
                IdempotencyKey(user_id=1, key="old", request_hash="0", created_at=earlier - dt.timedelta(days=1)),
                IdempotencyKey(user_id=1, key="new", request_hash="0", created_at=earlier),
            ]
        )
    with app.app_context():
        assert purge_expired(clock.now) == 2
    with desk() as session:
        assert session.scalars(select(CaptchaChallenge.id)).all() == ["new"]
        assert session.scalars(select(IdempotencyKey.key)).all() == ["new"]
