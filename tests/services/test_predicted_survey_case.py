"""A case from 业务受理 to 归档, with everything that may happen to it on the way."""

import pytest
from sqlalchemy import func, select

from models import Building, Event, FiledPrice, Opinion, OutboxMessage, ReturnLine, SubjectLock, Survey, Unit
from models.enums import BuildingState, BusinessStatus, RunState, SurveyState, TaskState
from tests.services.desk import AGREE
from workflows import service, unit_edits
from workflows.facts.situation import runs_of, tasks_of
from workflows.inputs import Inputs, LineInput
from workflows.messages import NotVisible, Refused
from workflows.return_lines import latest_lines
from workflows.rules.room_matching import UnitSelection


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [reason.code for reason in refusal.value.reasons]


def states(desk, business) -> list[tuple[str, RunState]]:
    return [(run.stage, run.state) for run in runs_of(desk.session, business)]


def test_accept_numbers_the_case_and_makes_a_draft_building(desk):
    business = desk.accept()
    building = desk.session.get(Building, business.building_id)
    assert business.business_no == "C202611230000001"
    assert business.subject_title == "澧岸云庭 · D004"
    assert (building.state, building.unit_count) == (BuildingState.draft, 22)
    assert desk.session.scalar(select(func.count(Unit.id)).where(Unit.building_id == building.id)) == 22
    assert desk.survey.state is SurveyState.in_progress
    assert states(desk, business) == [("edit", RunState.open)]


def test_numbers_count_on_through_the_day_and_begin_anew_the_next(desk):
    first = desk.accept()
    service.cancel(desk.session, first.business_no, desk.inputs(first), desk.operator, desk.now)
    assert desk.accept().business_no == "C202611230000002"


def test_a_second_accept_of_the_same_survey_is_refused_with_the_holder(desk):
    business = desk.accept()
    with pytest.raises(Refused) as refusal:
        desk.accept()
    assert codes(refusal) == ["M06"]
    assert business.business_no in str(refusal.value)


def test_an_unknown_survey_is_not_found(desk):
    with pytest.raises(Refused) as refusal:
        service.accept(desk.session, "predicted_survey", {"survey_no": "CL0"}, desk.operator, desk.now)
    assert codes(refusal) == ["M18"]


def test_only_the_initiator_role_accepts(desk):
    with pytest.raises(Refused) as refusal:
        desk.accept(desk.reviewer)
    assert codes(refusal) == ["not_initiator"]


