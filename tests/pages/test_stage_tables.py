"""The pages of stage tables: who may open and change what, what hostile hands send, and what the page then says."""

import re

import pytest
from sqlalchemy import select

from models import Event, StageRow, StageTable
from models.enums import StageTableState
from views.stage_tables.diagram import short

PAGE = "/stage-tables/predicted_survey/"
HERE = f"{PAGE}?region=430802"
REVIEW = {
    "title": "测绘科复审",
    "role": "survey_reviewer",
    "time_limit_days": "2",
    "opinion": "y",
    "not_by": "",
    "after": "review",
}
ACTS = ("stages", "stages/review", "stages/review/remove", "order", "copy", "discard", "publish", "roll-back")
HOSTILE = ["<script>alert(1)</script>", '=HYPERLINK("http://x")', "\u202e审复科绘测", "复审\u0000\u200b", "' OR 1=1 --"]


def posted(browser, act, data, region="430802"):
    return browser.post(f"{PAGE}{act}?region={region}", {"version": "0", **data})


def drafts(desk):
    with desk() as session:
        rows = session.execute(
            select(StageTable.region_code, StageRow.title)
            .join(StageRow.table)
            .where(StageTable.state == StageTableState.draft)
            .order_by(StageRow.position)
        ).all()
    return [tuple(row) for row in rows]


def test_the_list_names_every_type_with_its_version(visit):
    text = visit("authority_admin").opened("/stage-tables/")
    for words in ("预测成果备案", "企业用户入网", "第 1 版", "测绘科审核"):
        assert words in text


def test_a_stage_is_added_and_shown_as_new_without_a_script(visit, desk):
    admin = visit("authority_admin")
    answer = posted(admin, "stages", {**REVIEW, "not_by": "review"})
    assert answer.status_code == 302
    assert answer.location.endswith("?region=430802&at=stage_1")
    text = admin.opened(HERE)
    assert "第 2 版 · 草稿" in text
    assert "＋ 新增" in text
    assert "四眼：测绘科审核 ≠ 测绘科复审" in text
    assert drafts(desk)[-1] == ("430802", "测绘科复审")


@pytest.mark.parametrize("username", ["survey_reviewer", "section_head"])
def test_reviewers_look_and_do_not_change(visit, desk, username):
    reviewer = visit(username)
    text = reviewer.opened(HERE)
    assert "此处只可查看" in text
    assert "增加环节" not in text
    for act in ACTS:
        assert posted(reviewer, act, REVIEW).status_code == 403
    assert drafts(desk) == []


@pytest.mark.parametrize("username", ["developer_operator", "developer_admin", "escrow_bank", "survey_agency"])
def test_others_have_no_such_page(visit, username):
    for path in ("/stage-tables/", HERE):
        assert visit(username).get(path).status_code == 403


@pytest.mark.parametrize("region", ["430602", "430800", "430000", "999999", "4308", "%", "430802'--"])
def test_another_region_is_as_if_it_were_not_there(visit, desk, region):
    admin = visit("authority_admin")
    assert admin.get(f"{PAGE}?region={region}").status_code == 404
    for act in ACTS:
        assert posted(admin, act, REVIEW, region).status_code == 404
    assert drafts(desk) == []


def test_the_platform_designs_any_region(visit, desk):
    admin = visit("admin")
    assert "430602" in admin.opened("/stage-tables/?region=430602")
    assert posted(admin, "stages", REVIEW, "430602").status_code == 302
    assert {region for region, _ in drafts(desk)} == {"430602"}


def test_a_draft_is_not_shown_to_other_regions_and_sides(visit, desk, create_caller):
    posted(visit("authority_admin"), "stages", REVIEW)
    for username in ("other_region_survey_reviewer", "survey_reviewer", "admin"):
        states = [row["state_code"] for row in create_caller(username)("GET", "/records/stage-tables/").json["result"]]
        assert ("draft" in states) is (username != "other_region_survey_reviewer")


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_titles_are_stored_and_shown_as_plain_text(visit, desk, title):
    admin = visit("authority_admin")
    assert posted(admin, "stages", {**REVIEW, "title": title}).status_code == 302
    markup = admin.get(HERE).get_data(as_text=True)
    assert "<script>alert" not in markup
    (_, stored) = drafts(desk)[-1]
    assert stored == "".join(sign for sign in title if sign.isprintable())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "请填写办理阶段"),
        ({"title": "长" * 10_000}, "办理阶段最多 50 个字"),
        ({"title": "\u200b"}, "请填写办理阶段"),
        ({"role": "buyer"}, "Not a valid choice"),
        ({"role": ""}, "请选择办理角色"),
        ({"time_limit_days": "0"}, "时限为 1 至 365 个工作日"),
        ({"time_limit_days": "99999999999999999999"}, "时限为 1 至 365 个工作日"),
        ({"time_limit_days": "三"}, "Not a valid integer"),
        ({"not_by": "nowhere"}, "Not a valid choice"),
        ({"paper_key": "", "paper_required": "required", "paper_title": "长" * 10_000}, "资料名称最多 100 个字"),
        ({"paper_key": ["", ""], "paper_required": ["required"] * 2, "paper_title": ["同名"] * 2}, "与上面的资料重名"),
    ],
)
def test_a_stage_that_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(visit, desk, typed, words):
    answer = posted(visit("authority_admin"), "stages", {**REVIEW, **typed})
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert words in text or "aria-invalid" in text
    assert 'value="2"' in text or "time_limit_days" in typed
    assert drafts(desk) == []


