"""业务发起: naming the subject, the preview with every reason, 业务受理, files and people."""

import io
import re

import pytest
from sqlalchemy import func, select

from models import Business, Membership, RegionRule, StoredFile, Survey
from models.enums import EnrolmentState
from tests.pages.conftest import SURVEYS, rows_of, text_of

D004, D005 = "CL20220406001", "CL20220406002"
START = "/start/predicted_survey/"


def count(desk, model):
    with desk() as session:
        return session.scalar(select(func.count()).select_from(model))


def workbook(name):
    return {"file": (io.BytesIO((SURVEYS / name).read_bytes()), name.rpartition("/")[2])}


def import_by(desk, mode, clock):
    with desk() as session:
        session.add(
            RegionRule(
                region_code="430802",
                key="survey_import_mode",
                title="导入方式",
                value=mode,
                valid_from=clock.now.date(),
            )
        )


# ---- who ----


@pytest.mark.parametrize("path", [START, "/start/user_enrolment/", "/start/no_such_type/"])
def test_what_one_may_not_start_does_not_exist(visit, path):
    reviewer = visit("survey_reviewer")
    assert reviewer.get(path).status_code == 404
    assert reviewer.post(path, {"survey_no": D004}).status_code == 404
    assert reviewer.post(f"{path}upload").status_code == 404


def test_an_operator_starts_filings_but_no_enrolment(visit):
    operator = visit("developer_operator")
    assert operator.get(START).status_code == 200
    assert operator.get("/start/user_enrolment/").status_code == 404
    assert visit("developer_admin").post("/start/user_enrolment/upload").status_code == 404


# ---- 查询导入 ----


def test_before_a_subject_is_named_nothing_can_be_accepted(visit):
    text = visit("developer_operator").opened(START)
    assert "先找到测绘成果" in text
    assert "业务受理</button>" not in text


def test_the_preview_shows_building_and_all_rooms(visit):
    text = visit("developer_operator").opened(f"{START}?survey_no={D004}")
    rows = rows_of(text)
    assert len(rows) == 22
    assert rows[0][:3] == ["1", "A01", "1-01"]
    assert re.fullmatch(r"\d+\.\d{4}", rows[0][9])
    assert "可以受理" in text
    assert 'aria-disabled="true"' not in text.partition('id="accept"')[2]


def test_an_unknown_survey_and_a_foreign_one_read_the_same(visit):
    mine = visit("developer_operator").opened(f"{START}?survey_no=CL19990101001")
    foreign = visit("other_developer_operator").opened(f"{START}?survey_no={D004}")
    assert "未查询到测绘宗号 CL19990101001 的测绘成果" in mine
    assert f"未查询到测绘宗号 {D004} 的测绘成果" in foreign
    assert "户室对照表</h2>" not in foreign


def test_a_number_of_the_wrong_shape_stays_in_its_field(visit):
    text = visit("developer_operator").opened(f"{START}?survey_no={'九' * 40}")
    assert "九" * 40 in text
    assert 'aria-invalid="true"' in text


def test_accepting_gives_a_number_and_says_what_comes_next(visit, desk):
    operator = visit("developer_operator")
    answer = operator.post(START, {"survey_no": D004})
    assert answer.status_code == 302
    number = answer.location.strip("/").rpartition("/")[2]
    with desk() as session:
        assert session.scalars(select(Business.business_no)).all() == [number]
    assert f"已受理 {number}，请完善栋信息与户室信息" in operator.opened("/inbox/")


def test_what_is_refused_stays_with_every_reason(visit, desk):
    operator = visit("developer_operator")
    number = operator.post(START, {"survey_no": D004}).location.strip("/").rpartition("/")[2]
    shown = operator.opened(f"{START}?survey_no={D004}")
    again = operator.post(START, {"survey_no": D004})
    assert again.status_code == 422
    for text in (shown, text_of(again)):
        assert f"该栋正在办理【预测成果备案】（{number}），不能重复受理" in text
        assert f'value="{D004}"' in text
        assert 'aria-disabled="true"' in text.partition('id="accept"')[2]
    assert count(desk, Business) == 1


# ---- 文件导入 ----


