"""/api/v1/records: the same rows and rights as the pages, every refusal a problem document."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.security.scopes import system_scope
from models import Event, Project
from tests.web.town import token_of

BASE = "/api/v1/records/trials/"
NEW = {"project_no": "A1", "name": "新项目", "location": "某处", "region_code": "430802", "developer_id": 1}


@pytest.fixture
def call(app, token):
    headers = token("developer_admin")
    client = app.test_client()
    return lambda method, path="", **given: client.open(BASE + path, method=method, headers=headers, **given)


def is_problem(answer, status, code=None):
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert {"type", "title", "status", "detail", "code", "errors"} <= answer.json.keys()
    assert code is None or answer.json["code"] == code
    return True


def test_the_list_holds_only_the_own_rows(call):
    answer = call("GET").json
    assert [row["project_no"] for row in answer["result"]] == ["P1"]
    assert answer["count"] == 1


def test_a_record_says_what_was_declared_and_nothing_of_other_tables(call):
    row = call("GET", "1").json["result"]
    assert row["name"] == "甲公司的项目"
    assert row["developer_id"] == 1
    assert not {"developer", "created_by", "password"} & row.keys()


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
@pytest.mark.parametrize("key", ["2", "99", "999999999999999999999999"])
def test_a_row_of_another_company_looks_like_one_that_does_not_exist(call, method, key):
    assert is_problem(call(method, key, json={"version": 1}), 404, "not_found")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("((", 400),
        ("(order_column:developer.credit_code,order_direction:asc)", 400),
        ("(filters:!((col:total_investment,opr:eq,value:5)))", 400),
        ("(filters:!((col:name,opr:ct,value:5)))", 200),
        ("(filters:!((col:developer_id,opr:eq,value:2)))", 200),
        ("(filters:!(1))", 400),
        ("(page:-1,page_size:100000)", 200),
        ("(page:99999999999999999999)", 200),
        ("(columns:!(name,developer))", 200),
    ],
)
def test_questions_are_answered_from_the_declared_columns_only(call, query, status):
    assert call("GET", f"?q={query}").status_code == status


def test_other_tenants_cannot_be_found_by_filter(call):
    assert call("GET", "?q=(filters:!((col:developer_id,opr:eq,value:2)))").json["count"] == 0


def test_post_puts_a_row_and_its_event(app, call):
    answer = call("POST", json=NEW)
    assert answer.status_code == 201
    assert answer.json["result"]["version"] == 1
    with app.app_context(), system_scope():
        event = db.session.scalars(select(Event).where(Event.action == "add_record")).one()
        assert event.detail["changes"]["project_no"] == [None, "A1"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"developer_id": 2}, "developer_id"),
        ({"property_company_id": 77}, "property_company_id"),
        ({"region_code": "999999"}, "region_code"),
        ({"invested": "NaN"}, "invested"),
        ({"invested": "1.234"}, "invested"),
        ({"invested": "1e30"}, "invested"),
        ({"building_count": 10**20}, "building_count"),
        ({"name": 5}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": None}, "name"),
        ({"version": 7}, "version"),
        ({"id": 1}, "id"),
        ({"nonsense": 1}, "nonsense"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_stored(app, call, body, field):
    answer = call("POST", json={**NEW, **body})
    assert is_problem(answer, 422)
    assert field in {error["field"] for error in answer.json["errors"]}
    with app.app_context(), system_scope():
        assert len(db.session.scalars(select(Project)).all()) == 2


@pytest.mark.parametrize("body", ["[]", '"x"', "5", "{", ""])
def test_what_is_no_object_is_unreadable(call, body):
    assert is_problem(call("POST", data=body, content_type="application/json"), 400)


def test_put_needs_the_version_that_was_read(call):
    assert is_problem(call("PUT", "1", json={"name": "x"}), 422)
    assert call("PUT", "1", json={"name": "先", "version": 1}).json["result"]["version"] == 2
    stale = call("PUT", "1", json={"name": "后", "version": 1})
    assert is_problem(stale, 409, "M20")
    assert stale.json["differs"]["name"] == {"yours": "后", "current": "先"}


def test_a_row_is_not_moved_to_another_company(call):
    assert is_problem(call("PUT", "1", json={"developer_id": 2, "version": 1}), 422)


def test_without_a_right_the_answer_is_403_and_without_a_person_401(app, token):
    client = app.test_client()
    assert is_problem(client.post(BASE, json=NEW, headers=token("developer_operator")), 403)
    assert is_problem(client.get(BASE), 401)
    assert is_problem(client.get(BASE, headers={"Authorization": "Bearer x.y.z"}), 401)


def test_a_browser_may_call_with_the_token_of_its_page(sign_in):
    browser = sign_in("developer_admin")
    assert browser.get(BASE).status_code == 200
    assert is_problem(browser.post(BASE, json=NEW), 400)
    token = token_of(browser, "/trials/list/")
    assert browser.post(BASE, json=NEW, headers={"X-CSRFToken": token}).status_code == 201


@pytest.mark.parametrize(("language", "title"), [("zh-CN,zh;q=0.9", "没有找到"), ("fr", "没有找到")])
def test_problems_are_told_in_the_language_asked_for(app, language, title):
    answer = app.test_client().get("/api/v1/nothing", headers={"Accept-Language": language})
    assert answer.json["title"] == title


def test_the_description_names_the_calls(app, token):
    paths = app.test_client().get("/api/v1/_openapi", headers=token("developer_admin")).json["paths"]
    assert {"get", "post"} <= paths[BASE].keys()
