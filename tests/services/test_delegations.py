"""委托代办: the delegate works in the other's name, for as long as it lasts, with four eyes over both."""

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import select

from models import Event, Opinion, Region, StageRow, StageTable
from models.enums import OrganizationKind, Role
from tests.services.desk import AGREE
from workflows import delegations, service
from workflows.delegations import Wanted
from workflows.facts.calendar import local_day
from workflows.facts.delegations import standing_in
from workflows.facts.situation import ongoing_run, runs_of
from workflows.messages import NotVisible, Refused
from workflows.reading.lists import BusinessFilter, Scope, list_businesses


def wanted(desk, delegate, **more) -> Wanted:
    today = local_day(desk.now)
    period = {"valid_from": today, "valid_until": today + dt.timedelta(days=4)}
    return Wanted(delegate.person_id, **{**period, **more})


def acting(desk, actor):
    """The person as the next request finds him."""
    desk.session.flush()
    return standing_in(desk.session, actor, local_day(desk.now))


@pytest.fixture
def colleague(desk):
    """Of the same bureau, without the reviewer's role."""
    return desk.actor("物业科员", desk.authority, Role.property_reviewer)


@pytest.fixture
def given(desk, colleague):
    return delegations.give(desk.session, wanted(desk, colleague), desk.reviewer, desk.now)


def in_hand(desk, actor):
    page = list_businesses(desk.session, BusinessFilter(Scope.in_hand), actor, desk.now, before=None, size=20)
    return [(line.business_no, line.on_behalf_of(actor)) for line in page.lines]


def test_the_delegates_list_shows_in_whose_name(desk, colleague, given):
    business = desk.dispatched()
    stand_in = acting(desk, colleague)
    assert in_hand(desk, stand_in) == [(business.business_no, "审核员甲")]
    assert in_hand(desk, desk.reviewer) == [(business.business_no, "")]


def test_what_the_delegate_does_is_signed_for_both(desk, colleague, given):
    business = desk.dispatched()
    stand_in = acting(desk, colleague)
    service.receive(desk.session, business.business_no, desk.inputs(business), stand_in, desk.now)
    run = ongoing_run(runs_of(desk.session, business))
    assert (run.holder_name, run.delegate_name) == ("审核员甲", "物业科员")
    assert in_hand(desk, desk.reviewer) == [(business.business_no, "")], "it stays the delegator's"
    desk.archive(business, stand_in)
    assert desk.session.scalars(select(Opinion.signed_by)).one() == "物业科员（代审核员甲）"
    event = desk.session.scalars(select(Event).where(Event.action == "archive")).one()
    assert (event.actor_name, event.detail["on_behalf_of"]) == ("物业科员", "审核员甲")


def test_a_case_already_held_can_be_finished_by_the_delegate(desk, colleague, given):
    business = desk.received()
    desk.archive(business, acting(desk, colleague))
    assert desk.session.scalars(select(Opinion.signed_by_id)).one() == colleague.person_id


def test_a_revoked_or_ended_delegation_lends_nothing_at_once(desk, colleague, given):
    business = desk.received()
    assert acting(desk, colleague).stands_in_for
    desk.now += dt.timedelta(days=5)
    assert not acting(desk, colleague).stands_in_for
    desk.now -= dt.timedelta(days=5)
    delegations.revoke(desk.session, given.id, desk.reviewer, desk.now)
    late = acting(desk, colleague)
    assert not late.stands_in_for
    with pytest.raises(Refused, match="该业务由审核员甲办理"):
        desk.archive(business, late)


def test_only_the_named_types_are_lent(desk, colleague):
    delegations.give(desk.session, wanted(desk, colleague, business_types=("user_enrolment",)), desk.reviewer, desk.now)
    business = desk.dispatched()
    stand_in = acting(desk, colleague)
    assert in_hand(desk, stand_in) == []
    with pytest.raises(Refused):
        service.receive(desk.session, business.business_no, desk.inputs(business), stand_in, desk.now)


def test_who_has_the_role_receives_in_the_own_name(desk):
    delegations.give(desk.session, wanted(desk, desk.second_reviewer), desk.reviewer, desk.now)
    business = desk.dispatched()
    stand_in = acting(desk, desk.second_reviewer)
    assert in_hand(desk, stand_in) == [(business.business_no, "")]
    service.receive(desk.session, business.business_no, desk.inputs(business), stand_in, desk.now)
    assert ongoing_run(runs_of(desk.session, business)).holder_name == "审核员乙"


