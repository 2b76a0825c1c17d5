"""What an application for enrolment is checked by: its people's numbers, never the numbers themselves."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from models import Business, Membership, Person
from workflows.engine.business_type import Stage
from workflows.facts.calendar import local_day
from workflows.facts.enrolment import chosen_ids
from workflows.facts.papers import company_facts, paper_facts, return_facts
from workflows.rules.checks.evidence import EnrolmentEvidence, PersonFacts
from workflows.rules.identity import mobile_fault, resident_id_fault


def enrolment_evidence(
    session: Session, business: Business, stages: Sequence[Stage], now: dt.datetime
) -> EnrolmentEvidence:
    members = session.scalars(
        select(Membership)
        .where(Membership.id.in_(chosen_ids(business.subject)))
        .options(selectinload(Membership.user))
        .order_by(Membership.id)
    )
    today = local_day(now)
    return EnrolmentEvidence(
        today=today,
        company=company_facts(session, business),
        papers=paper_facts(session, business, stages),
        returned=return_facts(session, business),
        people=tuple(person_facts(session, member, today) for member in members),
    )


def person_facts(session: Session, member: Membership, today: dt.date) -> PersonFacts:
    person = member.user
    return PersonFacts(
        membership_id=member.id,
        name=person.full_name,
        id_fault=resident_id_fault(person.id_number or "", today),
        phone_fault=mobile_fault(person.phone or ""),
        same_phone=others_with(session, "phone_index", person),
        same_id=others_with(session, "id_number_index", person),
    )


def others_with(session: Session, index: str, person: Person) -> int:
    """How many other accounts have the same number, wherever they are; who they are is nobody's business."""
    value = getattr(person, index)
    if not value:
        return 0
    query = select(func.count(Person.id)).where(getattr(Person, index) == value, Person.id != person.id)
    return session.scalar(query.execution_options(unscoped=True)) or 0
