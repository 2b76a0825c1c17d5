"""What follows from an enrolment: people apply, and each is approved or refused with a reason."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Membership
from models.enums import EnrolmentState, LockSubject
from workflows.effects.deed import Deed
from workflows.effects.locks import take_lock


def members_of(session: Session, deed: Deed) -> Sequence[Membership]:
    ids = [person.membership_id for person in deed.facts.applicants]
    return session.scalars(select(Membership).where(Membership.id.in_(ids)).order_by(Membership.id)).all()


def mark_members_applied(session: Session, deed: Deed) -> None:
    """Everybody of the application waits for the bureau; where each stood before is kept for a cancel."""
    members = members_of(session, deed)
    before = {str(member.id): member.state.value for member in members}
    for member in members:
        take_lock(session, LockSubject.membership, member.id, deed.business)
        member.state = EnrolmentState.applied
        member.refusal_reason = None
    names = "、".join(member.user.full_name for member in members[:3])
    more = f" 等 {len(members)} 人" if len(members) > 3 else ""
    deed.business.subject = {**deed.business.subject, "states_before": before}
    deed.business.subject_title = f"{names}{more}"


def restore_members(session: Session, deed: Deed) -> None:
    """The application was cancelled: everybody stands where they stood."""
    before = deed.business.subject.get("states_before", {})
    for member in members_of(session, deed):
        member.state = EnrolmentState(before.get(str(member.id), EnrolmentState.draft.value))


def decide_enrolment(session: Session, deed: Deed) -> None:
    """Approved people may log in; refused ones see why and may be applied for again."""
    decided = {membership_id: (approved, reason) for membership_id, approved, reason in deed.facts.decisions}
    for member in members_of(session, deed):
        approved, reason = decided[member.id]
        member.state = EnrolmentState.approved if approved else EnrolmentState.refused
        member.refusal_reason = None if approved else reason.strip()
