"""Of sixty cases the fourteen with a fault are told, each at its place, and the other forty-six are ✓ throughout."""

import pytest

from models.enums import Sign
from tests.review.sixty import FAULTS


@pytest.fixture
def checks_of(create_caller):
    """The checks of a case as the API tells them to the desk that reviews it."""
    callers = {name: create_caller(name) for name in ("survey_reviewer", "authority_admin")}

    def read(number):
        caller = callers["survey_reviewer" if number.startswith("C") else "authority_admin"]
        answer = caller("GET", f"/businesses/{number}")
        assert answer.status_code == 200
        return answer.json["checks"]

    return read


def test_the_fourteen_are_found_and_the_forty_six_are_clean(sixty, checks_of):
    assert len(sixty.clean) == 46
    assert len(sixty.faulty) == 14
    for fault in FAULTS:
        told = {(check["key"], check["sign_code"]) for check in checks_of(sixty.faulty[fault.name])}
        if fault.found == "viewer":
            assert {sign for _, sign in told} == {Sign.holds.value}, fault.name
        else:
            assert (fault.found, fault.sign.value) in told, (fault.name, told)
    wrong = {
        number: [check for check in checks_of(number) if check["sign_code"] != Sign.holds.value]
        for number in sixty.clean
    }
    assert {number: found for number, found in wrong.items() if found} == {}


def test_a_finding_says_both_figures_their_source_the_place_and_the_proof(few, checks_of):
    checks = {check["key"]: check for check in checks_of(few.faulty["测绘面积超过规划许可证"])}
    found = checks["area_within_permit"]
    assert (found["left"], found["relation"], found["right"], found["measure"]) == (
        "46,200.00",
        "＜",
        "90,000.00",
        "m²",
    )
    assert found["sign"] == "不通过"
    assert found["sources"][0].startswith("建设工程规划许可证")
    assert found["sources"][1].startswith("测绘成果 CL2026")
    assert found["place"] == "building.gross_area"
    assert found["proof"].startswith("certificates.")


def test_a_check_that_fails_keeps_page_and_api_from_agreeing(few, create_caller):
    number = few.faulty["测绘面积超过规划许可证"]
    call = create_caller("survey_reviewer")
    version = call("POST", f"/businesses/{number}/receive", json={"version": version_of(call, number)}).json["version"]
    told = {"version": version, "data": {"confirmed": True}}
    version = call("PUT", f"/businesses/{number}/tasks/inspection", json=told).json["version"]
    opinion = {"result": "agree", "text": "同意"}
    refused = call("POST", f"/businesses/{number}/archive", json={"version": version, "opinion": opinion})
    assert refused.status_code == 422
    assert refused.json["code"] == "check_failed"
    assert "测绘建筑面积不超过规划许可证面积" in refused.json["detail"]
    assert refused.json["errors"][0]["field"] == "building.gross_area"
    several = call(
        "POST", "/businesses/archive", json={"items": [{"business_no": number, "version": version}], "opinion": opinion}
    )
    assert several.json["result"][0]["problem"]["code"] == "check_failed"
    lines = [{"target": "building.gross_area", "fault": "超出许可面积"}]
    back = call("POST", f"/businesses/{number}/send_back", json={"version": version, "lines": lines})
    assert back.status_code == 200


def test_a_doubt_is_told_and_does_not_refuse(few, create_caller):
    number = few.faulty["有电梯而部数为 0"]
    call = create_caller("survey_reviewer")
    version = call("POST", f"/businesses/{number}/receive", json={"version": version_of(call, number)}).json["version"]
    told = {"version": version, "data": {"confirmed": True}}
    version = call("PUT", f"/businesses/{number}/tasks/inspection", json=told).json["version"]
    opinion = {"result": "agree", "text": "同意"}
    done = call("POST", f"/businesses/{number}/archive", json={"version": version, "opinion": opinion})
    assert done.status_code == 200


def test_several_by_api_are_judged_as_one_is_and_only_once_they_are_confirmed(few, create_caller):
    doubtful, faulty = few.faulty["有电梯而部数为 0"], few.faulty["测绘面积超过规划许可证"]
    call = create_caller("survey_reviewer")

    def archived():
        items = [{"business_no": number, "version": version_of(call, number)} for number in (doubtful, faulty)]
        opinion = {"result": "agree", "text": "同意"}
        told = call("POST", "/businesses/archive", json={"items": items, "opinion": opinion}).json["result"]
        return [[error["code"] for error in one.get("problem", {}).get("errors", [])] for one in told]

    for number in (doubtful, faulty):
        call("POST", f"/businesses/{number}/receive", json={"version": version_of(call, number)})
    assert archived() == [["M14"], ["M14", "check_failed"]]
    for number in (doubtful, faulty):
        told = {"version": version_of(call, number), "data": {"confirmed": True}}
        call("PUT", f"/businesses/{number}/tasks/inspection", json=told)
    assert archived() == [[], ["check_failed"]]


def test_before_an_opinion_is_to_be_signed_nothing_is_checked(few, create_caller):
    call = create_caller("survey_reviewer")
    number = few.clean[0]
    version = call("POST", f"/businesses/{number}/receive", json={"version": version_of(call, number)}).json["version"]
    lines = [{"target": "building.height", "fault": "高度有误"}]
    call("POST", f"/businesses/{number}/send_back", json={"version": version, "lines": lines})
    assert call("GET", f"/businesses/{number}").json["checks"] == []


def version_of(call, number):
    return call("GET", f"/businesses/{number}").json["version"]
