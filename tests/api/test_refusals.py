"""Every status of the contract, and that what one may not see does not exist."""

import pytest

from tests.api.conftest import codes, fields, pdf

PROBLEM = {"type", "title", "status", "detail", "code", "errors"}


def raw(api, method, path, data, kind="application/json"):
    return api.call(method, path, data=data, content_type=kind)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/business-types"),
        ("GET", "/precheck"),
        ("GET", "/businesses"),
        ("POST", "/businesses"),
        ("GET", "/businesses/C202611230000001"),
        ("POST", "/businesses/C202611230000001/dispatch"),
        ("POST", "/businesses/receive"),
        ("PUT", "/businesses/C202611230000001/tasks/units"),
        ("GET", "/materials/1"),
        ("GET", "/documents/1"),
        ("POST", "/surveys"),
        ("PATCH", "/buildings/1/units"),
        ("GET", "/buildings/1/units.xlsx"),
    ],
)
def test_nobody_is_answered_401(as_, method, path):
    refused = as_.nobody.call(method, path)
    assert refused.status_code == 401
    assert set(refused.json) >= PROBLEM


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"type": NaN}',
        b'{"type": Infinity}',
        b'{"type": 1e999999999}',
        b'{"type": "\\ud800"}',
        b'{"type": "a\\u0000b"}',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 3000 + b"1" + b"}" * 3000,
    ],
)
def test_an_unreadable_body_is_400(as_, body):
    assert raw(as_.operator, "POST", "/businesses", body).status_code == 400


def test_a_body_of_another_type_is_415(case):
    case.accept()
    assert raw(case.operator, "POST", "/businesses", b"type=x", "text/plain").status_code == 415
    assert raw(case.operator, "POST", "/surveys", b"{}").status_code == 415
    assert raw(case.operator, "POST", f"/businesses/{case.no}/materials", b"x", "text/plain").status_code == 415
    word = case.operator.upload(
        f"/businesses/{case.no}/materials", [("a.doc", b"PK\x03\x04word/")], {"key": "floor_plans"}
    )
    assert (word.status_code, codes(word)) == (415, ["type_not_allowed"])


def test_too_much_is_413(case):
    case.accept()
    large = case.operator.upload(
        f"/businesses/{case.no}/materials", [("a.pdf", b"%PDF-" + b"0" * 20 * 1024 * 1024)], {"key": "floor_plans"}
    )
    assert (large.status_code, codes(large)) == (413, ["too_large"])
    body = b'{"type": "' + b"x" * 17 * 1024 * 1024 + b'"}'
    assert raw(case.operator, "POST", "/businesses", body).status_code == 413


def test_an_act_not_of_this_role_is_403(case, as_):
    case.received()
    assert case.operate("archive", as_.operator).status_code == 403
    assert case.operate("archive", as_.authority_admin).status_code == 403
    body = {"type": "predicted_survey", "subject": {"survey_no": case.town.survey_no}}
    assert codes(as_.reviewer.post("/businesses", body)) == ["not_initiator"]
    assert as_.reviewer.post("/businesses", body).status_code == 403


def test_a_wrong_method_is_405(as_):
    assert as_.operator.call("DELETE", "/businesses").status_code == 405


def test_a_stale_version_is_409_with_what_differs(case, as_):
    case.accept().hand_in()
    stale = case.operator.put(f"/businesses/{case.no}/tasks/price_check", {"version": 1, "data": {"confirmed": True}})
    assert (stale.status_code, codes(stale)) == (409, ["M20"])
    assert stale.json["differs"]["version"] == {"yours": 1, "current": 3}
    assert [one["action"] for one in stale.json["differs"]["since"]] == ["hand_in", "hand_in"]
    case.complete_units()
    units = case.operator.patch(f"/buildings/{case.building_id}/units", {"version": 1, "set": {"lift": False}})
    assert (units.status_code, codes(units)) == (409, ["M20"])
    assert len(units.json["differs"]["units"]) == 22


def everything(case):
    """Every call that names a thing of this case."""
    no, building = case.no, case.building_id
    act, save, one = {"version": 1}, {"version": 1, "data": {}}, {"version": 1, "set": {"lift": True}}
    rule = {
        "version": 1,
        "price_kind": "sale",
        "base_price": "1",
        "base_floor": 1,
        "direction": "up",
        "change": "increase",
        "step": "0",
    }
    reads = [
        f"/businesses/{no}",
        f"/businesses/{no}/progress",
        f"/businesses/{no}/tasks",
        f"/businesses/{no}/tasks/units",
        f"/businesses/{no}/materials",
        f"/businesses/{no}/documents",
        f"/materials/{case.material_id}",
        f"/surveys/{case.town.survey_no}",
        f"/buildings/{building}/units",
        f"/buildings/{building}/units.xlsx",
        f"/buildings/{building}/batches",
    ]
    operations = ("receive", "dispatch", "send_back", "cancel", "archive", "recall", "release", "reassign")
    writes = [("POST", f"/businesses/{no}/{name}", act) for name in operations]
    writes += [
        ("PUT", f"/businesses/{no}/tasks/units", save),
        ("PUT", f"/businesses/{no}/tasks/units?draft=1", save),
        ("POST", f"/businesses/{no}/materials", {"key": "floor_plans", "certificate_id": 1}),
        ("PATCH", f"/buildings/{building}/units", one),
        ("POST", f"/buildings/{building}/price-rule", rule),
        ("POST", f"/buildings/{building}/batches/1/undo", act),
    ]
    return [("GET", path, None) for path in reads] + writes


