"""What an application for enrolment is judged by: its people, and what has been decided on each."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, Membership, SubjectLock, TaskRun
from models.enums import LockSubject
from workflows.engine.business_type import BusinessType
from workflows.rules.enrolment import Applicant, EnrolmentFacts


def chosen_ids(subject: Mapping[str, Any]) -> list[int]:
    return [int(number) for number in subject.get("membership_ids") or []]


def lock_members(session: Session, subject: Mapping[str, Any]) -> None:
    """Hold the membership rows until the end of the transaction, in one order."""
    session.scalars(
        select(Membership).where(Membership.id.in_(chosen_ids(subject))).order_by(Membership.id).with_for_update()
    ).all()


def user_enrolment(
    session: Session,
    business_type: BusinessType,
    subject: Mapping[str, Any],
    business: Business | None,
    now: dt.datetime,
) -> EnrolmentFacts:
    del business_type, now
    ids = chosen_ids(subject)
    members = session.scalars(
        select(Membership)
        .where(Membership.id.in_(ids))
        .options(selectinload(Membership.user), selectinload(Membership.roles))
        .order_by(Membership.id)
    ).all()
    applying = applications(session, ids)
    return EnrolmentFacts(
        business_no=business.business_no if business else None,
        applicants=tuple(applicant(member, applying.get(member.id)) for member in members),
        unknown=len(set(ids)) - len(members),
        decisions=decisions_of(session, business) if business else (),
    )


def applicant(member: Membership, in_business: str | None) -> Applicant:
    required = {
        "姓名": member.user.full_name,
        "手机号码": member.user.phone,
        "证件号码": member.user.id_number,
        "角色": member.roles,
    }
    missing = tuple(label for label, value in required.items() if not value)
    return Applicant(member.id, member.user.full_name, member.state, missing, in_business)


def applications(session: Session, ids: list[int]) -> dict[int, str]:
    """The open application of each person, by membership."""
    rows = session.execute(
        select(SubjectLock.subject_id, Business.business_no)
        .join(Business, Business.id == SubjectLock.business_id)
        .where(SubjectLock.subject_kind == LockSubject.membership, SubjectLock.subject_id.in_(ids))
    )
    return {row.subject_id: row.business_no for row in rows}


def decisions_of(session: Session, business: Business) -> tuple[tuple[int, bool, str], ...]:
    task = session.scalars(
        select(TaskRun).where(TaskRun.business_id == business.id, TaskRun.task == "decision")
    ).one_or_none()
    decisions = (task.data or {}).get("decisions", []) if task else []
    return tuple((int(d["membership_id"]), bool(d["approved"]), str(d.get("reason") or "")) for d in decisions)
