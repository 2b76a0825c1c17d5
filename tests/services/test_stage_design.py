"""The stages of a region designed in a draft: every act, what it refuses, what it writes down, and who is quicker."""

import pytest
from sqlalchemy import select

from models import Event, Region, RegionRule, StageTable
from models.enums import BusinessStatus, Role, StageTableState
from workflows.facts.people import actor_of
from workflows.messages import NotVisible, Refused
from workflows.stage_design import drafts, publishing
from workflows.stage_design.checks import checks
from workflows.stage_design.differences import Change, differences
from workflows.stage_design.finding import find_draft
from workflows.stage_design.publishing import ground_of, publish_draft, roll_back, versions
from workflows.stage_design.stage_input import Paper, StageInput
from workflows.stage_design.table_key import table_key
from workflows.stage_table import effective_stages, find_published, seed

SECOND = StageInput("测绘科复审", Role.survey_reviewer, 2, opinion=True, not_by="review")
SURVEY = Role.survey_reviewer


@pytest.fixture
def key(desk):
    desk.session.add(Region(code="430600", name="岳阳市"))
    desk.session.flush()
    seed(desk.session, "430802", desk.now)
    return table_key("predicted_survey", "430802", desk.authority_admin)


def version(desk, key):
    desk.session.flush()
    draft = find_draft(desk.session, key)
    return draft.version if draft else 0


def add(desk, key, given=SECOND, after="edit"):
    return drafts.add_stage(desk.session, key, version(desk, key), given, after, desk.authority_admin, desk.now)


def order(desk, key, *keys):
    drafts.order_stages(desk.session, key, version(desk, key), keys, desk.authority_admin, desk.now)


def publish(desk, key, note="增加复审"):
    return publish_draft(desk.session, key, version(desk, key), note, desk.authority_admin, desk.now)


def keys_of(table):
    return [row.key for row in table.rows]


def in_force(desk, key):
    desk.session.expire_all()
    return find_published(desk.session, key.kind.code, key.region_code)


def refused(act, *given):
    with pytest.raises(Refused) as refusal:
        act(*given)
    return [reason.code for reason in refusal.value.reasons]


def with_review(desk, key):
    """A second review behind the first one, in the draft."""
    name = add(desk, key)
    order(desk, key, "edit", "review", name)
    return name


def test_the_first_change_begins_a_draft_and_what_is_in_force_stays(desk, key):
    name = with_review(desk, key)
    draft = find_draft(desk.session, key)
    assert keys_of(draft) == ["edit", "review", name]
    assert [row.position for row in draft.rows] == [1, 2, 3]
    assert keys_of(in_force(desk, key)) == ["edit", "review"]


def test_a_published_review_holds_for_new_cases_while_those_under_way_keep_their_table(desk, key):
    before = desk.received()
    with_review(desk, key)
    assert publish(desk, key).number == 2
    desk.archive(before)
    assert before.status is BusinessStatus.archived
    desk.survey = desk.store_survey("tests/data/survey/CL20220406002_D005_132_predicted.xlsx")
    after = desk.accept()
    assert [stage.title for stage in effective_stages(key.kind, after.stage_table.rows)][-1] == "测绘科复审"
    assert publishing.in_flight(desk.session, [after.stage_table_id]) == {after.stage_table_id: 1}


def test_rolling_back_publishes_the_earlier_rows_as_a_new_version(desk, key):
    with_review(desk, key)
    publish(desk, key)
    table = roll_back(desk.session, key, 2, 1, desk.authority_admin, desk.now)
    assert (table.number, table.note) == (3, "回退到第 1 版")
    assert keys_of(in_force(desk, key)) == ["edit", "review"]
    assert [one.state for one in versions(desk.session, key)] == [
        StageTableState.published,
        StageTableState.retired,
        StageTableState.retired,
    ]


def test_going_back_waits_for_the_draft_and_knows_what_is_in_force(desk, key):
    with_review(desk, key)
    back = (roll_back, desk.session, key)
    assert refused(*back, 1, 1, desk.authority_admin, desk.now) == ["draft_open"]
    publish(desk, key)
    assert refused(*back, 2, 2, desk.authority_admin, desk.now) == ["in_force"]
    assert refused(*back, 1, 1, desk.authority_admin, desk.now) == ["M20"]
    with pytest.raises(NotVisible):
        roll_back(desk.session, key, 2, 99, desk.authority_admin, desk.now)


