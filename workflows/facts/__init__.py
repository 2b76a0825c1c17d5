"""Queries that turn rows into the frozen facts which rules judge by. A business type names its collector here."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from models import Business
from workflows.engine.business_type import BusinessType
from workflows.facts import enrolment, survey_filing

Collector = Callable[[Session, BusinessType, Mapping[str, Any], Business | None, dt.datetime], Any]
Locker = Callable[[Session, Mapping[str, Any]], None]

COLLECTORS: Mapping[str, Collector] = {
    "survey_filing": survey_filing.survey_filing,
    "user_enrolment": enrolment.user_enrolment,
}
LOCKERS: Mapping[str, Locker] = {
    "survey_filing": survey_filing.lock_survey,
    "user_enrolment": enrolment.lock_members,
}


def collect(
    session: Session,
    business_type: BusinessType,
    subject: Mapping[str, Any],
    business: Business | None,
    now: dt.datetime,
) -> Any:
    """Everything the rules of this type need, before accept (`business` None) or during."""
    return COLLECTORS[business_type.facts](session, business_type, subject, business, now)


def lock_subject(session: Session, business_type: BusinessType, subject: Mapping[str, Any]) -> None:
    """Lock the rows a business of this type is about, so that what is judged stays true until the commit."""
    LOCKERS[business_type.facts](session, subject)
