"""What the automatic checks of a business look at, read where an opinion is to be signed, and what they find."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from models import Business
from workflows.engine.business_type import BusinessType, Stage
from workflows.facts.enrolment_evidence import enrolment_evidence
from workflows.facts.survey_evidence import survey_evidence
from workflows.findings import Finding, examine

Gatherer = Callable[[Session, Business, Sequence[Stage], dt.datetime], Any]

GATHERERS: Mapping[str, Gatherer] = {
    "survey_filing": survey_evidence,
    "user_enrolment": enrolment_evidence,
}


def findings_of(
    session: Session, kind: BusinessType, business: Business, stages: Sequence[Stage], now: dt.datetime
) -> tuple[Finding, ...]:
    """自动核验 of a business as it stands."""
    if not kind.checks:
        return ()
    return examine(kind.checks, GATHERERS[kind.facts](session, business, stages, now))