@pytest.mark.parametrize("version", ["7", "", "-1", "x", "9" * 40])
def test_another_version_of_the_draft_is_a_conflict(visit, desk, version):
    answer = posted(visit("authority_admin"), "stages", {**REVIEW, "version": version})
    assert answer.status_code == 409
    assert "您填写的内容已保留" in answer.get_data(as_text=True)
    assert "测绘科复审" in answer.get_data(as_text=True)
    assert drafts(desk) == []


@pytest.mark.parametrize("order", ["", "review", "edit,edit", "edit,review,evil", "x" * 10_000])
def test_an_order_of_other_stages_is_refused(visit, desk, order):
    assert posted(visit("authority_admin"), "order", {"order": order}).status_code == 422
    assert drafts(desk) == []


def test_papers_are_added_renamed_made_optional_and_dropped(visit, desk):
    admin = visit("authority_admin")
    data = {
        "title": "预测成果导入",
        "role": "developer_operator",
        "not_by": "",
        "paper_key": ["survey_report", "floor_plans", "planning_drawing", ""],
        "paper_title": ["测绘报告", "分层分户图", "", "现场照片"],
        "paper_required": ["required", "optional", "optional", "required"],
    }
    assert posted(admin, "stages/edit", data).status_code == 302
    with desk() as session:
        query = select(StageRow.materials).join(StageRow.table).where(StageTable.state == StageTableState.draft)
        papers = session.scalars(query.where(StageRow.key == "edit")).one()
    assert papers == [
        {"key": "survey_report", "title": "测绘报告", "required": True},
        {"key": "floor_plans", "title": "分层分户图", "required": False},
        {"key": "paper_1", "title": "现场照片", "required": True},
    ]
    text = admin.opened(HERE)
    for words in ("测绘成果报告", "测绘报告", "现场照片", "规划许可附图（选交）"):
        assert words in text


def test_publishing_is_refused_with_its_reasons_and_the_note_stays(visit, desk):
    admin = visit("authority_admin")
    posted(admin, "stages", {**REVIEW, "role": "developer_operator", "title": "企业复核"})
    version = re.search(r'name="version" value="(\d+)"', admin.opened(HERE))[1]
    answer = posted(admin, "publish", {"version": version, "note": "加一道复核"})
    assert answer.status_code == 422
    assert "最后环节须由主管部门或银行办理" in answer.get_data(as_text=True)
    assert ">加一道复核</textarea>" in answer.get_data(as_text=True)


def test_a_published_change_is_in_the_types_of_the_api_and_in_the_log(visit, desk, create_caller):
    admin = visit("authority_admin")
    posted(admin, "stages", REVIEW)
    version = re.search(r'name="version" value="(\d+)"', admin.opened(HERE))[1]
    assert posted(admin, "publish", {"version": version, "note": "增加复审"}).status_code == 302
    types = create_caller("developer_operator")("GET", "/business-types").json["result"]
    stages = next(one["stages"] for one in types if one["code"] == "predicted_survey")
    assert [stage["title"] for stage in stages] == ["预测成果导入", "测绘科审核", "测绘科复审"]
    with desk() as session:
        actions = session.scalars(
            select(Event.action).where(Event.subject_kind == "stage_table").order_by(Event.id)
        ).all()
    assert actions == ["add_stage", "publish_stage_table"]


@pytest.mark.parametrize("query", ["from=1&to=99", "from=99&to=1"])
def test_a_version_that_never_was_is_not_there(visit, query):
    assert visit("authority_admin").get(f"{HERE}&{query}").status_code == 404


@pytest.mark.parametrize("query", ["from=x&to=1", "from=1&to=9999999"])
def test_what_is_no_version_is_unreadable(visit, query):
    assert visit("authority_admin").get(f"{HERE}&{query}").status_code == 400


def test_unknown_types_stages_and_drawers(visit):
    admin = visit("authority_admin")
    assert admin.get("/stage-tables/no_such_type/").status_code == 404
    assert admin.get(f"{HERE}&stage=nowhere").status_code == 404
    assert admin.get(f"{HERE}&show=nothing").status_code == 200
    assert posted(admin, "stages/nowhere", REVIEW).status_code == 404
    assert posted(admin, "stages/nowhere/remove", {}).status_code == 422
    assert posted(admin, "roll-back", {"number": "77", "in_force": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("网签备案科领导复", "网签备案科领导复"),
        ("网签备案科领导复审意见", "网签备案科领导…"),
        ("Enrolment review", "Enrolment review"),
        ("Survey office review", "Survey office…"),
        ("", ""),
    ],
)
def test_a_box_of_the_diagram_holds_as_much_of_a_title_as_fits(title, shown):
    assert short(title) == shown
