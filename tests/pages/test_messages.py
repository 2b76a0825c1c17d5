"""消息: the bar counts, the page lists and filters, reading marks, short messages are switched off by occasion."""

import re

import pytest
from sqlalchemy import select

from models import Event, Notice, NoticeMute, OutboxMessage, SmsMessage
from models.enums import Occasion, OutboxKind

COUNT = re.compile(r'消息 <span class="top-count">(\d+)</span>')


def unread_in_bar(text: str) -> int:
    found = COUNT.search(text)
    return int(found[1]) if found else 0


@pytest.mark.usefixtures("informed_city")
def test_the_bar_counts_and_the_page_names_the_case(visit, desk, create_actor):
    reviewer = create_actor("survey_reviewer")
    with desk() as session:
        mine = session.execute(
            select(Notice.business_no, Notice.detail).where(Notice.person_id == reviewer.person_id)
        ).all()
    text = visit("survey_reviewer").opened("/messages/")
    assert unread_in_bar(text) == len(mine) > 0
    for notice in mine:
        assert f'href="/business/{notice.business_no}/"' in text
        assert notice.detail["subject"] in text
    assert "派工至【测绘科审核】，请办理" in text


@pytest.mark.usefixtures("informed_city")
def test_reading_one_and_reading_all(visit, desk, create_actor):
    reviewer = create_actor("survey_reviewer")
    browser = visit("survey_reviewer")
    with desk() as session:
        first = session.scalars(select(Notice.id).where(Notice.person_id == reviewer.person_id)).first()
    before = unread_in_bar(browser.opened("/"))
    assert browser.post("/messages/read", {"id": str(first)}, page="/messages/").status_code == 302
    assert unread_in_bar(browser.opened("/")) == before - 1
    assert browser.post("/messages/read", {"id": "x", "quiet": "1"}, page="/messages/").status_code == 204
    browser.post("/messages/read", {"all": "1"}, page="/messages/")
    assert unread_in_bar(browser.opened("/")) == 0
    assert "没有符合条件的消息" in browser.opened("/messages/?unread=1")


@pytest.mark.usefixtures("informed_city")
def test_nobody_marks_the_messages_of_another(visit, desk, create_actor):
    reviewer = create_actor("survey_reviewer")
    with desk() as session:
        theirs = session.scalars(select(Notice.id).where(Notice.person_id == reviewer.person_id)).all()
    visit("survey_reviewer_2").post("/messages/read", {"id": [str(one) for one in theirs]}, page="/messages/")
    with desk() as session:
        assert session.scalars(select(Notice.read_at).where(Notice.id.in_(theirs))).all() == [None] * len(theirs)


@pytest.mark.usefixtures("informed_city")
def test_filters_narrow_the_list(visit):
    browser = visit("survey_reviewer")
    assert "派工至" in browser.opened("/messages/?occasion=dispatch")
    assert "没有符合条件的消息" in browser.opened("/messages/?occasion=late")
    assert "派工至" in browser.opened("/messages/?occasion=nonsense&unread=maybe&page=-3")


def test_an_empty_page_says_what_will_come(visit):
    assert "还没有消息" in visit("seal_holder").opened("/messages/")


def test_short_messages_are_switched_off_by_occasion_and_it_is_logged(visit, desk, create_actor):
    operator = create_actor("developer_operator")
    browser = visit("developer_operator")
    assert browser.post("/messages/sms", {"on": ["send_back", "late"]}, page="/messages/").status_code == 302
    with desk() as session:
        off = session.scalars(select(NoticeMute.occasion).where(NoticeMute.person_id == operator.person_id)).all()
        told = session.scalars(select(Event.detail).where(Event.action == "choose_sms")).one()
    assert set(off) == {Occasion.dispatch, Occasion.due_today}
    assert told["changes"]["sms_off"] == [[], ["dispatch", "due_today"]]
    text = browser.opened("/messages/")
    assert 'value="late" checked' in text
    assert 'value="dispatch" checked' not in text


@pytest.mark.usefixtures("informed_city")
def test_short_messages_went_to_who_had_a_case_returned(desk, create_actor):
    with desk() as session:
        texts = session.scalars(select(SmsMessage.text)).all()
        returned = [text for text in texts if "退回补正" in text]
        waiting = session.scalar(
            select(OutboxMessage.id).where(
                OutboxMessage.kind == OutboxKind.notice, OutboxMessage.delivered_at.is_(None)
            )
        )
    assert returned
    assert waiting is None
    assert not any(word in text for text in texts for word in ("测试", "谷雨薇", "澧岸"))


@pytest.mark.usefixtures("informed_city")
def test_by_program(create_caller):
    call = create_caller("survey_reviewer")
    told = call("GET", "/messages?page_size=1").json
    assert told["unread"] >= len(told["result"]) == 1
    assert told["result"][0]["occasion_code"] == "dispatch"
    answer = call("POST", "/messages/read", json={"ids": [told["result"][0]["id"]]})
    assert (answer.status_code, answer.json["marked"]) == (200, 1)
    assert call("POST", "/messages/read", json={"ids": ["x"]}).status_code == 422
    assert call("PUT", "/messages/settings", json={"sms_off": ["late"]}).json["sms_off"] == ["late"]
    assert call("PUT", "/messages/settings", json={"sms_off": ["none"]}).status_code == 422
    assert call("GET", "/messages/settings").json["sms_off"] == ["late"]
    assert call("GET", "/messages?occasion=nothing").status_code == 422
