"""承诺时限 through the desk's own operations: what starts, stops and moves a case's day."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest
from sqlalchemy import select

from app.documents.gathering.case import case_of
from app.documents.gathering.papers import acceptance_receipt
from models import CalendarDay, Event, StageRun, TimeLimit
from models.enums import BusinessStatus, ClockState, OrganizationKind, Role, RunState
from workflows import calendar_edits, clock, interventions, service
from workflows.due_notices import calendar_end
from workflows.facts.calendar import DESK_ZONE
from workflows.facts.situation import ongoing_run, runs_of
from workflows.messages import Refused
from workflows.reading.business import business_head
from workflows.rules.calendar_file import SettledDay

DATA = Path(__file__).parents[1] / "data" / "calendar"
VECTORS = json.loads((DATA / "due_dates.json").read_text("utf-8"))


def morning(day: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{day}T09:30").replace(tzinfo=DESK_ZONE)


@pytest.fixture
def desk(desk):
    with (DATA / "china_workdays_2025_2027.csv").open(encoding="utf-8") as file:
        desk.session.add_all(
            CalendarDay(day=dt.date.fromisoformat(row["date"]), working=row["is_workday"] == "1", note=row["note"])
            for row in csv.DictReader(file)
        )
    desk.session.flush()
    platform = desk.organization("平台（测试）", OrganizationKind.platform, "430000")
    desk.keeper = desk.actor("平台管理员", platform, Role.system_admin)
    return desk


def promise(desk, days: int, *, region="430802", since="2020-01-01", until=None, warning=1) -> None:
    desk.session.add(
        TimeLimit(
            region_code=region,
            business_type="predicted_survey",
            working_days=days,
            warning_days=warning,
            valid_from=dt.date.fromisoformat(since),
            valid_until=until and dt.date.fromisoformat(until),
        )
    )
    desk.session.flush()


def run_of(desk, business) -> StageRun:
    return ongoing_run(runs_of(desk.session, business))


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda one: f"{one['start']}+{one['working_days']}")
def test_a_case_is_due_on_the_day_of_the_vector(desk, vector):
    promise(desk, vector["working_days"])
    desk.now = morning(vector["start"])
    business = desk.received()
    assert business.clock is ClockState.running
    assert business.due_on == dt.date.fromisoformat(vector["result"])


@pytest.mark.parametrize("vector", VECTORS["beyond"], ids=lambda one: one["start"])
def test_beyond_the_calendar_the_case_goes_on_and_the_administrator_is_to_be_told(desk, vector):
    promise(desk, vector["working_days"])
    desk.now = morning(vector["start"])
    business = desk.received()
    assert (business.clock, business.due_on) == (ClockState.pending, None)
    head = business_head(desk.session, business, desk.now)
    assert head.promise.left.text == "超出工作日历，期限待定"
    assert calendar_end(desk.session, desk.now.date()) == dt.date(2027, 12, 31)
    desk.archive(business)
    assert business.status is BusinessStatus.archived


def test_the_promise_begins_when_the_bureau_receives_and_is_kept(desk):
    promise(desk, 5)
    business = desk.dispatched()
    assert (business.clock_since, business.promised_days) == (None, None)
    desk.now += dt.timedelta(days=1)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    assert (business.clock_since, business.due_on) == (dt.date(2026, 11, 24), dt.date(2026, 12, 1))
    promise(desk, 20, since="2026-01-01")
    clock.recount(desk.session)
    assert business.due_on == dt.date(2026, 12, 1), "what was promised stays promised"


def test_the_receipt_promises_what_the_region_promises(desk):
    promise(desk, 7)
    business = desk.dispatched()
    printed = acceptance_receipt(desk.session, case_of(desk.session, business.business_no))
    assert (printed.promised_working_days, printed.promised_on) == (7, None)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    promise(desk, 20, since="2026-01-01")
    printed = acceptance_receipt(desk.session, case_of(desk.session, business.business_no))
    assert (printed.promised_working_days, printed.promised_on) == (7, business.due_on)


def test_giving_it_back_to_the_pool_does_not_start_it_anew(desk):
    promise(desk, 5)
    business = desk.received()
    due_on = business.due_on
    service.release(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    desk.now += dt.timedelta(days=2)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.second_reviewer, desk.now)
    assert business.due_on == due_on


def test_it_stands_still_while_the_applicant_mends_it(desk):
    promise(desk, 5)
    business = desk.received()
    desk.now += dt.timedelta(days=1)
    inputs = desk.inputs(business, lines=desk.return_lines())
    service.send_back(desk.session, business.business_no, inputs, desk.reviewer, desk.now)
    assert (business.clock, business.days_used, business.due_on) == (ClockState.stopped, 1, None)
    assert run_of(desk, business).due_on is None
    desk.now += dt.timedelta(days=7)
    desk.do_tasks(business)
    desk.hand_in_papers(business)
    service.dispatch(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    assert (business.clock, business.due_on) == (ClockState.running, dt.date(2026, 12, 7))


def test_held_days_do_not_count_for_the_case_nor_for_the_stage(desk):
    promise(desk, 5)
    business = desk.received()
    stage_due = run_of(desk, business).due_on
    desk.now += dt.timedelta(days=1)
    held = desk.inputs(business, reason="等待法院裁定")
    interventions.suspend(desk.session, business.business_no, held, desk.authority_admin, desk.now)
    assert business.status is BusinessStatus.suspended
    assert (business.clock, run_of(desk, business).clock) == (ClockState.stopped, ClockState.stopped)
    with pytest.raises(Refused, match="业务已挂起，不能办理"):
        desk.archive(business)
    desk.now += dt.timedelta(days=2)
    interventions.resume(
        desk.session, business.business_no, desk.inputs(business, reason="裁定已到"), desk.authority_admin, desk.now
    )
    assert business.due_on == dt.date(2026, 12, 2)
    assert run_of(desk, business).due_on == stage_due + dt.timedelta(days=4), "two working days later, over the weekend"
    desk.archive(business)
    assert (business.status, business.clock) == (BusinessStatus.archived, ClockState.ended)


def test_a_visit_is_due_on_the_nearer_of_stage_and_case(desk):
    promise(desk, 1)
    business = desk.received()
    assert run_of(desk, business).due_on == business.due_on == dt.date(2026, 11, 24)


def test_the_nearest_region_promises_and_only_within_its_dates(desk):
    promise(desk, 9, region="430000")
    promise(desk, 7, region="430800")
    promise(desk, 2, until="2026-10-31")
    business = desk.received()
    assert business.promised_days == 7


def test_without_a_limit_of_the_region_the_declared_one_holds(desk):
    assert desk.received().promised_days == 5


def test_changing_the_calendar_moves_running_cases_in_the_same_act(desk):
    promise(desk, 5)
    business = desk.received()
    closed = [SettledDay(dt.date(2026, 11, 25), working=False, note="冰冻停工")]
    change = calendar_edits.settle(desk.session, closed, desk.keeper, desk.now)
    assert business.due_on == dt.date(2026, 12, 1)
    assert [one.business.business_no for one in change.moved] == [business.business_no]
    events = desk.session.scalars(
        select(Event).where(Event.action.in_(("edit_calendar", "move_due_date"))).order_by(Event.id)
    ).all()
    assert events[0].detail["changes"] == {"2026-11-25": ["工作日", "休息日 冰冻停工"]}
    assert events[1].business_no == business.business_no
    assert events[1].detail["changes"]["due_on"] == ["2026-11-30", "2026-12-01"]


def test_a_calendar_saved_as_it_was_moves_nothing_and_logs_nothing(desk):
    desk.received()
    same = [SettledDay(dt.date(2026, 11, 25), working=True)]
    assert calendar_edits.settle(desk.session, same, desk.keeper, desk.now) == (calendar_edits.CalendarChange([], []))


def test_two_administrators_do_not_overwrite_each_other(desk):
    seen = {2026: calendar_edits.state_of(desk.session, 2026)}
    day = dt.date(2026, 11, 25)
    calendar_edits.settle(desk.session, [SettledDay(day, working=False)], desk.keeper, desk.now, seen=seen)
    with pytest.raises(Refused) as refused:
        calendar_edits.settle(desk.session, [SettledDay(day, working=True)], desk.keeper, desk.now, seen=seen)
    assert refused.value.reasons[0].code == "M20"


def test_a_longer_calendar_gives_a_pending_case_its_day(desk):
    promise(desk, 10)
    desk.now = morning("2027-12-28")
    business = desk.received()
    january = [SettledDay(dt.date(2028, 1, n), working=dt.date(2028, 1, n).weekday() < 5) for n in range(1, 32)]
    calendar_edits.settle(desk.session, january, desk.keeper, desk.now)
    assert (business.clock, business.due_on) == (ClockState.running, dt.date(2028, 1, 11))


def test_only_the_platform_keeps_the_calendar(desk):
    for actor in (desk.authority_admin, desk.head, desk.operator):
        with pytest.raises(Refused) as refused:
            calendar_edits.settle(desk.session, [SettledDay(dt.date(2026, 11, 25), working=False)], actor, desk.now)
        assert refused.value.kind.value == "forbidden"


def test_a_year_from_the_page_keeps_the_notes_of_what_did_not_change(desk):
    state = calendar_edits.state_of(desk.session, 2027)
    rows = {row.day: row for row in desk.session.scalars(select(CalendarDay)) if row.day.year == 2027}
    working = frozenset(day for day, row in rows.items() if row.working) - {dt.date(2027, 2, 8)}
    change = calendar_edits.settle_year(
        desk.session, 2027, working, desk.keeper, desk.now, seen=state, note="春节", confirmed=True
    )
    assert dt.date(2027, 2, 8) in change.days
    assert (rows[dt.date(2027, 2, 8)].working, rows[dt.date(2027, 2, 8)].note) == (False, "春节")
    assert rows[dt.date(2027, 1, 1)].note == "元旦"
    assert not any((row.note or "").startswith("provisional") for row in rows.values())


# ---- 挂起 and 终止 ----


@pytest.mark.parametrize("operation", [interventions.suspend, interventions.terminate])
def test_only_the_bureaus_administrator_and_only_with_a_reason(desk, operation):
    business = desk.received()
    for actor in (desk.reviewer, desk.operator, desk.administrator, desk.head):
        with pytest.raises(Refused) as refused:
            operation(desk.session, business.business_no, desk.inputs(business, reason="事由"), actor, desk.now)
        assert refused.value.reasons[0].code == "not_administrator"
    with pytest.raises(Refused) as refused:
        operation(desk.session, business.business_no, desk.inputs(business), desk.authority_admin, desk.now)
    assert [reason.at for reason in refused.value.reasons] == ["reason"]


def test_a_terminated_case_gives_its_subject_back(desk):
    business = desk.received()
    inputs = desk.inputs(business, reason="企业注销")
    interventions.terminate(desk.session, business.business_no, inputs, desk.authority_admin, desk.now)
    assert business.status is BusinessStatus.terminated
    assert runs_of(desk.session, business)[-1].state is RunState.cancelled
    again = desk.accept()
    assert again.business_no != business.business_no


def test_a_held_case_may_be_terminated_and_an_open_one_not_resumed(desk):
    business = desk.received()
    with pytest.raises(Refused, match="没有挂起"):
        interventions.resume(
            desk.session, business.business_no, desk.inputs(business, reason="x"), desk.authority_admin, desk.now
        )
    for operation in (interventions.suspend, interventions.terminate):
        operation(desk.session, business.business_no, desk.inputs(business, reason="x"), desk.authority_admin, desk.now)
    assert business.status is BusinessStatus.terminated