def add_second_review(desk, business) -> None:
    table = desk.session.scalars(select(StageTable).where(StageTable.id == business.stage_table_id)).one()
    table.rows.append(
        StageRow(
            position=3,
            key="second",
            title="复审",
            role=Role.survey_reviewer,
            opinion=True,
            not_by="review",
            materials=[],
        )
    )
    desk.session.flush()


def at_second_review(desk, first) -> object:
    """The first review was done by this person; the second waits."""
    business = desk.dispatched()
    add_second_review(desk, business)
    service.receive(desk.session, business.business_no, desk.inputs(business), first, desk.now)
    desk.do_tasks(business, "inspection", actor=first)
    service.dispatch(desk.session, business.business_no, desk.inputs(business, opinion=AGREE), first, desk.now)
    return business


def take(desk, business, actor) -> list[str]:
    try:
        service.receive(desk.session, business.business_no, desk.inputs(business), actor, desk.now)
    except Refused as refused:
        return [reason.code for reason in refused.reasons]
    return []


def test_four_eyes_hold_over_the_delegate_and_the_delegator(desk, colleague, given):
    business = at_second_review(desk, acting(desk, colleague))
    assert take(desk, business, acting(desk, colleague)) == ["four_eyes"], "he did the first review for another"
    assert take(desk, business, desk.reviewer) == ["four_eyes"], "it was done in his name"
    assert take(desk, business, desk.second_reviewer) == []


def test_nobody_acts_twice_by_standing_in_for_a_second_person(desk, colleague, given):
    delegations.give(desk.session, wanted(desk, colleague), desk.second_reviewer, desk.now)
    business = at_second_review(desk, desk.reviewer)
    stand_in = acting(desk, colleague)
    first_only = dataclasses.replace(stand_in, stands_in_for=stand_in.stands_in_for[:1])
    assert take(desk, business, first_only) == ["four_eyes"], "the delegator did the first review"


def test_only_within_the_own_organization_and_never_to_oneself(desk):
    for delegate, code in ((desk.stranger, "delegate_unfit"), (desk.reviewer, "same_person")):
        with pytest.raises(Refused) as refused:
            delegations.give(desk.session, wanted(desk, delegate), desk.reviewer, desk.now)
        assert [reason.code for reason in refused.value.reasons] == [code]


def test_whoever_is_in_charge_gives_and_revokes_for_the_desk(desk, colleague):
    given = delegations.give(
        desk.session, wanted(desk, colleague, delegator_id=desk.reviewer.person_id), desk.head, desk.now
    )
    assert acting(desk, colleague).stands_in_for[0].name == "审核员甲"
    with pytest.raises(NotVisible):
        delegations.revoke(desk.session, given.id, colleague, desk.now)
    delegations.revoke(desk.session, given.id, desk.authority_admin, desk.now)
    with pytest.raises(Refused) as refused:
        delegations.give(
            desk.session, wanted(desk, colleague, delegator_id=desk.reviewer.person_id), desk.second_reviewer, desk.now
        )
    assert refused.value.reasons[0].code == "delegation_of_another"


def test_a_head_of_another_organization_cannot_give_it(desk, colleague):
    desk.session.add(Region(code="430602", name="岳阳楼区"))
    desk.session.flush()
    elsewhere = desk.organization("外市主管部门（测试）", OrganizationKind.authority, "430602")
    head = desk.actor("外市科长", elsewhere, Role.section_head)
    with pytest.raises(Refused) as refused:
        delegations.give(desk.session, wanted(desk, colleague, delegator_id=desk.reviewer.person_id), head, desk.now)
    assert {reason.code for reason in refused.value.reasons} == {"delegator_unfit", "delegate_unfit"}


@pytest.mark.parametrize(
    ("since", "until", "code"), [(3, 1, "range"), (-3, -1, "range"), (0, 400, "range"), (2, 6, "delegation_exists")]
)
def test_the_period_is_sensible(desk, colleague, given, since, until, code):
    today = local_day(desk.now)
    days = {"valid_from": today + dt.timedelta(days=since), "valid_until": today + dt.timedelta(days=until)}
    with pytest.raises(Refused) as refused:
        delegations.give(desk.session, wanted(desk, colleague, **days), desk.reviewer, desk.now)
    assert code in [reason.code for reason in refused.value.reasons]
