"""What is shown before 业务受理: the thing the business would be about, as far as the person may see it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Membership, Project, Survey, SurveyUnit
from models.enums import EnrolmentState
from workflows import survey_archive
from workflows.facts.code_lists import code_lists
from workflows.facts.enrolment import chosen_ids
from workflows.facts.survey_filing import project_of
from workflows.rules.code_list import CodeList


@dataclass(frozen=True, slots=True)
class SurveyPreview:
    """A survey result with its rooms and the project it would be filed under."""

    survey: Survey
    units: Sequence[SurveyUnit]
    project: Project | None
    lists: Mapping[str, CodeList]


@dataclass(frozen=True, slots=True)
class ApplicantPreview:
    membership_id: int
    name: str
    position: str
    roles: str
    state: EnrolmentState


@dataclass(frozen=True, slots=True)
class EnrolmentPreview:
    """The people an application would be for."""

    applicants: Sequence[ApplicantPreview] = field(default_factory=tuple)


Preview = SurveyPreview | EnrolmentPreview | None


def survey_preview(session: Session, subject: Mapping[str, Any]) -> SurveyPreview | None:
    found = survey_archive.preview(session, subject)
    if found is None:
        return None
    survey, units = found
    return SurveyPreview(survey, units, project_of(session, subject, survey), code_lists(session))


def enrolment_preview(session: Session, subject: Mapping[str, Any]) -> EnrolmentPreview:
    members = session.scalars(
        select(Membership)
        .where(Membership.id.in_(chosen_ids(subject)))
        .options(selectinload(Membership.user), selectinload(Membership.roles))
        .order_by(Membership.id)
    )
    return EnrolmentPreview(
        [
            ApplicantPreview(member.id, member.user.full_name, member.position or "", member.role_titles, member.state)
            for member in members
        ]
    )


PREVIEWS: Mapping[str, Callable[[Session, Mapping[str, Any]], Preview]] = {
    "survey_filing": survey_preview,
    "user_enrolment": enrolment_preview,
}


def preview_of(session: Session, facts: str, subject: Mapping[str, Any]) -> Preview:
    """The preview for a type, by the name of its facts; None where the person may not see the thing."""
    return PREVIEWS[facts](session, subject)
