"""Who may do what with which kind of record: the table of roles, tried on every page and call."""

import pytest

from app.security.roles import RECORDS
from tests.records.conftest import READ_ONLY, ROLES, account_of
from views.crud import CRUD_APIS, CRUD_VIEWS

PAGES = {"list": "list/", "export": "export", "add": "add"}
# Kinds whose pages are their own instead of generated: tests/pages tries their rights.
OWN_PAGES = frozenset({"calendar-days", "document-templates"})
GENERATED = [record for record in RECORDS if record not in OWN_PAGES]


def may(role, act, record):
    return (role, act) in set(RECORDS[record].acts())


def test_every_kind_of_record_has_one_page_and_one_resource():
    assert sorted(view.record for view in CRUD_VIEWS) == sorted(GENERATED)
    assert sorted(api.record for api in CRUD_APIS) == sorted(GENERATED)


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_whom_the_table_names(browse, role):
    browser = browse(account_of(role))
    wrong = []
    for record in GENERATED:
        for act, page in PAGES.items():
            status = browser.get(f"/{record}/{page}").status_code
            absent = act == "add" and record in READ_ONLY
            wanted = 404 if absent else 200 if may(role, act, record) else 403
            wrong += [(record, act, status, wanted)] if status != wanted else []
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_calls_answer_whom_the_table_names(call, role):
    wrong = []
    for record in GENERATED:
        for act, method, path, granted in (
            ("list", "GET", "", {200}),
            ("show", "GET", "2147483646", {404}),
            ("add", "POST", "", {422}),
            ("edit", "PUT", "2147483646", {404}),
            ("delete", "DELETE", "2147483646", {404}),
        ):
            status = call(account_of(role), method, f"{record}/{path}", json={}).status_code
            wanted = granted if may(role, act, record) else {403}
            if (act in {"add", "edit", "delete"} and record in READ_ONLY) or (
                act == "delete" and not any(one == "delete" for _, one in RECORDS[record].acts())
            ):
                wanted = {405}
            wrong += [(record, act, status, wanted)] if status not in wanted else []
    assert not wrong


@pytest.mark.parametrize("record", READ_ONLY)
@pytest.mark.parametrize("page", ["add", "edit/1", "delete/1", "action_post"])
def test_what_changes_through_businesses_has_no_page_to_change_it(browse, record, page):
    assert browse("authority_admin").post(f"/{record}/{page}").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client):
    for record in GENERATED:
        assert client.get(f"/{record}/list/").status_code == 302
        assert client.get(f"/api/v1/records/{record}/").status_code == 401


def test_the_description_of_the_calls_lists_every_resource(create_caller):
    paths = create_caller("admin")("GET", "/_openapi").json["paths"]
    for record in GENERATED:
        methods = paths[f"/api/v1/records/{record}/"].keys()
        assert ("post" in methods) is (record not in READ_ONLY)


def test_the_menu_names_what_the_role_may_list(browse):
    admin, clerk = browse("admin").get("/").text, browse("developer_operator").get("/").text
    for words in ("机构信息管理", "字典", "区域规则", "工作日历", "平台应用", "版本更新记录", "日志"):
        assert words in admin
    assert "区域规则" not in clerk
    assert "监管银行账户" in clerk
