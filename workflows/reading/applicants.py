"""The people of a company as 入网 shows them: their state, and why somebody cannot be applied for now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Membership
from models.enums import EnrolmentState
from workflows import facts as fact_collectors
from workflows.actor import Actor
from workflows.engine.preconditions import unmet
from workflows.messages import Reason
from workflows.registry import business_type


@dataclass(frozen=True, slots=True)
class ApplicantLine:
    """A person of the company; with reasons an application for them would be refused."""

    membership: Membership
    missing: Sequence[str]
    in_business: str | None
    reasons: Sequence[Reason]

    @property
    def is_settled(self) -> bool:
        """In force already: nothing to apply for, and nothing wrong."""
        return self.membership.state is EnrolmentState.approved


def applicant_lines(session: Session, actor: Actor, now: dt.datetime) -> Sequence[ApplicantLine]:
    """Everybody of the company, whoever can be applied for first."""
    members = session.scalars(
        select(Membership)
        .where(Membership.organization_id == actor.organization_id)
        .options(selectinload(Membership.user), selectinload(Membership.roles))
        .order_by(Membership.id)
    ).all()
    kind = business_type("user_enrolment")
    facts = fact_collectors.collect(session, kind, {"membership_ids": [member.id for member in members]}, None, now)
    found = {person.membership_id: person for person in facts.applicants}
    lines = [
        ApplicantLine(
            member,
            found[member.id].missing,
            found[member.id].in_business,
            unmet(kind.preconditions, replace(facts, applicants=(found[member.id],))),
        )
        for member in members
    ]
    return sorted(lines, key=lambda line: (bool(line.reasons), line.is_settled))
