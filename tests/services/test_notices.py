"""消息: who is told of what, once, and to whom a short message goes."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import Notice, NoticeMute, OutboxMessage, Region, RegionRule
from models.enums import Occasion, OrganizationKind, OutboxKind, Role
from workflows import delegations, interventions, service
from workflows.delegations import Wanted
from workflows.due_notices import calendar_end, tell_due, untold_visits
from workflows.facts.calendar import local_day
from workflows.notices import hand_out
from workflows.rules.notice_words import SMS_WORDS, sms_text


@pytest.fixture
def desk(desk):
    from models import CalendarDay

    first = local_day(desk.now) - dt.timedelta(days=60)
    desk.session.add_all(
        CalendarDay(day=day, working=day.weekday() < 5) for day in (first + dt.timedelta(days=n) for n in range(400))
    )
    desk.session.flush()
    return desk


def hand_out_all(desk) -> int:
    """What the worker does with what the acts left."""
    desk.session.flush()
    left = desk.session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.occasion, OutboxMessage.delivered_at.is_(None))
    ).all()
    told = 0
    for message in left:
        told += hand_out(desk.session, message.payload, desk.now)
        message.delivered_at = desk.now
    return told


def told(desk, occasion: Occasion) -> set[int]:
    return set(desk.session.scalars(select(Notice.person_id).where(Notice.occasion == occasion)))


def texted(desk, occasion: Occasion) -> set[int]:
    """Whom a short message goes to."""
    ids = {
        payload["notice_id"]
        for payload in desk.session.scalars(
            select(OutboxMessage.payload).where(OutboxMessage.kind == OutboxKind.notice)
        )
    }
    return set(desk.session.scalars(select(Notice.person_id).where(Notice.id.in_(ids), Notice.occasion == occasion)))


REVIEWERS = ("reviewer", "second_reviewer", "head")


def people(desk, *names: str) -> set[int]:
    return {getattr(desk, name).person_id for name in names}


def test_a_dispatch_to_the_pool_is_told_to_all_who_may_receive_and_texted_to_nobody(desk):
    desk.dispatched()
    hand_out_all(desk)
    assert told(desk, Occasion.dispatch) == people(desk, *REVIEWERS)
    assert texted(desk, Occasion.dispatch) == set()


def test_reviewers_of_another_region_are_not_told(desk):
    desk.session.add(Region(code="430602", name="岳阳楼区"))
    desk.session.flush()
    elsewhere = desk.organization("外市主管部门（测试）", OrganizationKind.authority, "430602")
    stranger = desk.actor("外市审核员", elsewhere, Role.survey_reviewer)
    province = desk.organization("省厅（测试）", OrganizationKind.authority, "430000")
    above = desk.actor("省厅审核员", province, Role.survey_reviewer)
    desk.dispatched()
    hand_out_all(desk)
    assert stranger.person_id not in told(desk, Occasion.dispatch)
    assert above.person_id in told(desk, Occasion.dispatch)


def test_a_dispatch_to_a_person_is_told_and_texted_to_that_person(desk):
    business = desk.ready()
    inputs = desk.inputs(business, to_user=desk.second_reviewer.person_id)
    service.dispatch(desk.session, business.business_no, inputs, desk.operator, desk.now)
    hand_out_all(desk)
    assert told(desk, Occasion.dispatch) == texted(desk, Occasion.dispatch) == people(desk, "second_reviewer")


def test_what_somebody_took_meanwhile_is_told_to_nobody_else(desk):
    desk.received()
    hand_out_all(desk)
    assert told(desk, Occasion.dispatch) <= people(desk, "reviewer")


def test_a_return_is_told_to_the_former_handler(desk):
    desk.sent_back()
    hand_out_all(desk)
    assert told(desk, Occasion.send_back) == texted(desk, Occasion.send_back) == people(desk, "operator")


def test_who_stands_in_is_told_too(desk):
    today = local_day(desk.now)
    colleague = desk.actor("代办员", desk.authority, Role.property_reviewer)
    wanted = Wanted(colleague.person_id, today, today)
    delegations.give(desk.session, wanted, desk.reviewer, desk.now)
    desk.dispatched()
    hand_out_all(desk)
    assert told(desk, Occasion.delegation) == {colleague.person_id}
    assert colleague.person_id in told(desk, Occasion.dispatch)
    notice = desk.session.scalars(
        select(Notice).where(Notice.person_id == colleague.person_id, Notice.occasion == Occasion.dispatch)
    ).one()
    assert notice.detail["for_name"] == "审核员甲"


def test_an_intervention_is_told_to_holder_and_applicant(desk):
    business = desk.received()
    inputs = desk.inputs(business, reason="等待裁定")
    interventions.suspend(desk.session, business.business_no, inputs, desk.authority_admin, desk.now)
    hand_out_all(desk)
    assert told(desk, Occasion.intervention) == people(desk, "reviewer", "operator")


def tell_what_is_due(desk) -> int:
    return sum(tell_due(desk.session, run_id, desk.now) for run_id in untold_visits(desk.session, desk.now))


def test_due_today_and_late_are_each_told_once_however_often_the_job_runs(desk):
    desk.received()
    assert tell_what_is_due(desk) == 0
    desk.now += dt.timedelta(days=3)
    assert (tell_what_is_due(desk), tell_what_is_due(desk)) == (1, 0)
    assert told(desk, Occasion.due_today) == texted(desk, Occasion.due_today) == people(desk, "reviewer")
    desk.now += dt.timedelta(days=1)
    assert (tell_what_is_due(desk), tell_what_is_due(desk)) == (2, 0)
    desk.now += dt.timedelta(days=1)
    assert tell_what_is_due(desk) == 0, "late yesterday is not told again today"
    assert told(desk, Occasion.late) == people(desk, "reviewer", "head")
    assert texted(desk, Occasion.late) == people(desk, "reviewer"), "the head reads it on the page"


def test_a_held_case_is_late_for_nobody(desk):
    business = desk.received()
    inputs = desk.inputs(business, reason="x")
    interventions.suspend(desk.session, business.business_no, inputs, desk.authority_admin, desk.now)
    desk.now += dt.timedelta(days=30)
    assert tell_what_is_due(desk) == 0


@pytest.mark.parametrize(("scope", "reached"), [("pool", set(REVIEWERS)), ("named", set()), ("off", set())])
def test_the_region_says_how_far_short_messages_go(desk, scope, reached):
    desk.session.add(
        RegionRule(
            region_code="430802",
            key="sms_notices",
            title="短信",
            value=scope,
            valid_from=dt.date(2020, 1, 1),
        )
    )
    desk.dispatched()
    hand_out_all(desk)
    assert texted(desk, Occasion.dispatch) == people(desk, *reached)


def test_a_person_may_switch_the_short_message_off_and_is_still_told_on_the_page(desk):
    desk.session.add(NoticeMute(person_id=desk.operator.person_id, occasion=Occasion.send_back))
    desk.sent_back()
    hand_out_all(desk)
    assert told(desk, Occasion.send_back) == people(desk, "operator")
    assert texted(desk, Occasion.send_back) == set()


def test_the_administrators_are_told_once_of_each_end_of_the_calendar(desk):
    end = calendar_end(desk.session, local_day(desk.now) + dt.timedelta(days=300))
    payload = {"occasion": Occasion.calendar_ends.value, "last_day": end.isoformat()}
    assert hand_out(desk.session, payload, desk.now) == 1
    assert hand_out(desk.session, payload, desk.now) == 0
    assert told(desk, Occasion.calendar_ends) == people(desk, "authority_admin")
    assert calendar_end(desk.session, local_day(desk.now)) is None


def test_a_short_message_names_the_case_and_no_person(desk):
    for occasion in SMS_WORDS:
        text = sms_text(occasion, "预测成果备案", "C202611230000001")
        assert "C202611230000001" in text
        assert len(text) < 70, "one part"
        assert not any(word in text for word in ("测试", "操作员", "澧岸", "{"))
