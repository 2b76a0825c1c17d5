"""在手业务 and 已办业务: what stands on whose desk, receiving one and several, filters in the address."""

import pytest
from sqlalchemy import select

from models import Business, StageRun
from models.enums import RunState
from tests.pages.conftest import rows_of, text_of


@pytest.fixture
def waiting(city, desk):
    """Numbers and versions of what waits for the survey office of the demo county."""
    with desk() as session:
        rows = session.execute(
            select(Business.business_no, Business.version)
            .join(StageRun, StageRun.business_id == Business.id)
            .where(StageRun.state == RunState.waiting, StageRun.role == "survey_reviewer")
            .where(Business.region_code == "430802")
            .order_by(Business.business_no)
        ).all()
    assert rows
    return [(row.business_no, row.version) for row in rows]


def test_a_reviewer_sees_what_waits_in_the_own_region(visit, waiting):
    text = visit("survey_reviewer").opened("/inbox/")
    for number, _ in waiting:
        assert number in text
    assert "今日无待办" in visit("other_region_survey_reviewer").opened("/inbox/")
    others = visit("other_developer_operator").opened("/inbox/")
    assert not any(number in others for number, _ in waiting)


def test_the_columns_name_the_house(visit, waiting):
    rows = rows_of(visit("survey_reviewer").opened("/inbox/"))
    row = next(row for row in rows if row[7] == waiting[0][0])
    assert " · E" in row[1]
    assert row[2:4] == ["实测成果备案", "测绘科审核"]
    assert row[6].startswith(("剩 ", "● 超期", "◐ 今日"))
    assert row[8].startswith("!待接件")


def test_receiving_one_opens_it(visit, waiting):
    number, version = waiting[0]
    answer = visit("survey_reviewer").post("/inbox/receive", {"item": f"{number}:{version}"})
    assert answer.status_code == 302
    assert answer.location == f"/business/{number}/"
    assert number not in visit("survey_reviewer_2").opened("/inbox/")


def test_the_second_hand_is_told_who_was_first(visit, waiting):
    number, version = waiting[0]
    visit("survey_reviewer").post("/inbox/receive", {"item": f"{number}:{version}"})
    late = visit("survey_reviewer_2")
    answer = late.post("/inbox/receive?q=x", {"item": f"{number}:{version}"})
    assert answer.location == "/inbox/?q=x"
    assert f"{number}：该业务已由" in late.opened("/inbox/")


def test_several_at_once_have_a_result_each(visit, waiting):
    number, version = waiting[0]
    items = [f"{number}:{version}", "C200001010000001:1"]
    text = text_of(visit("survey_reviewer").post("/inbox/receive", {"item": items}))
    assert "接件 2 件：成功 1 件，未成功 1 件" in text
    assert "没有找到该业务" in text


@pytest.mark.parametrize("item", ["", "C1", "C1:", "C1:x", "C1:-1", "C1:99999999999999999999", "C1:１"])
def test_what_no_list_posts_is_unreadable(visit, item):
    assert visit("survey_reviewer").post("/inbox/receive", {"item": item}).status_code == 400


def test_a_developer_cannot_receive_for_the_office(visit, waiting):
    number, version = waiting[0]
    developer = visit("developer_operator")
    developer.post("/inbox/receive", {"item": f"{number}:{version}"})
    assert "由测绘科办理" in developer.opened("/inbox/")
    assert number in visit("survey_reviewer").opened("/inbox/")


def test_without_the_pages_token_nothing_is_received(create_client, waiting, visit):
    number, version = waiting[0]
    forged = create_client("survey_reviewer").post("/inbox/receive", data={"item": f"{number}:{version}"})
    assert forged.status_code == 400
    assert number in visit("survey_reviewer_2").opened("/inbox/")


@pytest.mark.usefixtures("city")
def test_filters_stay_in_the_address_and_narrow(visit):
    developer = visit("developer_operator")
    everything = {row[7] for row in rows_of(developer.opened("/inbox/"))}
    returned = {row[7] for row in rows_of(developer.opened("/inbox/?state=returned"))}
    assert returned
    assert returned < everything
    text = developer.opened("/inbox/?q=E010&state=open&type=predicted_survey")
    assert 'value="E010"' in text
    assert [row[1] for row in rows_of(text)] == ["澧岸书苑 · E010"]
    assert "没有符合条件的业务" in developer.opened("/inbox/?q=%25_%27%22%3Cb%3E")
    assert rows_of(developer.opened("/inbox/?state=nonsense&page=x"))


@pytest.mark.usefixtures("city")
def test_handled_has_the_manuals_columns_and_the_way_of_the_business(visit):
    text = visit("developer_operator").opened("/handled/")
    headings = ["业务序号", "业务类型", "办理阶段", "操作时间", "完成时间", "上一派工人员", "任务状态", "业务状态"]
    positions = [text.index(f"<th>{heading}</th>") for heading in headings]
    assert positions == sorted(positions)
    rows = rows_of(text)
    assert {row[2] for row in rows} == {"【张家界市】预测成果备案", "【张家界市】实测成果备案"}
    assert [row[5] for row in rows] == sorted((row[5] for row in rows), reverse=True)
    assert any("异常" in row[7] for row in rows)
    assert "发起业务" in text


@pytest.mark.usefixtures("city")
def test_handled_is_searched_by_condition(visit):
    developer = visit("developer_operator")
    abnormal = rows_of(developer.opened("/handled/?state=abnormal"))
    assert abnormal
    assert all("异常" in row[7] for row in abnormal)
    archived = rows_of(developer.opened("/handled/?status=archived&from=2026-10-01&to=2026-10-31"))
    assert archived
    assert all("已办结" in row[8] and row[5].startswith("2026-10-") for row in archived)
    assert rows_of(developer.opened("/handled/?from=2026-13-45&state=waiting&status=x"))


@pytest.mark.usefixtures("city")
def test_the_progress_of_a_foreign_business_does_not_exist(visit, waiting):
    number, _ = waiting[0]
    assert "派工" in visit("survey_reviewer").opened(f"/inbox/progress/{number}/")
    for stranger in ("other_developer_operator", "other_region_survey_reviewer"):
        assert visit(stranger).get(f"/inbox/progress/{number}/").status_code == 404
    assert visit("survey_reviewer").get("/inbox/progress/C200001010000001/").status_code == 404


@pytest.mark.parametrize("path", ["/inbox/", "/handled/", "/buildings/"])
@pytest.mark.parametrize("typed", ["%00", "%F0%9F%8F%A0", "%E2%80%AE", "'%20OR%201=1--", "%3Cscript%3E", "9" * 500])
def test_nothing_typed_into_a_search_breaks_the_page(visit, path, typed):
    answer = visit("survey_reviewer").get(f"{path}?q={typed}&page={typed}&at={typed}")
    assert answer.status_code == 200
    assert "<script>" not in answer.get_data(as_text=True)
