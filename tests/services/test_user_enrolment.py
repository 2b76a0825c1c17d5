"""企业用户入网: one or many people apply, each is decided on, and who was refused may apply again."""

import pytest

from models import Membership
from models.enums import BusinessStatus, EnrolmentState, Role
from tests.services.desk import AGREE
from workflows import service
from workflows.messages import Refused


@pytest.fixture
def staff(desk) -> list[Membership]:
    return [
        desk.member(name, desk.developer, Role.developer_operator, state=EnrolmentState.draft) for name in ("甲", "乙")
    ]


def apply(desk, staff):
    subject = {"membership_ids": [member.id for member in staff]}
    business = service.accept(desk.session, "user_enrolment", subject, desk.administrator, desk.now)
    for key in ("authorization", "identity_document"):
        desk.session.add(paper(desk, business, key))
    desk.session.flush()
    desk.do_tasks(business, "applicants", actor=desk.administrator)
    service.dispatch(desk.session, business.business_no, desk.inputs(business), desk.administrator, desk.now)
    service.receive(desk.session, business.business_no, desk.inputs(business), desk.authority_admin, desk.now)
    return business


def paper(desk, business, key):
    from models import Material

    return Material(business_id=business.id, key=key, title=key, handed_in_at=desk.now, handed_in_by="管理员")


def decide(desk, business, *decisions):
    data = {"decisions": [{"membership_id": m.id, "approved": ok, "reason": why} for m, ok, why in decisions]}
    inputs = desk.inputs(business, data=data)
    service.save_task(desk.session, business.business_no, "decision", inputs, desk.authority_admin, desk.now)


def test_each_of_many_is_decided_on(desk, staff):
    first, second = staff
    business = apply(desk, staff)
    assert [member.state for member in staff] == [EnrolmentState.applied] * 2
    decide(desk, business, (first, True, ""), (second, False, "授权书未盖章"))
    inputs = desk.inputs(business, opinion=AGREE)
    service.archive(desk.session, business.business_no, inputs, desk.authority_admin, desk.now)
    assert business.status is BusinessStatus.archived
    assert (first.state, second.state) == (EnrolmentState.approved, EnrolmentState.refused)
    assert second.refusal_reason == "授权书未盖章"
    again = apply(desk, [second])
    assert again.subject_title == "乙"


def test_nobody_may_be_left_undecided_or_refused_without_a_reason(desk, staff):
    business = apply(desk, staff)
    with pytest.raises(Refused) as refusal:
        decide(desk, business, (staff[0], False, " "))
    assert [reason.code for reason in refusal.value.reasons] == ["refusal_without_reason", "member_undecided"]


def test_a_person_in_force_cannot_be_applied_for(desk):
    member = desk.session.get(Membership, desk.operator.membership_id)
    with pytest.raises(Refused) as refusal:
        apply(desk, [member])
    assert refusal.value.reasons[0].code == "member_not_applicable"


def test_a_person_already_applied_for_is_named_with_the_application(desk, staff):
    business = apply(desk, staff)
    with pytest.raises(Refused) as refusal:
        apply(desk, staff[:1])
    assert refusal.value.reasons[0].code == "M06"
    assert business.business_no in str(refusal.value)


def test_an_operator_may_not_apply_for_colleagues(desk, staff):
    subject = {"membership_ids": [staff[0].id]}
    with pytest.raises(Refused) as refusal:
        service.accept(desk.session, "user_enrolment", subject, desk.operator, desk.now)
    assert refusal.value.reasons[0].code == "not_initiator"


def test_a_cancelled_application_leaves_everybody_as_they_were(desk, staff):
    subject = {"membership_ids": [member.id for member in staff]}
    business = service.accept(desk.session, "user_enrolment", subject, desk.administrator, desk.now)
    service.cancel(desk.session, business.business_no, desk.inputs(business), desk.administrator, desk.now)
    assert [member.state for member in staff] == [EnrolmentState.draft] * 2
