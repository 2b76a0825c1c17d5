"""A keyed POST happens once, however often and however closely it is repeated."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from models import Business, Event, IdempotencyKey, Material, StageRun
from tests.api.conftest import codes, pdf


def count(desk, model, *conditions):
    with desk() as session:
        return session.scalar(select(func.count()).select_from(model).where(*conditions))


def at_once(times, act):
    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(act) for _ in range(times)]]


def test_twenty_at_once_have_one_effect_and_one_answer(desk, as_, town):
    body = {"type": "predicted_survey", "subject": {"survey_no": town.survey_no}}
    api = as_.operator
    answers = at_once(20, lambda: api.post("/businesses", body, key="accept-1"))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.get_data() for answer in answers}) == 1
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert count(desk, Business) == 1
    assert count(desk, Event, Event.action == "accept") == 1


def test_twenty_refusals_at_once_are_one_answer(desk, as_):
    body = {"type": "predicted_survey", "subject": {"survey_no": "CL-nobody-has"}}
    api = as_.operator
    answers = at_once(20, lambda: api.post("/businesses", body, key="refused-1"))
    assert {(answer.status_code, *codes(answer)) for answer in answers} == {(422, "M18")}
    assert count(desk, IdempotencyKey) == 1


def test_without_a_key_a_second_click_is_judged_again(as_, town):
    body = {"type": "predicted_survey", "subject": {"survey_no": town.survey_no}}
    api = as_.operator
    answers = at_once(4, lambda: api.post("/businesses", body))
    assert sorted(answer.status_code for answer in answers) == [201, 422, 422, 422]


def test_the_race_for_a_waiting_case_has_one_winner(case, as_, desk):
    case.dispatched()
    version = case.version()
    rivals = [as_.reviewer, as_.second_reviewer] * 4
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda api: api.post(f"/businesses/{case.no}/receive", {"version": version}), rivals))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [409] * 7
    assert {code for answer in answers if answer.status_code == 409 for code in codes(answer)} == {"M17"}
    assert count(desk, StageRun, StageRun.holder_id.is_not(None), StageRun.stage == "review") == 1


def test_the_same_key_with_another_body_is_a_conflict(as_, town):
    subject = {"survey_no": town.survey_no}
    first = as_.operator.post("/businesses", {"type": "predicted_survey", "subject": subject}, key="k")
    other = {"type": "predicted_survey", "subject": {**subject, "project_id": town.project_id}}
    reused = as_.operator.post("/businesses", other, key="k")
    assert (reused.status_code, codes(reused)) == (409, ["idempotency_key_reused"])
    reordered = {"subject": subject, "type": "predicted_survey"}
    assert as_.operator.post("/businesses", reordered, key="k").get_data() == first.get_data()


def test_a_key_belongs_to_one_person(as_, town):
    body = {"type": "predicted_survey", "subject": {"survey_no": town.survey_no}}
    assert as_.operator.post("/businesses", body, key="shared").status_code == 201
    assert codes(as_.stranger.post("/businesses", body, key="shared"))[0] == "M18"


def test_a_key_is_free_again_after_a_day(as_, town, clock):
    body = {"type": "predicted_survey", "subject": {"survey_no": town.survey_no}}
    assert as_.operator.post("/businesses", body, key="daily").status_code == 201
    clock.advance(hours=23)
    assert as_.operator.post("/businesses", body, key="daily").status_code == 201
    clock.advance(hours=2)
    assert codes(as_.operator.post("/businesses", body, key="daily")) == ["M06"]


@pytest.mark.parametrize("key", [" ", "x" * 201])
def test_an_unusable_key_is_unreadable(as_, town, key):
    body = {"type": "predicted_survey", "subject": {"survey_no": town.survey_no}}
    assert as_.operator.call("POST", "/businesses", json=body, headers={"Idempotency-Key": key}).status_code == 400


def test_an_upload_is_known_by_its_bytes(case, desk):
    case.accept()
    path, form = f"/businesses/{case.no}/materials", {"key": "survey_report"}
    first = case.operator.upload(path, [("一.pdf", pdf("one"))], form, key="upload")
    again = case.operator.upload(path, [("一.pdf", pdf("one"))], form, key="upload")
    other = case.operator.upload(path, [("一.pdf", pdf("two"))], form, key="upload")
    assert (first.status_code, again.get_data(), other.status_code) == (201, first.get_data(), 409)
    assert count(desk, Material) == 1


def test_a_batch_is_done_once_item_by_item(case, as_, desk):
    case.dispatched()
    items = [{"business_no": case.no, "version": case.version()}, {"business_no": "C0", "version": 1}]
    api = as_.reviewer
    answers = at_once(8, lambda: api.post("/businesses/receive", {"items": items}, key="batch"))
    assert len({answer.get_data() for answer in answers}) == 1
    assert [item["ok"] for item in answers[0].json["result"]] == [True, False]
    assert count(desk, Event, Event.action == "receive") == 1
