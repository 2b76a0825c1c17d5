"""When people may be enrolled (manual 3.2): complete and applicable, and decided one by one."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.enums import EnrolmentState
from workflows import messages
from workflows.messages import Reason

APPLICABLE = frozenset({EnrolmentState.draft, EnrolmentState.refused, EnrolmentState.disabled})


@dataclass(frozen=True, slots=True)
class Applicant:
    """A person of the company who is to work at the desk; `in_business` is the open application, if any."""

    membership_id: int
    name: str
    state: EnrolmentState
    missing: tuple[str, ...] = ()
    in_business: str | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentFacts:
    """The people of one application; `unknown` counts numbers that are no person of this company."""

    business_no: str | None
    applicants: tuple[Applicant, ...] = ()
    unknown: int = 0
    decisions: tuple[tuple[int, bool, str], ...] = ()


def somebody_chosen(facts: EnrolmentFacts) -> Reason | None:
    return None if facts.applicants or facts.unknown else messages.NOBODY_CHOSEN(at="membership_ids")


def everybody_known(facts: EnrolmentFacts) -> Reason | None:
    return messages.MEMBER_UNKNOWN(at="membership_ids") if facts.unknown else None


def everybody_applicable(facts: EnrolmentFacts) -> Reason | None:
    """The first person who is in force already or in another application."""
    for person in facts.applicants:
        if person.in_business is not None and person.in_business != facts.business_no:
            return messages.M06(
                at="membership_ids", subject=person.name, business_type="企业用户入网", business_no=person.in_business
            )
        if person.in_business is None and person.state not in APPLICABLE:
            return messages.MEMBER_NOT_APPLICABLE(at="membership_ids", person=person.name, state=person.state.title)
    return None


def everybody_complete(facts: EnrolmentFacts) -> Reason | None:
    for person in facts.applicants:
        if person.missing:
            return messages.MEMBER_INCOMPLETE(
                at="membership_ids", person=person.name, missing="、".join(person.missing)
            )
    return None


def decision_gaps(facts: EnrolmentFacts) -> Sequence[Reason]:
    """Who has not been decided on, and refusals that do not say why."""
    decided = {membership_id: (approved, reason) for membership_id, approved, reason in facts.decisions}
    gaps: list[Reason] = []
    for person in facts.applicants:
        at = f"decision.{person.membership_id}"
        if person.membership_id not in decided:
            gaps.append(messages.MEMBER_UNDECIDED(at=at, person=person.name))
            continue
        approved, reason = decided[person.membership_id]
        if not approved and not reason.strip():
            gaps.append(messages.REFUSAL_WITHOUT_REASON(at=at, person=person.name))
    return gaps