def test_a_sound_workbook_becomes_the_subject(visit, desk):
    operator = visit("developer_operator")
    answer = operator.post(f"{START}upload", workbook("CL20220406002_D005_132_predicted.xlsx"))
    assert answer.location == f"{START}?survey_no={D005}"
    text = operator.opened(answer.location)
    assert f"已导入测绘成果 {D005}" in text
    assert len(rows_of(text)) == 132
    with desk() as session:
        survey = session.scalars(select(Survey).where(Survey.survey_no == D005)).one()
        assert survey.file.name == f"{D005}.xlsx"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("area_sum.xlsx", ["户", "7", "预测分摊建筑面积(m²)"]),
        ("duplicate_room.xlsx", ["户"]),
        ("sheet_missing.xlsx", []),
        ("not_a_workbook.xlsx", []),
        ("zip_bomb.xlsx", []),
    ],
)
def test_every_fault_of_a_workbook_is_told_and_nothing_is_kept(visit, desk, name, place):
    before = count(desk, Survey), count(desk, StoredFile)
    answer = visit("developer_operator").post(f"{START}upload", workbook(f"bad/{name}"))
    assert answer.status_code == 422
    rows = rows_of(text_of(answer))
    assert rows
    assert rows[0][1 : 1 + len(place)] == place
    assert all(row[5] for row in rows)
    assert (count(desk, Survey), count(desk, StoredFile)) == before


def test_no_file_and_a_known_number_are_told(visit):
    operator = visit("developer_operator")
    assert "请选择测绘成果文件" in text_of(operator.post(f"{START}upload"))
    known = operator.post(f"{START}upload", workbook("CL20220406001_D004_22_predicted.xlsx"))
    assert f"测绘宗号 {D004} 的成果已在测绘成果库中" in text_of(known)


def test_a_region_of_queries_takes_no_file(visit, desk, clock):
    import_by(desk, "query", clock)
    operator = visit("developer_operator")
    text = operator.opened(START)
    assert "查询导入" in text
    assert "文件导入" not in text
    refused = operator.post(f"{START}upload", workbook("CL20220406002_D005_132_predicted.xlsx"))
    assert refused.status_code == 422
    assert "不接受文件导入" in text_of(refused)


def test_a_region_of_files_asks_for_no_number(visit, desk, clock):
    import_by(desk, "file", clock)
    text = visit("developer_operator").opened(START)
    assert "查询导入" not in text
    assert "文件导入" in text


# ---- 用户入网 ----


@pytest.fixture
def applicable(city, desk, developer_admin):
    """Those of the company who are in no application and not in force."""
    with desk() as session:
        return session.scalars(
            select(Membership.id)
            .where(Membership.organization_id == developer_admin.organization_id)
            .where(Membership.state.in_([EnrolmentState.draft, EnrolmentState.refused]))
            .order_by(Membership.id)
        ).all()


def test_the_companys_people_are_shown_masked(visit, applicable):
    text = visit("developer_admin").opened("/start/user_enrolment/")
    rows = rows_of(text)
    assert len(applicable) >= 2
    assert text.count('name="membership_ids"') == len(rows)
    assert text.count('name="membership_ids"') - len(re.findall(r'name="membership_ids"[^>]* disabled', text)) == len(
        applicable
    )
    assert all("****" in row[2] and "****" in row[3] for row in rows if row[2] != "—")


def test_several_are_applied_for_at_once(visit, desk, applicable):
    answer = visit("developer_admin").post("/start/user_enrolment/", {"membership_ids": applicable[:2]})
    assert answer.status_code == 302
    assert answer.location.startswith("/business/R")
    with desk() as session:
        states = session.scalars(select(Membership.state).where(Membership.id.in_(applicable[:2]))).all()
    assert states == [EnrolmentState.applied] * 2


@pytest.mark.parametrize("chosen", [[], ["x"], ["999999"], ["0"]])
def test_nobody_and_unknown_people_are_refused(visit, desk, applicable, chosen):
    before = count(desk, Business)
    assert visit("developer_admin").post("/start/user_enrolment/", {"membership_ids": chosen}).status_code == 422
    assert count(desk, Business) == before


def test_a_refused_choice_stays_ticked(visit, city, desk, developer_admin, applicable):
    with desk() as session:
        settled = session.scalars(
            select(Membership.id).where(
                Membership.organization_id == developer_admin.organization_id,
                Membership.state == EnrolmentState.approved,
            )
        ).first()
    text = text_of(
        visit("developer_admin").post("/start/user_enrolment/", {"membership_ids": [applicable[0], settled]})
    )
    assert "不能申请入网" in text
    assert len(re.findall(r'name="membership_ids"[^>]* checked', text)) == 2
