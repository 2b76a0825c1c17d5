"""The page of the log: who may read what of it, values before and after in words, reveals, export, the chain."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from models import Event, Membership, Person
from tests.pages.conftest import rows_of
from views.crud.event_words import ChangeLine, change_lines, contents, fact_lines

STAGE = {"title": "测绘科复审", "role": "survey_reviewer", "opinion": True, "time_limit_days": 2, "position": 3}


def record(desk, clock, action="edit_record", kind="organization", subject="1", region="430802", **detail):
    with desk() as session:
        session.add(
            Event(
                happened_at=clock.now,
                action=action,
                subject_kind=kind,
                subject_id=subject,
                actor_name="某人",
                region_code=region,
                detail=detail,
            )
        )


# ---- words ----


def test_changed_fields_are_told_by_label_with_codes_by_title():
    event = Event(
        subject_kind="organization",
        detail={"changes": {"status": ["normal", "suspended"], "valid": [True, False], "remark": [None, "x"]}},
    )
    assert change_lines(event) == [
        ChangeLine("企业状态", "正常", "暂停"),
        ChangeLine("是否有效", "是", "否"),
        ChangeLine("备注", "—", "x"),
    ]


def test_a_stage_is_told_by_its_own_fields():
    before = {**STAGE, "time_limit_days": 3}
    event = Event(subject_kind="stage_table", detail={"changes": {"stage_1": [before, STAGE]}})
    assert change_lines(event) == [ChangeLine("测绘科复审 · 时限（工作日）", "3", "2")]
    added = Event(subject_kind="stage_table", detail={"changes": {"stage_1": [None, STAGE]}})
    assert ChangeLine("测绘科复审 · 办理角色", "—", "测绘科") in change_lines(added)


def test_what_was_deleted_is_told_and_facts_stand_beside():
    event = Event(subject_kind="application_tile", detail={"was": {"title": "旧应用"}, "reason": "停用", "version": 3})
    assert change_lines(event) == [ChangeLine("应用名称", "旧应用", "—")]
    assert fact_lines(event) == [("原因", "停用")]
    assert contents(event) == "应用名称：旧应用→—；原因：停用"


def test_stages_and_tasks_of_a_business_are_told_by_title():
    event = Event(subject_kind="business", business_no="C202611230000001", detail={"stage": "edit", "to_stage": "x"})
    assert fact_lines(event) == [("环节", "预测成果导入"), ("至环节", "x")]


@pytest.mark.parametrize(
    "detail", [{}, {"changes": []}, {"changes": {"x": 1}}, {"changes": {"x": [1, 2, 3]}}, {"was": 1}]
)
def test_events_of_another_shape_are_shown_as_they_are(detail):
    event = Event(subject_kind="no_such_table", detail=detail)
    assert change_lines(event) == []


# ---- the page ----


def test_the_log_shows_before_and_after_and_is_searched(visit, desk, clock):
    record(desk, clock, changes={"status": ["normal", "suspended"]})
    clock.advance(minutes=1)
    record(desk, clock, action="sign_in", kind="person", subject="2")
    admin = visit("authority_admin")
    text = admin.opened("/events/")
    assert "<del>正常</del><ins>暂停</ins>" in text
    assert [row[2] for row in rows_of(text)] == ["登录", "修改", "上传测绘成果"]
    assert [row[2] for row in rows_of(admin.opened("/events/?action=sign_in"))] == ["登录"]
    assert rows_of(admin.opened("/events/?person=没有此人")) == []
    assert "没有符合条件的记录" in admin.opened("/events/?person=没有此人")


def test_older_pages_are_reached_by_their_key(visit, desk, clock):
    for number in range(60):
        record(desk, clock, subject=str(number + 100), kind="region_rule")
    admin = visit("authority_admin")
    first = admin.opened("/events/?kind=region_rule")
    assert len(rows_of(first)) == 50
    older = first.partition('href="/events/?kind=region_rule&before=')[2].partition('"')[0]
    second = admin.opened(f"/events/?kind=region_rule&before={older}")
    assert len(rows_of(second)) == 10
    assert "没有更早的记录" in second


@pytest.mark.parametrize(
    "query", ["before=x", "before=1", "before=-1-2", "before=" + "9" * 39 + "-1", "from=gestern", "to=9999-01-01"]
)
def test_what_no_page_ever_wrote_is_unreadable(visit, query):
    assert visit("authority_admin").get(f"/events/?{query}").status_code == 400


@pytest.mark.parametrize("words", ["<script>x</script>", "%", "_", "\\", '"', "'", "\u202e", "长" * 10_000, "=1+1"])
def test_hostile_words_find_nothing_and_are_shown_as_text(visit, words):
    for name in ("q", "person", "organization", "business_no", "subject", "action", "kind"):
        answer = visit("authority_admin").client.get(
            "/events/", query_string={name: words}, headers={"Accept": "text/html"}
        )
        assert answer.status_code == 200
        assert "<script>x" not in answer.get_data(as_text=True)


def test_other_regions_events_are_not_there(visit, desk, clock):
    record(desk, clock, region="430602", kind="region_rule", subject="5", reason="外市之事")
    assert "外市之事" not in visit("authority_admin").opened("/events/")
    assert "外市之事" not in visit("authority_admin").opened("/events/?q=外市之事").partition("<tbody>")[2]
    assert "外市之事" in visit("admin").opened("/events/")


@pytest.mark.parametrize("username", ["survey_reviewer", "developer_admin", "escrow_bank"])
@pytest.mark.parametrize("path", ["/events/", "/events/reveals/", "/events/export", "/events/list/"])
def test_the_log_is_for_administrators_and_heads(visit, username, path):
    assert visit(username).get(path).status_code == 403


def test_who_saw_whose_numbers_and_why(visit, desk):
    with desk() as session:
        query = select(Membership.id).join(Person, Person.id == Membership.user_id)
        member = session.scalars(query.where(Person.username == "developer_operator")).first()
    admin = visit("authority_admin")
    assert admin.post(f"/users/reveal/{member}", {"reason": "核对身份证"}).status_code == 200
    (row,) = rows_of(admin.opened("/events/reveals/"))
    with desk() as session:
        name = session.get(Membership, member).user.full_name
        numbers = [session.get(Membership, member).user.id_number, session.get(Membership, member).user.phone]
    assert name in row[3]
    assert "核对身份证" in row[5]
    assert row[4] == "手机号码、证件号码"
    assert "主管部门管理员" in row[2]
    page = admin.opened("/events/") + admin.opened("/events/reveals/")
    assert not [number for number in numbers if number and number in page]


def test_the_export_holds_the_rows_of_the_same_search(visit, desk, clock):
    record(desk, clock, changes={"remark": ["=1+1", "@x"]})
    record(desk, clock, action="sign_in", kind="person", subject="2")
    record(desk, clock, region="430602", kind="region_rule", subject="5", reason="外市之事")
    answer = visit("authority_admin").get("/events/export?action=edit_record")
    sheet = load_workbook(io.BytesIO(answer.get_data())).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:2] == ["时间", "操作"]
    assert [(row[1], row[7]) for row in rows[1:]] == [("修改", "备注：=1+1→@x")]
    with desk() as session:
        event = session.scalars(select(Event).where(Event.action == "export_records")).one()
        assert event.detail == {"rows": 1, "filters": ["action"]}


def test_the_state_of_the_chain_is_told(visit, desk, clock, cli):
    record(desk, clock)
    text = visit("authority_admin").opened("/events/")
    assert "待封存" in text
    assert "尚未核验" in text
    assert cli("audit", "verify").exit_code == 0
    text = visit("authority_admin").opened("/events/")
    assert "全部已封存" in text
    assert "完整" in text
    clock.advance(days=1)
    assert (clock.now + dt.timedelta(hours=8)).strftime("%Y-%m-%d") not in text
