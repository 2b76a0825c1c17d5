"""Pages of records: rows of others are not there, what is typed is kept, every write leaves its trace."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.security.scopes import system_scope
from models import Event, Project
from tests.web.town import token_of

TYPED = {"project_no": "P9", "name": "新项目", "location": "某处", "region": "430802", "developer": "1"}


@pytest.fixture
def clerk(sign_in):
    return sign_in("developer_admin")


@pytest.fixture
def post(clerk):
    token = token_of(clerk, "/trials/add")
    return lambda url, **typed: clerk.post(url, data={**typed, "csrf_token": token})


def projects(app):
    with app.app_context(), system_scope():
        return {row.project_no: (row.name, row.version) for row in db.session.scalars(select(Project))}


def events(app):
    with app.app_context(), system_scope():
        return [
            (row.action, row.subject_id, row.actor_name, row.detail)
            for row in db.session.scalars(select(Event).where(Event.subject_kind == "project"))
        ]


@pytest.mark.parametrize(
    "url",
    ["/trials/show/2", "/trials/edit/2", "/trials/show/99", "/trials/show/x", "/trials/show/9" + "9" * 30],
)
def test_a_row_of_another_company_looks_like_one_that_does_not_exist(clerk, url):
    assert clerk.get(url).status_code == 404


def test_the_list_holds_only_the_own_rows(clerk):
    page = clerk.get("/trials/list/").text
    assert "甲公司的项目" in page
    assert "乙公司" not in page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page_TrialView=x", 400),
        ("psize_TrialView=x", 400),
        ("_oc_TrialView=developer.credit_code&_od_TrialView=asc", 400),
        ("_oc_TrialView=name&_od_TrialView=asc", 200),
        ("psize_TrialView=100000&page_TrialView=-4", 200),
        ("_flt_0_name=%E7%94%B2", 200),
        ("_flt_0_started_on=zz", 200),
        ("_flt_9_started_on=x", 400),
        ("_flt_0_developer=2", 200),
    ],
)
def test_questions_that_make_no_sense_are_answered_400(clerk, query, status):
    assert clerk.get(f"/trials/list/?{query}").status_code == status


def test_a_page_that_failed_is_no_place_to_go_back_to(clerk, post):
    clerk.get("/trials/list/?_flt_2_name=甲")
    clerk.get("/trials/list/?page_TrialView=x")
    assert "_flt_2_name" in post("/trials/add", **TYPED).headers["Location"]


def test_adding_writes_the_row_and_its_event(app, post):
    assert post("/trials/add", **TYPED).status_code == 302
    assert projects(app)["P9"] == ("新项目", 1)
    ((action, key, who, detail),) = events(app)
    assert (action, key, who) == ("add_record", "3", "developer_admin")
    assert detail["changes"]["name"] == [None, "新项目"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"developer": "2"},
        {"developer": "99"},
        {"name": ""},
        {"invested": "NaN"},
        {"invested": "1.234"},
        {"building_count": "9" * 30},
    ],
)
def test_what_cannot_be_is_refused_with_everything_still_typed(app, post, wrong):
    answer = post("/trials/add", **{**TYPED, "promotion_name": "澧岸", **wrong})
    assert answer.status_code == 422
    assert "澧岸" in answer.text
    assert "P9" not in projects(app)
    assert not events(app)


def test_a_number_that_is_taken_is_refused_without_telling_by_whom(app, post):
    answer = post("/trials/add", **{**TYPED, "project_no": "P2"})
    assert answer.status_code == 422
    assert "未能保存" in answer.text
    assert "乙公司" not in answer.text


def test_columns_that_were_not_declared_are_not_taken(app, post):
    assert post("/trials/edit/1", **TYPED, version="1", developer_id="2").status_code == 302
    with app.app_context(), system_scope():
        assert db.session.get(Project, 1).developer_id == 1


def test_editing_logs_old_and_new(app, post):
    post("/trials/edit/1", **{**TYPED, "project_no": "P1"}, version="1", total_investment="12.30")
    assert projects(app)["P1"] == ("新项目", 2)
    changes = events(app)[0][3]["changes"]
    assert changes["name"] == ["甲公司的项目", "新项目"]
    assert changes["total_investment"] == [None, "12.30"]


def test_an_older_version_is_refused_with_what_differs_and_a_second_save_is_deliberate(app, post):
    mine = {**TYPED, "project_no": "P1"}
    post("/trials/edit/1", **mine, version="1")
    stale = post("/trials/edit/1", **{**mine, "name": "我的名字"}, version="1")
    assert stale.status_code == 409
    assert "developer_admin已于" in stale.text
    assert "我的名字" in stale.text
    assert "现值：新项目" in stale.text
    assert 'name="version" type="hidden" value="2"' in stale.text
    assert projects(app)["P1"] == ("新项目", 2)
    assert post("/trials/edit/1", **{**mine, "name": "我的名字"}, version="2").status_code == 302


@pytest.mark.parametrize("url", ["/trials/edit/2", "/trials/delete/2"])
def test_nobody_writes_a_row_of_another_company(app, post, url):
    assert post(url, **TYPED, version="1").status_code == 404
    assert projects(app)["P2"] == ("乙公司的项目", 1)


def test_deleting_leaves_the_row_in_the_log(app, post):
    assert post("/trials/delete/1").status_code == 302
    assert "P1" not in projects(app)
    assert events(app)[0][3]["was"]["name"] == "甲公司的项目"


def test_a_write_needs_the_token_of_the_page(clerk):
    assert clerk.post("/trials/delete/1").status_code == 400


@pytest.mark.parametrize(("url", "status"), [("/trials/add", 403), ("/trials/list/", 200), ("/trials/show/1", 200)])
def test_an_operator_looks_and_does_not_write(sign_in, url, status):
    assert sign_in("developer_operator").get(url).status_code == status


@pytest.mark.parametrize("url", ["/trials/list/", "/trials/show/1", "/inbox/"])
def test_visitors_are_sent_to_the_login(app, url):
    answer = app.test_client().get(url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "url",
    [
        "/trials/download/x",
        "/usergroups/list/",
        "/userinfoeditview/form",
        "/resetmypassword/form",
        "/userstatschartview/chart/",
        "/roles/list/",
        "/register/form",
    ],
)
def test_the_stock_pages_are_not_there(clerk, url):
    assert clerk.get(url).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_actions_and_foreign_rows_do_nothing(clerk, post, method):
    if method == "get":
        assert clerk.get("/trials/action/x/1").status_code == 405
    else:
        assert post("/trials/action/x/2").status_code == 404
        assert post("/trials/action_post", action="x", rowid="2").status_code == 404
