"""Everybody is told once, however many workers tell; a calendar changed beside an act leaves no stale day."""

import datetime as dt
from collections import Counter

import pytest
from sqlalchemy import func, select, update

from app.extensions import db
from app.integrations.http_json import NeighbourRefused, NeighbourUnavailable
from app.jobs import run_jobs
from app.outbox import STALE, deliver_due
from app.security.scopes import acting_as, system_scope
from app.web.unit_of_work import unit_of_work
from models import Business, Notice, OutboxMessage, SmsMessage, StageRun
from models.enums import Occasion, OutboxKind
from tests.races.together import in_processes
from workflows import calendar_edits, service
from workflows.facts.calendar import local_day
from workflows.inputs import Inputs
from workflows.messages import Refused
from workflows.rules.calendar_file import SettledDay

WORKERS = 6


@pytest.fixture
def received(desk, clock, waiting, create_actor):
    """In a reviewer's hands, due in three working days."""
    reviewer = create_actor("survey_reviewer")
    with desk() as session:
        business = session.scalars(select(Business).where(Business.id == waiting.id)).one()
        session.execute(
            update(StageRun).where(StageRun.business_id == business.id).values(sent_at=clock.now, sender_name="谷雨薇")
        )
        service.receive(session, business.business_no, Inputs(version=business.version), reviewer, clock.now)
    return waiting


def told_twice(desk) -> list:
    with desk() as session:
        people = session.execute(select(Notice.person_id, Notice.key)).all()
    return [pair for pair, count in Counter(people).items() if count > 1]


def notices(desk, occasion) -> int:
    with desk() as session:
        return session.scalar(select(func.count(Notice.id)).where(Notice.occasion == occasion))


def test_many_workers_run_the_jobs_and_each_person_is_told_once(app, desk, clock, received):
    clock.advance(days=4)
    results = in_processes(app, [lambda: run_jobs(clock.now)] * WORKERS)
    assert all(isinstance(result, int) for result in results), results
    assert sum(results) == notices(desk, Occasion.late) == 2, "the reviewer and the head of the section"
    assert told_twice(desk) == []
    with app.app_context():
        assert run_jobs(clock.now) == 0
        while deliver_due(clock.now):
            pass
    with desk() as session:
        assert session.scalar(select(func.count(SmsMessage.id))) == 1


def test_many_workers_deliver_and_each_short_message_leaves_once(app, desk, clock, received):
    clock.advance(days=4)
    with app.app_context():
        run_jobs(clock.now)
    in_processes(app, [lambda: deliver_due(clock.now)] * WORKERS)
    with app.app_context():
        while deliver_due(clock.now):
            pass
    with desk() as session:
        assert session.scalar(select(func.count(SmsMessage.id))) == 1
        assert session.scalar(select(func.count(OutboxMessage.id)).where(OutboxMessage.delivered_at.is_(None))) == 0


def test_a_calendar_changed_beside_an_act_leaves_no_stale_day(app, desk, clock, waiting, create_actor):
    """Whichever comes first: afterwards the day is that of the new calendar."""
    keeper, reviewer, today = create_actor("admin"), create_actor("survey_reviewer"), local_day(clock.now)
    with desk() as session:
        session.execute(
            update(StageRun).where(StageRun.business_id == waiting.id).values(sent_at=clock.now, sender_name="谷雨薇")
        )

    def close_tomorrow() -> str:
        with system_scope(), unit_of_work():
            closed = [SettledDay(today + dt.timedelta(days=1), working=False, note="停工")]
            calendar_edits.settle(db.session(), closed, keeper, clock.now)
        return "closed"

    def receive() -> str:
        with acting_as(reviewer):
            try:
                with unit_of_work():
                    service.receive(
                        db.session(), waiting.business_no, Inputs(version=waiting.version), reviewer, clock.now
                    )
            except Refused as refused:
                return refused.reasons[0].code
        return "received"

    results = in_processes(app, [close_tomorrow, receive])
    assert results == ["closed", "received"]
    with desk() as session:
        business = session.scalars(select(Business).where(Business.id == waiting.id)).one()
        assert business.due_on == today + dt.timedelta(days=8), "five working days, the first of them closed"


class Gateway:
    """A neighbour that says no, or says nothing."""

    def __init__(self, *failures: Exception) -> None:
        self.failures, self.asked, self.sent = list(failures), [], []

    def send(self, phone, text, now, reference) -> None:
        self.asked.append(reference)
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append(text)


@pytest.fixture
def texting(app, desk, clock, received, monkeypatch):
    """A short message waits; `texting(gateway)` lets the worker try, and tells how it stands."""
    clock.advance(days=4)
    with app.app_context():
        run_jobs(clock.now)

    def deliver(gateway):
        monkeypatch.setitem(app.extensions, "sms", gateway)
        with app.app_context():
            while deliver_due(clock.now):
                pass
        with desk() as session:
            query = select(OutboxMessage.delivered_at, OutboxMessage.last_error)
            return session.execute(query.where(OutboxMessage.kind == OutboxKind.notice)).one()

    return deliver


def test_a_silent_gateway_is_asked_again_later(texting, clock):
    gateway = Gateway(NeighbourUnavailable("短信平台没有应答"), NeighbourUnavailable("短信平台没有应答"))
    assert texting(gateway).delivered_at is None
    clock.advance(minutes=1)
    assert texting(gateway).delivered_at is None
    clock.advance(minutes=10)
    assert texting(gateway).delivered_at is not None
    assert len(gateway.sent) == 1
    assert len(gateway.asked) == 3
    assert len(set(gateway.asked)) == 1, "the same message has the same reference at every try"


def test_a_message_that_the_gateway_refuses_or_that_is_old_is_given_up(texting, clock):
    assert "拒绝" in texting(Gateway(NeighbourRefused("短信平台拒绝"))).last_error


def test_what_could_not_be_sent_for_a_day_is_not_sent_any_more(texting, clock):
    texting(Gateway(NeighbourUnavailable("短信平台没有应答")))
    clock.now += STALE * 2
    gateway = Gateway()
    assert texting(gateway).last_error == "逾时未发"
    assert gateway.sent == []


def test_a_failing_gateway_keeps_no_page_waiting(texting, create_client):
    texting(Gateway(NeighbourUnavailable("短信平台没有应答")))
    text = create_client("survey_reviewer").get("/messages/").get_data(as_text=True)
    assert "已超期" in text
