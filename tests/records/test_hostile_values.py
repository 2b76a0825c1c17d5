"""What nobody should type: kept out with words that help, or kept harmless."""

import io

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models import Project, VersionNote
from tests.records.conftest import errors

PARCEL = "430802009009GB00001"
NEW = {"project_no": "X1", "name": "新项目", "location": "某处", "parcel_codes": [PARCEL]}
HARMLESS = [
    "=1+1",
    "@SUM(A1)",
    "+cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "'; DROP TABLE project; --",
    "{{ 7*7 }}%(name)s{0}",
    "🏠 家园",
    "ترجمة",
    "㳇水𬱖",
]


@pytest.fixture
def post(call):
    return lambda **changes: call("developer_admin", "POST", "projects/", json={**NEW, **changes})


@pytest.mark.parametrize("name", HARMLESS)
def test_any_text_is_stored_shown_and_exported_as_it_is(post, browse, desk, name):
    assert post(name=name).status_code == 201
    browser = browse("developer_admin")
    page = browser.get("/projects/list/").text
    assert "<script>alert" not in page
    with desk() as session:
        assert name in session.scalars(select(Project.name)).all()
    export = browser.get("/projects/export")
    book = CalamineWorkbook.from_filelike(io.BytesIO(export.data))
    assert name in {cell for row in book.get_sheet_by_index(0).to_python() for cell in row}
    import zipfile

    with zipfile.ZipFile(io.BytesIO(export.data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "长" * 101}, "name"),
        ({"name": " \u200b\u202e "}, "name"),
        ({"name": "两\n行"}, "name"),
        ({"land_area": "-1"}, "land_area"),
        ({"land_area": "NaN"}, "land_area"),
        ({"land_area": "Infinity"}, "land_area"),
        ({"land_area": "1.23456"}, "land_area"),
        ({"green_ratio": "100.01"}, "green_ratio"),
        ({"total_investment": "1", "invested": "2"}, "invested"),
        ({"unit_count": -1}, "unit_count"),
        ({"unit_count": 2**31}, "unit_count"),
        ({"unit_count": "5"}, "unit_count"),
        ({"started_on": "1800-01-01"}, "started_on"),
        ({"started_on": "2026-05-01", "completion_planned_on": "2026-04-01"}, "completion_planned_on"),
        ({"parcel_codes": ["4308"]}, "parcel_codes"),
        ({"parcel_codes": []}, "parcel_codes"),
        ({"parcel_codes": "4308"}, "parcel_codes"),
        ({"property_company_id": 99999}, "property_company_id"),
        ({"developer_id": 2}, "developer_id"),
        ({"region_code": "430602"}, "region_code"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(post, desk, changes, field):
    answer = post(**changes)
    assert answer.status_code == 422, answer.text
    assert field in errors(answer)
    with desk() as session:
        assert "X1" not in session.scalars(select(Project.project_no)).all()


@pytest.mark.parametrize(("field", "value"), [("project_no", "taken"), ("parcel_codes", "taken")])
def test_what_is_taken_elsewhere_is_refused_without_telling_by_whom(post, desk, field, value):
    with desk() as session:
        foreign = session.scalars(select(Project).where(Project.name.contains("天门路"))).one()
        value = foreign.project_no if field == "project_no" else foreign.parcel_codes.split("、")
    answer = post(**{field: value})
    assert answer.status_code == 422
    assert "未能保存" in answer.text
    assert "天门" not in answer.text


def test_invisible_signs_and_blanks_are_left_out(post):
    assert post(name=" 新\u200b项\u202e目 ").json["result"]["name"] == "新项目"


def test_a_tile_leads_nowhere_but_here(call):
    for url in ("javascript:alert(1)", "https://evil.example/", "//evil.example", "/\\evil.example", "/a b"):
        body = {"subsystem": "业务办理", "title": "某", "sign": "某", "url": url, "position": 1}
        assert "url" in errors(call("admin", "POST", "application-tiles/", json=body))


def test_a_moment_typed_on_a_page_is_the_desk_s(browse, desk):
    typed = {"title": "V9", "body": "<b>甲</b>", "publish_at": "2026-12-01 09:00"}
    assert browse("admin").post("/version-notes/add", **typed).status_code == 302
    with desk() as session:
        note = session.scalars(select(VersionNote).where(VersionNote.title == "V9")).one()
        assert note.publish_at.isoformat() == "2026-12-01T01:00:00+00:00"


@pytest.mark.parametrize(
    "path",
    [
        "?q=(order_column:developer.name,order_direction:asc)",
        "?q=(order_column:password,order_direction:asc)",
        "?q=(filters:!((col:total_investment,opr:gt,value:1)))",
        "?q=(filters:!((col:'developer.name',opr:ct,value:1)))",
        "?q=((",
    ],
)
def test_questions_go_to_the_declared_columns_only(call, path):
    assert call("developer_admin", "GET", f"projects/{path}").status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"_oc_ProjectView": "developer", "_od_ProjectView": "asc"},
        {"_oc_ProjectView": "developer.name", "_od_ProjectView": "asc"},
        {"_flt_9_started_on": "a"},
    ],
)
def test_the_list_and_its_export_ask_the_declared_columns_only(browse, query):
    browser = browse("developer_admin")
    for page in ("list/", "export"):
        assert browser.get(f"/projects/{page}", **query).status_code == 400


def test_the_export_holds_exactly_the_rows_of_scope_and_filter(browse):
    def names(**query):
        data = browse("developer_admin").get("/projects/export", **query).data
        rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        column = rows[0].index("项目名称")
        return {row[column] for row in rows[1:]}

    assert names() == {"澧水北岸03地块", "澧水北岸05地块", "澧水南岸02地块"}
    assert names(_flt_2_name="澧水北岸05") == {"澧水北岸05地块"}
