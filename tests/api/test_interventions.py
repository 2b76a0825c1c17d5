"""挂起, 恢复 and 终止 by program, and the promise of a case in its answers."""

import pytest

from tests.api.conftest import codes


@pytest.fixture
def received(case):
    return case.received()


def act(case, name, who="authority_admin", **more):
    body = {"version": case.version(), **more}
    return getattr(case.as_, who).post(f"/businesses/{case.no}/{name}", body)


def test_a_case_is_held_resumed_and_terminated(received):
    promise = received.operator.get(f"/businesses/{received.no}").json["promise"]
    assert (promise["working_days"], promise["clock_code"], promise["due_on"]) == (5, "running", "2026-11-30")
    held = act(received, "suspend", reason="等待法院裁定")
    assert (held.status_code, held.json["status"]) == (200, "suspended")
    assert (held.json["promise"]["clock_code"], held.json["promise"]["due_on"]) == ("stopped", None)
    assert held.json["time_left"] == "计时暂停"
    assert act(received, "suspend", reason="再次").status_code == 422
    assert act(received, "resume", reason="裁定已到").json["status"] == "open"
    ended = act(received, "terminate", reason="企业注销")
    assert (ended.status_code, ended.json["status"]) == (200, "terminated")
    lines = received.operator.get(f"/businesses/{received.no}/progress").json["result"][0]["lines"]
    assert [line["text"].partition("：")[2] for line in lines[:3]] == ["企业注销", "裁定已到", "等待法院裁定"]


def test_nobody_else_and_not_without_a_reason(received):
    for who in ("reviewer", "operator", "head", "administrator"):
        assert act(received, "suspend", who, reason="事由").status_code == 403
    assert codes(act(received, "suspend")) == ["reason_missing"]
    assert act(received, "suspend", "stranger", reason="事由").status_code in {403, 404}


def test_the_same_request_twice_has_one_answer(received):
    body = {"version": received.version(), "reason": "等待裁定"}
    path = f"/businesses/{received.no}/suspend"
    first, second = (received.as_.authority_admin.post(path, body, key="once") for _ in range(2))
    assert first.json == second.json
