"""委托代办 by page: giving, what the delegate then sees and does, taking back."""

import datetime as dt

import pytest
from sqlalchemy import select

from models import Delegation, Event
from workflows.facts.calendar import local_day


@pytest.fixture
def period(clock):
    today = local_day(clock.now)
    return {"valid_from": today.isoformat(), "valid_until": (today + dt.timedelta(days=3)).isoformat()}


def give(browser, delegate, period, **more):
    return browser.post(
        "/delegations/", {"delegate_id": str(delegate.person_id), **period, **more}, page="/delegations/"
    )


def test_giving_and_what_the_delegate_then_sees(visit, create_actor, period, city):
    reviewer = visit("survey_reviewer")
    assert "没有委托" in reviewer.opened("/delegations/")
    answer = give(reviewer, create_actor("property_reviewer"), period, reason="年休假")
    assert answer.status_code == 302
    text = reviewer.opened("/delegations/")
    assert "年休假" in text
    assert "代办中" in text
    inbox = visit("property_reviewer").opened("/inbox/")
    assert "代田思齐" in inbox
    assert "没有委托" not in visit("property_reviewer").opened("/delegations/")
    assert "代田思齐" not in visit("presale_reviewer").opened("/inbox/")


def test_the_delegate_receives_and_the_workspace_is_his_to_work_in(visit, desk, create_actor, period, city):
    give(visit("survey_reviewer"), create_actor("property_reviewer"), period)
    stand_in = visit("property_reviewer")
    number = stand_in.opened("/inbox/").split('data-business="')[1].split('"')[0]
    version = stand_in.opened(f"/business/{number}/").split('data-version="')[1].split('"')[0]
    assert stand_in.post("/inbox/receive", {"item": f"{number}:{version}"}, page="/inbox/").status_code == 302
    text = stand_in.opened(f"/business/{number}/")
    assert "宋知微（代田思齐）操作" in text
    assert 'data-editable="yes"' in text
    assert "意见签署" in text
    with desk() as session:
        told = session.scalars(select(Event.detail).where(Event.action == "receive").order_by(Event.id.desc())).first()
    assert told["on_behalf_of"] == "田思齐"


def test_taking_it_back_ends_it_at_once(visit, desk, create_actor, period, city):
    reviewer = visit("survey_reviewer")
    give(reviewer, create_actor("property_reviewer"), period)
    with desk() as session:
        number = session.scalars(select(Delegation.id)).one()
    assert visit("property_reviewer").post(f"/delegations/{number}/revoke", page="/delegations/").status_code == 404
    assert visit("presale_reviewer").post(f"/delegations/{number}/revoke", page="/delegations/").status_code == 404
    assert reviewer.post(f"/delegations/{number}/revoke", page="/delegations/").status_code == 302
    assert "代田思齐" not in visit("property_reviewer").opened("/inbox/")
    assert "已撤销" in reviewer.opened("/delegations/")
    with desk() as session:
        acts = session.scalars(select(Event.action).where(Event.subject_kind == "delegation").order_by(Event.id)).all()
    assert acts == ["give_delegation", "revoke_delegation"]


def test_what_is_refused_stays_as_it_was_typed(visit, create_actor, period):
    reviewer = visit("survey_reviewer")
    wrong = {**period, "valid_until": "2020-01-01"}
    answer = give(reviewer, create_actor("property_reviewer"), wrong, reason="年休假")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "截止日期不能早于起始日期" in text
    assert 'value="年休假"' in text
    assert 'value="2020-01-01"' in text
    assert give(reviewer, create_actor("property_reviewer"), {**period, "valid_from": "昨天"}).status_code == 422
    assert give(reviewer, create_actor("other_region_survey_reviewer"), period).status_code == 422


def test_the_head_gives_it_for_the_desk_and_a_clerk_does_not(visit, create_actor, period):
    reviewer = create_actor("survey_reviewer")
    more = {"delegator_id": str(reviewer.person_id)}
    assert give(visit("presale_reviewer"), create_actor("property_reviewer"), period, **more).status_code == 403
    assert give(visit("section_head"), create_actor("property_reviewer"), period, **more).status_code == 302
    assert "本机构全部委托" in visit("section_head").opened("/delegations/")
    assert "田思齐" in visit("survey_reviewer").opened("/delegations/")


def test_by_program(create_caller, create_actor, period):
    call = create_caller("survey_reviewer")
    body = {
        "delegate_id": create_actor("property_reviewer").person_id,
        **period,
        "business_types": ["predicted_survey"],
    }
    answer = call("POST", "/delegations", json=body)
    assert (answer.status_code, answer.json["standing"]) == (201, "in_force")
    assert call("POST", "/delegations", json=body).status_code == 422
    assert call("POST", "/delegations", json={**body, "business_types": ["no_such"]}).status_code == 422
    assert [one["delegate"] for one in call("GET", "/delegations").json["result"]] == ["宋知微"]
    assert create_caller("presale_reviewer")("GET", "/delegations").json["result"] == []
    number = answer.json["id"]
    assert create_caller("presale_reviewer")("POST", f"/delegations/{number}/revoke").status_code == 404
    assert call("POST", f"/delegations/{number}/revoke").json["standing"] == "revoked"
    assert call("POST", f"/delegations/{number}/revoke").status_code == 422


def test_a_programs_list_says_in_whose_name(create_caller, create_actor, period, city):
    body = {"delegate_id": create_actor("property_reviewer").person_id, **period}
    assert create_caller("survey_reviewer")("POST", "/delegations", json=body).status_code == 201
    lines = create_caller("property_reviewer")("GET", "/businesses?scope=in_hand").json["result"]
    assert {line["on_behalf_of"] for line in lines} == {"田思齐"}
    mine = create_caller("survey_reviewer")("GET", "/businesses?scope=in_hand").json["result"]
    assert {line["on_behalf_of"] for line in mine} == {""}
