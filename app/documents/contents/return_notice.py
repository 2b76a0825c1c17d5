"""退件通知: what is wrong, where, and what to hand in."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ReturnNoticeLine:
    """`place` names the field, unit or material; `wanted` is what to hand in or correct."""

    place: str
    fault: str
    wanted: str


@dataclass(frozen=True)
class ReturnNotice:
    authority: str
    business_no: str
    business_type: str
    project: str
    building: str
    units: str
    developer: str
    recipient: str
    from_stage: str
    to_stage: str
    returned_by: str
    department: str
    contact_phone: str
    returned_at: datetime
    opinion: str
    lines: tuple[ReturnNoticeLine, ...]
    answer_by: date | None = None
