"""The value of a region's rule on a day: its own, else its prefecture's, its province's, else the default."""

import datetime as dt
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import RegionRule
from workflows.rules.region_rules import REGION_RULES


def region_chain(region_code: str) -> list[str]:
    """The county first, then its prefecture, then its province."""
    chain = [region_code, f"{region_code[:4]}00", f"{region_code[:2]}0000"]
    return list(dict.fromkeys(chain))


def region_rule(session: Session, region_code: str, key: str, on: dt.date) -> Any:
    """The rule's value in force that day."""
    chain = region_chain(region_code)
    rules = session.scalars(
        select(RegionRule).where(
            RegionRule.key == key,
            RegionRule.region_code.in_(chain),
            RegionRule.valid_from <= on,
            or_(RegionRule.valid_until.is_(None), RegionRule.valid_until >= on),
        )
    ).all()
    nearest = min(rules, key=lambda rule: (chain.index(rule.region_code), -rule.valid_from.toordinal()), default=None)
    return REGION_RULES[key].default if nearest is None else nearest.value
