"""Many act on one business at the same moment: one wins, the others are told why, and nobody sees a fault."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.security.scopes import acting_as
from app.web.unit_of_work import unit_of_work
from models import Building, Business, Event, NumberCounter, StageRun, UnitBatch
from tests.races.conftest import COLLIDING
from tests.races.together import in_processes, together
from workflows import service
from workflows.messages import Refused


def codes(answer) -> set[str]:
    status, body = answer
    return set() if status < 400 else {error["code"] for error in body["errors"]}


def count(desk, model) -> int:
    with desk() as session:
        return session.scalar(select(func.count()).select_from(model))


@pytest.mark.parametrize("rivals", COLLIDING)
def test_one_survey_accepted_by_many_at_once_gives_one_business(caller, desk, survey, rivals):
    call = caller("developer_operator")
    body = {"type": "predicted_survey", "subject": survey}
    answers = together([lambda: call("POST", "/businesses", json=body)] * rivals)
    assert Counter(answer[0] for answer in answers) == {201: 1, 422: rivals - 1}, answers
    refusals = [codes(answer) for answer in answers if answer[0] == 422]
    assert all(refusal <= {"M06", "M19"} and refusal for refusal in refusals), refusals
    assert [count(desk, model) for model in (Business, Building, StageRun)] == [1, 1, 1]
    assert count(desk, NumberCounter) == 1


@pytest.mark.parametrize("rivals", [8, pytest.param(24, marks=pytest.mark.long)])
def test_one_survey_accepted_by_many_processes_gives_one_business(app, create_actor, clock, desk, survey, rivals):
    operator = create_actor("developer_operator")

    def accept() -> list[str]:
        with acting_as(operator):
            try:
                with unit_of_work():
                    service.accept(db.session(), "predicted_survey", survey, operator, clock.now)
            except Refused as refused:
                return [reason.code for reason in refused.reasons]
        return []

    results = in_processes(app, [accept] * rivals)
    assert results.count([]) == 1, results
    assert all(result in ([], ["M06"], ["M19"]) for result in results), results
    assert count(desk, Business) == 1


def test_two_reviewers_take_the_same_run_and_the_second_hears_who_has_it(caller, desk, waiting):
    reviewers = [caller("survey_reviewer"), caller("survey_reviewer_2")] * 4
    address, body = f"/businesses/{waiting.business_no}/receive", {"version": waiting.version}
    answers = together([lambda call=call: call("POST", address, json=body) for call in reviewers])
    assert Counter(answer[0] for answer in answers) == {200: 1, 409: 7}, answers
    holder = next(body["holder"] for status, body in answers if status == 200)
    for status, problem in answers:
        if status == 409:
            assert problem["code"] == "M17"
            assert holder in problem["detail"]
    with desk() as session:
        assert session.scalars(select(StageRun.holder_name)).all() == [holder]
        assert session.scalar(select(func.count(Event.id)).where(Event.action == "receive")) == 1


@pytest.mark.parametrize("clicks", COLLIDING)
def test_the_same_request_many_times_at_once_has_one_effect_and_one_answer(caller, desk, survey, clicks):
    call = caller("developer_operator")
    body, headers = {"type": "predicted_survey", "subject": survey}, {"Idempotency-Key": "the-same-click"}
    answers = together([lambda: call("POST", "/businesses", json=body, headers=headers)] * clicks)
    assert {answer[0] for answer in answers} == {201}, answers
    assert len({answer[1]["business_no"] for answer in answers}) == 1
    assert all(answer == answers[0] for answer in answers)
    assert count(desk, Business) == 1


def test_a_refused_request_sent_many_times_at_once_has_one_answer(caller, desk, business, survey):
    call = caller("developer_operator")
    body, headers = {"type": "predicted_survey", "subject": survey}, {"Idempotency-Key": "the-same-refusal"}
    answers = together([lambda: call("POST", "/businesses", json=body, headers=headers)] * 12)
    assert {answer[0] for answer in answers} == {422}
    assert all(answer == answers[0] for answer in answers)
    assert count(desk, Business) == 1


def test_two_clerks_change_units_of_one_version_and_the_second_sees_what_differs(caller, desk, business):
    clerks = [caller("developer_operator")] * 6
    address = f"/buildings/{business.building_id}/units"
    bodies = [
        {"version": 1, "select": {}, "set": {"price_sale": f"{7000 + number}.00"}} for number in range(len(clerks))
    ]
    answers = together(
        [
            lambda call=call, body=body: call("PATCH", address, json=body)
            for call, body in zip(clerks, bodies, strict=True)
        ]
    )
    assert Counter(answer[0] for answer in answers) == {200: 1, 409: 5}, answers
    won = next(number for number, answer in enumerate(answers) if answer[0] == 200)
    for status, problem in answers:
        if status == 409:
            assert problem["code"] == "M20"
            assert problem["differs"]["version"] == {"yours": 1, "current": 2}
            assert problem["differs"]["units"][0]["new"]["price_sale"] == f"{7000 + won}.00"
    assert count(desk, UnitBatch) == 1
    table = clerks[0]("GET", address)[1]
    assert {unit["price_sale"] for unit in table["result"]} == {f"{7000 + won}.00"}


@pytest.mark.parametrize("surveys", COLLIDING)
def test_numbers_never_repeat_when_many_businesses_are_accepted_at_once(caller, desk, more_surveys, surveys):
    call = caller("developer_operator")
    bodies = [{"type": "predicted_survey", "subject": subject} for subject in more_surveys(surveys)]
    answers = together([lambda body=body: call("POST", "/businesses", json=body) for body in bodies])
    assert {answer[0] for answer in answers} == {201}, answers
    numbers = sorted(answer[1]["business_no"] for answer in answers)
    assert numbers == [f"C20261123{n:07d}" for n in range(1, surveys + 1)], "none twice, none left out"


def test_a_batch_undone_many_times_at_once_is_undone_once(caller, desk, business):
    """Whoever comes second judges what the first left, not what stood when he asked."""
    call = caller("developer_operator")
    address = f"/buildings/{business.building_id}"
    assert call("PATCH", f"{address}/units", json={"version": 1, "select": {}, "set": {"decoration": "毛坯"}})[0] == 200
    answers = together([lambda: call("POST", f"{address}/batches/1/undo", json={"version": 2})] * 6)
    assert Counter(answer[0] for answer in answers) == {200: 1, 409: 5}, answers
    assert count(desk, UnitBatch) == 2