def test_dispatch_tells_everything_that_is_missing(desk):
    business = desk.accept()
    values = {"decoration": "毛坯", "lift": "是", "price_sale": "7200"}
    unit_edits.set_fields(desk.session, business.building_id, 1, UnitSelection(), values, desk.operator, desk.now)
    unit = desk.session.scalars(select(Unit).where(Unit.room_no == "1-04")).one()
    row = [{"id": unit.id, "price_sale": None}]
    unit_edits.set_rows(desk.session, business.building_id, 2, row, desk.operator, desk.now)
    with pytest.raises(Refused) as refusal:
        service.dispatch(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    assert codes(refusal) == ["M14", "M14", "M14", "M14", "M21", "M21"]
    assert [reason.at for reason in refusal.value.reasons if reason.at.startswith("units")] == [
        f"units.{unit.id}.price_sale"
    ]
    assert "1-04 销售单价" in str(refusal.value)


def test_the_way_to_the_archive(desk):
    business = desk.received()
    desk.archive(business)
    building = desk.session.get(Building, business.building_id)
    assert business.status is BusinessStatus.archived
    assert building.state is BuildingState.current
    assert desk.survey.state is SurveyState.filed
    assert desk.session.scalar(select(func.count(FiledPrice.id))) == 22
    assert desk.session.scalar(select(func.count(SubjectLock.id))) == 0
    codes_given = desk.session.scalars(select(Unit.unit_code).order_by(Unit.position)).all()
    assert codes_given[0] == "430802001006GB00031U00000001"
    assert len(set(codes_given)) == 22
    queued = desk.session.scalars(select(OutboxMessage.payload).order_by(OutboxMessage.id)).all()
    assert [payload["document"] for payload in queued if "document" in payload] == [
        "acceptance_receipt",
        "review_form",
        "survey_filing_form",
        "unit_schedule",
        "building_table",
    ]


def test_a_filed_survey_is_not_filed_again(desk):
    desk.archive(desk.received())
    with pytest.raises(Refused) as refusal:
        desk.accept()
    assert codes(refusal) == ["M19"]


def test_two_reviewers_take_the_same_case_and_the_second_hears_who_has_it(desk):
    business = desk.received()
    with pytest.raises(Refused) as refusal:
        service.receive(desk.session, business.business_no, desk.inputs(business), desk.second_reviewer, desk.now)
    assert codes(refusal) == ["M17"]
    assert "审核员甲" in str(refusal.value)


def test_an_older_version_is_told_what_happened_since(desk):
    business = desk.received()
    with pytest.raises(Refused) as refusal:
        service.archive(desk.session, business.business_no, Inputs(version=1, opinion=AGREE), desk.reviewer, desk.now)
    assert codes(refusal) == ["M20"]
    assert refusal.value.differs["version"] == {"yours": 1, "current": business.version}
    assert [event["action"] for event in refusal.value.differs["since"]][-2:] == ["dispatch", "receive"]


def test_a_return_marks_the_first_run_and_goes_back_to_its_handler(desk):
    business = desk.sent_back()
    assert states(desk, business) == [
        ("edit", RunState.abnormal),
        ("review", RunState.returned),
        ("edit", RunState.open),
    ]
    run = runs_of(desk.session, business)[-1]
    assert run.holder_id == desk.operator.person_id
    assert all(task.state is TaskState.todo for task in tasks_of(desk.session, business))
    lines = latest_lines(desk.session, business)
    assert [line.target_title for line in lines] == ["栋信息·建筑高度（m）", "资料【分层分户图】"]
    opinion = desk.session.scalars(select(Opinion)).one()
    assert opinion.result.value == "disagree"


def test_a_return_line_is_ticked_off_when_its_very_place_changes(desk):
    business = desk.received()
    unit = desk.session.scalars(select(Unit).where(Unit.room_no == "2-01")).one()
    lines = (LineInput(f"units.{unit.id}.decoration", "装修有误"), LineInput(f"units.{unit.id}.layout", "户型有误"))
    service.send_back(desk.session, business.business_no, desk.inputs(business, lines=lines), desk.reviewer, desk.now)
    row = [{"id": unit.id, "decoration": "精装"}]
    unit_edits.set_rows(desk.session, business.building_id, business.building.version, row, desk.operator, desk.now)
    assert [line.mended_at is not None for line in latest_lines(desk.session, business)] == [True, False]


def test_a_returned_case_may_be_cancelled_and_frees_survey_and_building(desk):
    business = desk.sent_back()
    service.cancel(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    assert business.status is BusinessStatus.cancelled
    assert desk.survey.state is SurveyState.unfiled
    assert desk.accept().business_no != business.business_no


def test_a_dispatched_case_cannot_be_cancelled(desk):
    business = desk.dispatched()
    with pytest.raises(Refused):  # it waits in the pool, in nobody's hands
        service.cancel(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    with pytest.raises(Refused) as refusal:
        service.cancel(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    assert codes(refusal) == ["M16"]


def test_a_dispatch_may_be_recalled_until_it_is_received(desk):
    business = desk.dispatched()
    service.recall(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    assert states(desk, business) == [("edit", RunState.open)]
    service.dispatch(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    with pytest.raises(Refused) as refusal:
        service.recall(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    assert codes(refusal) == ["already_received"]


def test_a_received_case_may_be_put_back_for_another(desk):
    business = desk.received()
    service.release(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.second_reviewer, desk.now)
    assert runs_of(desk.session, business)[-1].holder_name == "审核员乙"


def test_the_section_head_gives_a_case_to_another_with_a_reason(desk):
    business = desk.received()
    inputs = desk.inputs(business, to_user=desk.second_reviewer.person_id)
    with pytest.raises(Refused) as refusal:
        service.reassign(desk.session, business.business_no, inputs, desk.head, desk.now)
    assert codes(refusal) == ["reason_missing"]
    inputs = desk.inputs(business, to_user=desk.second_reviewer.person_id, reason="休假")
    service.reassign(desk.session, business.business_no, inputs, desk.head, desk.now)
    assert runs_of(desk.session, business)[-1].holder_name == "审核员乙"
    event = desk.session.scalars(select(Event).where(Event.action == "reassign")).one()
    assert (event.detail["from"], event.detail["to"], event.detail["reason"]) == ("审核员甲", "审核员乙", "休假")


def test_all_open_runs_of_one_person_are_handed_over_at_once(desk):
    business = desk.received()
    inputs = Inputs(version=0, to_user=desk.second_reviewer.person_id, reason="离职")
    moved = service.hand_over(desk.session, desk.reviewer.person_id, inputs, desk.head, desk.now)
    assert [one.business_no for one in moved] == [business.business_no]


def test_a_draft_is_kept_as_typed_and_the_task_stays_to_do(desk):
    business = desk.accept()
    row = service.save_draft(
        desk.session, business.business_no, "building", {"height": "很高"}, desk.operator, desk.now
    )
    assert (row.draft, row.state) == ({"height": "很高"}, TaskState.todo)


def test_a_change_of_units_sends_the_tasks_that_rest_on_them_back_to_do(desk):
    business = desk.ready()
    values = {"price_sale": "7300"}
    unit_edits.set_fields(
        desk.session, business.building_id, business.building.version, UnitSelection(), values, desk.operator, desk.now
    )
    assert {task.task: task.state for task in tasks_of(desk.session, business)} == {
        "building": TaskState.done,
        "units": TaskState.todo,
        "price_check": TaskState.todo,
        "confirmation": TaskState.todo,
        "inspection": TaskState.todo,
    }


def test_an_unknown_case_is_not_visible(desk):
    with pytest.raises(NotVisible):
        service.find_business(desk.session, "C000")


def test_every_act_leaves_its_event(desk):
    desk.archive(desk.received())
    actions = desk.session.scalars(select(Event.action).order_by(Event.id)).all()
    for action in ("store_survey", "accept", "edit_units", "save_task", "dispatch", "receive", "archive"):
        assert action in actions


def test_return_lines_of_an_earlier_return_stay_readable(desk):
    business = desk.sent_back()
    desk.do_tasks(business)
    service.dispatch(desk.session, business.business_no, desk.inputs(business), desk.operator, desk.now)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.reviewer, desk.now)
    again = desk.inputs(business, lines=(LineInput("units", "仍有误"),))
    service.send_back(desk.session, business.business_no, again, desk.reviewer, desk.now)
    assert desk.session.scalar(select(func.count(ReturnLine.id))) == 3
    assert len(latest_lines(desk.session, business)) == 1


def test_the_survey_stays_as_it_was_delivered(desk):
    before = desk.session.scalars(select(Survey)).one().building_facts
    desk.archive(desk.received())
    assert desk.session.scalars(select(Survey)).one().building_facts == before
