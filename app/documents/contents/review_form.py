"""审批表: every opinion of a business, the returned ones too."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReviewOpinion:
    """One signed opinion; `outcome` says what became of the stage's run: 派工, 退件, 归档."""

    stage: str
    organization: str
    person: str
    result: str
    text: str
    outcome: str
    signed_at: datetime
    returned: bool = False


@dataclass(frozen=True)
class ReviewForm:
    """Opinions oldest first; `finished_at` is empty while the business runs."""

    authority: str
    business_no: str
    business_type: str
    project: str
    building: str
    units: str
    location: str
    developer: str
    handler: str
    handler_phone: str
    accepted_at: datetime
    subject: str
    opinions: tuple[ReviewOpinion, ...]
    status: str
    finished_at: datetime | None = None
