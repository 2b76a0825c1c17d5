"""What a region promises for a type of business on a day: its own limit, else one above it, else the declared one."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import TimeLimit
from workflows.engine.business_type import BusinessType
from workflows.facts.region_rules import region_chain


@dataclass(frozen=True, slots=True)
class Promise:
    """Working days promised, and how many before the end the desk is warned."""

    working_days: int
    warning_days: int


def promise_in(session: Session, kind: BusinessType, region_code: str, on: dt.date) -> Promise | None:
    """The promise in force that day; None where nothing is promised."""
    chain = region_chain(region_code)
    limits = session.scalars(
        select(TimeLimit).where(
            TimeLimit.business_type == kind.code,
            TimeLimit.region_code.in_(chain),
            TimeLimit.valid_from <= on,
            or_(TimeLimit.valid_until.is_(None), TimeLimit.valid_until >= on),
        )
    ).all()
    nearest = min(
        limits, key=lambda limit: (chain.index(limit.region_code), -limit.valid_from.toordinal()), default=None
    )
    if nearest is not None:
        return Promise(nearest.working_days, nearest.warning_days)
    return None if kind.promised_days is None else Promise(kind.promised_days, kind.warning_days)