def test_the_difference_says_what_came_went_and_changed(desk, key):
    name = with_review(desk, key)
    review = StageInput(
        "测绘科初审",
        SURVEY,
        5,
        opinion=False,
        papers=(Paper("现场照片", required=False), Paper("勘查记录", required=True)),
    )
    drafts.change_stage(desk.session, key, version(desk, key), "review", review, desk.authority_admin, desk.now)
    before = effective_stages(key.kind, in_force(desk, key).rows)
    after = effective_stages(key.kind, find_draft(desk.session, key).rows)
    lines = differences(before, after)
    assert [(line.change, line.key) for line in lines if not line.part] == [(Change.added, name)]
    assert {(line.part, line.old, line.new) for line in lines if line.part} == {
        ("办理阶段", "测绘科审核", "测绘科初审"),
        ("时限（工作日）", "3", "5"),
        ("意见签署", "必签", "不签"),
        ("收件资料", "—", "现场照片（选交）"),
        ("收件资料", "—", "勘查记录"),
    }
    assert [line.change for line in differences(after, before) if not line.part] == [Change.removed]
    assert differences(before, before) == []


def test_a_moved_stage_is_told_by_its_places(desk, key):
    name = with_review(desk, key)
    publish(desk, key)
    order(desk, key, "edit", name, "review")
    stages = [effective_stages(key.kind, table.rows) for table in (in_force(desk, key), find_draft(desk.session, key))]
    assert {(line.key, line.part, line.old, line.new) for line in differences(*stages)} == {
        (name, "顺序", "3", "2"),
        ("review", "顺序", "2", "3"),
    }


def test_whoever_saw_an_older_draft_is_told_who_was_quicker(desk, key):
    add(desk, key)
    codes = refused(drafts.add_stage, desk.session, key, 0, SECOND, "edit", desk.authority_admin, desk.now)
    assert codes == ["M20"]
    seen = version(desk, key)
    order(desk, key, "edit", "stage_1", "review")
    add(desk, key, StageInput("领导审批", Role.section_head, 1))
    with pytest.raises(Refused) as refusal:
        drafts.discard_draft(desk.session, key, seen, desk.authority_admin, desk.now)
    assert "主管管理员已于11-23 09:00修改了" in str(refusal.value)
    assert refusal.value.differs == {"version": {"yours": seen, "current": version(desk, key)}}


def test_a_mandatory_stage_stays_and_what_named_a_removed_one_forgets_it(desk, key):
    gone = (drafts.remove_stage, desk.session, key)
    assert refused(*gone, 0, "review", desk.authority_admin, desk.now) == ["stage_mandatory"]
    name = with_review(desk, key)
    third = add(desk, key, StageInput("分管领导", Role.section_head, 1, not_by=name), after=name)
    assert drafts.remove_stage(*gone[1:], version(desk, key), name, desk.authority_admin, desk.now) == "测绘科复审"
    draft = find_draft(desk.session, key)
    assert keys_of(draft) == ["edit", "review", third]
    assert draft.rows[-1].not_by is None
    assert refused(*gone, version(desk, key), name, desk.authority_admin, desk.now) == ["stage_unknown"]


def test_a_key_once_used_is_never_used_again(desk, key):
    first = with_review(desk, key)
    publish(desk, key)
    drafts.remove_stage(desk.session, key, 0, first, desk.authority_admin, desk.now)
    assert add(desk, key) != first


def test_a_draft_that_cannot_work_is_not_published(desk, key):
    name = add(desk, key, StageInput("企业复核", Role.developer_operator, 1))
    order(desk, key, "edit", "review", name)
    assert refused(publish, desk, key) == ["stage_last"]
    order(desk, key, name, "edit", "review")
    assert publish(desk, key).number == 2


def test_a_stage_whose_role_nobody_holds_in_the_region_is_not_published(desk, key):
    add(desk, key, StageInput("预售科会审", Role.presale_reviewer, 1))
    assert refused(publish, desk, key) == ["stage_nobody"]
    desk.member("预售", desk.authority, Role.presale_reviewer)
    publish(desk, key)


def test_people_of_the_prefecture_serve_its_counties_and_those_of_another_city_do_not(desk, key):
    city = desk.organization("市局（测试）", desk.authority.kind, "430800")
    elsewhere = desk.organization("外市（测试）", desk.authority.kind, "430600")
    desk.member("外市", elsewhere, Role.presale_reviewer)
    assert ground_of(desk.session, key, desk.now).people.get(Role.presale_reviewer, 0) == 0
    desk.member("市局", city, Role.presale_reviewer)
    assert ground_of(desk.session, key, desk.now).people[Role.presale_reviewer] == 1


def test_four_eyes_need_two_people(desk, key):
    head = StageInput("科长复核", Role.section_head, 1)
    first = add(desk, key, head, after="review")
    second = add(desk, key, StageInput("科长再核", Role.section_head, 1, not_by=first), after=first)
    order(desk, key, "edit", "review", first, second)
    assert refused(publish, desk, key) == ["stage_too_few"]