@pytest.mark.parametrize("person", ["stranger", "far_reviewer"])
def test_what_belongs_to_others_is_404_everywhere(case, as_, person):
    case.accept().complete_units().hand_in()
    case.material_id = case.operator.get(f"/businesses/{case.no}/materials").json["result"][0]["id"]
    api = getattr(as_, person)
    for method, path, body in everything(case):
        answer = api.call(method, path, json=body) if body is not None else api.call(method, path)
        assert answer.status_code == 404, (method, path, answer.json)
    upload = api.upload(f"/businesses/{case.no}/materials", [("a.pdf", pdf())], {"key": "floor_plans"})
    assert upload.status_code == 404
    assert api.get("/businesses", scope="all", q=case.no).json["result"] == []
    items = {"items": [{"business_no": case.no, "version": 1}]}
    assert api.post("/businesses/receive", items).json["result"][0]["problem"]["status"] == 404
    assert case.version() == 3


@pytest.mark.parametrize(
    "path",
    [
        "/businesses/C209912310000001",
        "/businesses/%00",
        "/businesses/%F0%9F%8F%A0",
        "/businesses/' OR 1=1 --",
        "/materials/999999",
        "/materials/99999999999999999999",
        "/materials/abc",
        "/documents/999999",
        "/surveys/CL-none",
        "/surveys/%00",
        "/buildings/999999/units",
        "/buildings/99999999999999999999/units",
        "/buildings/-1/units",
        "/nothing",
    ],
)
def test_an_unknown_thing_is_404(as_, path):
    assert as_.operator.get(path).status_code == 404


def test_an_unknown_task_or_batch_is_404(case):
    case.accept()
    assert case.operator.get(f"/businesses/{case.no}/tasks/nothing").status_code == 404
    assert case.save("nothing", {}).status_code == 404
    undo = case.operator.post(f"/buildings/{case.building_id}/batches/7/undo", {"version": 1})
    assert undo.status_code == 404


def test_all_reasons_are_listed_in_the_language_asked_for(case):
    case.accept()
    body = {"version": case.version()}
    path = f"/businesses/{case.no}/dispatch"
    told = case.operator.post(path, body).json
    assert len([error for error in told["errors"] if error["code"] == "M14"]) > 22
    assert told["title"] == "未能办理"
    refused = case.operator.call("POST", path, json=body, headers={"Accept-Language": "en"})
    assert refused.json["code"] == told["code"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "version"),
        ({"version": "1"}, "version"),
        ({"version": True}, "version"),
        ({"version": 1.5}, "version"),
        ({"version": -1}, "version"),
        ({"version": 10**400}, "version"),
        ({"version": 1, "colour": "red"}, "colour"),
        ({"version": 1, "opinion": "agree"}, "opinion"),
        ({"version": 1, "opinion": {"result": "maybe", "text": "x"}}, "opinion.result"),
        ({"version": 1, "opinion": {"result": "agree", "text": 5}}, "opinion.text"),
        ({"version": 1, "opinion": {"result": "agree", "text": "x" * 2001}}, "opinion.text"),
        ({"version": 1, "lines": {}}, "lines"),
        ({"version": 1, "lines": [5]}, "lines.0"),
        ({"version": 1, "lines": [{"target": "units"}]}, "lines.0.fault"),
        ({"version": 1, "lines": [{"target": "x" * 121, "fault": "y"}]}, "lines.0.target"),
        ({"version": 1, "lines": [{"target": "x", "fault": "y"}] * 501}, "lines"),
        ({"version": 1, "to_user": "3"}, "to_user"),
    ],
)
def test_a_wrong_shape_is_422_at_its_field(case, body, field):
    case.accept()
    refused = case.operator.post(f"/businesses/{case.no}/dispatch", body)
    assert refused.status_code == 422
    assert fields(refused) == [field]


def test_cookie_sessions_write_only_with_the_page_token(case, create_client):
    case.accept()
    client = create_client("developer_operator")
    assert client.get(f"/api/v1/businesses/{case.no}").status_code == 200
    forged = client.post(f"/api/v1/businesses/{case.no}/cancel", json={"version": 1})
    assert (forged.status_code, forged.content_type) == (400, "application/problem+json")
    assert case.operator.get(f"/businesses/{case.no}").json["status"] == "open"