def test_the_total_of_promised_days_stays_within_the_region_rule(desk, key):
    rule = RegionRule(
        region_code="430802", key="stage_total_limit", title="上限", value=4, valid_from=desk.now.date(), version=1
    )
    desk.session.add(rule)
    with_review(desk, key)
    assert refused(publish, desk, key) == ["stage_limit"]
    rule.value = 5
    publish(desk, key)


def test_publishing_needs_a_note_and_a_change(desk, key):
    assert refused(publish_draft, desk.session, key, 0, "x", desk.authority_admin, desk.now) == ["no_draft"]
    name = with_review(desk, key)
    assert refused(publish, desk, key, "") == ["required"]
    assert refused(publish, desk, key, "长" * 201) == ["too_long"]
    drafts.remove_stage(desk.session, key, version(desk, key), name, desk.authority_admin, desk.now)
    assert refused(publish, desk, key) == ["stage_unchanged"]


def test_discarding_leaves_what_is_in_force(desk, key):
    with_review(desk, key)
    drafts.discard_draft(desk.session, key, version(desk, key), desk.authority_admin, desk.now)
    assert find_draft(desk.session, key) is None
    assert keys_of(in_force(desk, key)) == ["edit", "review"]


def test_the_stages_of_another_region_are_copied(desk, key):
    seed(desk.session, "430600", desk.now)
    other = table_key("predicted_survey", "430600", actor_of(desk.member("平台", desk.authority, Role.system_admin)))
    name = drafts.add_stage(desk.session, other, 0, SECOND, "review", actor_with(desk, Role.system_admin), desk.now)
    desk.member("外市", desk.organization("外市（测试）", desk.authority.kind, "430600"), SURVEY)
    source = find_draft(desk.session, other)
    source.state, in_other = StageTableState.published, find_published(desk.session, "predicted_survey", "430600")
    in_other.state = StageTableState.retired
    desk.session.flush()
    drafts.copy_stages(desk.session, key, 0, "430600", desk.authority_admin, desk.now)
    draft = find_draft(desk.session, key)
    assert (draft.region_code, keys_of(draft)) == ("430802", ["edit", "review", name])
    assert refused(
        drafts.copy_stages, desk.session, key, version(desk, key), "430100", desk.authority_admin, desk.now
    ) == ["stage_none"]


def actor_with(desk, role):
    return actor_of(desk.member("平台", desk.authority, role))


def test_every_act_is_written_down_with_before_and_after(desk, key):
    name = with_review(desk, key)
    publish(desk, key)
    roll_back(desk.session, key, 2, 1, desk.authority_admin, desk.now)
    desk.session.flush()
    events = desk.session.scalars(select(Event).where(Event.subject_kind == "stage_table").order_by(Event.id)).all()
    assert [event.action for event in events] == [
        "add_stage",
        "order_stages",
        "publish_stage_table",
        "publish_stage_table",
    ]
    assert {event.subject_id for event in events} == {"430802/predicted_survey"}
    added, ordered, published, back = (event.detail["changes"] for event in events)
    assert added[name] == [None, {**added[name][1], "title": "测绘科复审", "not_by": "review"}]
    assert ordered["review"][0]["position"] == 3
    assert ordered["review"][1]["position"] == 2
    assert (published["number"], back["number"]) == ([1, 2], [2, 3])
    assert back[name] == [published[name][1], None]


def test_only_designers_of_the_region_design(desk, key):
    act = (drafts.add_stage, desk.session, key, 0, SECOND, "edit")
    for actor in (desk.reviewer, desk.operator, desk.head):
        assert refused(*act, actor, desk.now) == ["not_designer"]
    outsider = actor_of(
        desk.member(
            "外市管理员", desk.organization("外市（测试）", desk.authority.kind, "430600"), Role.authority_admin
        )
    )
    for actor, code, region in (
        (outsider, "predicted_survey", "430802"),
        (desk.authority_admin, "predicted_survey", "430800"),
        (desk.authority_admin, "no_such_type", "430802"),
    ):
        with pytest.raises(NotVisible):
            table_key(code, region, actor)
    assert desk.session.scalars(select(StageTable.id).where(StageTable.state == StageTableState.draft)).all() == []


def test_more_stages_than_anybody_can_read_are_refused(desk, key):
    for number in range(18):
        add(desk, key, StageInput(f"环节{number}", SURVEY, 1))
    assert refused(add, desk, key) == ["too_many"]


def test_the_checks_tell_good_things_too(desk, key):
    with_review(desk, key)
    desk.accept()
    found = checks(key.kind, find_draft(desk.session, key).rows, ground_of(desk.session, key, desk.now))
    assert [check.tone for check in found] == ["good", "good", "good", "warn"]
    assert str(found[-1].reason) == "在办 1 件按第 1 版办完，新受理件按新版"
