"""The value of a region's rule on a day: its own, else its prefecture's, its province's, else the default."""

import datetime as dt
from collections.abc import Sequence
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
    return region_rules(session, region_code, (key,), on)[key]


def region_rules(session: Session, region_code: str, keys: Sequence[str], on: dt.date) -> dict[str, Any]:
    """The values of several rules in force that day, read at once."""
    chain = region_chain(region_code)
    rules = session.scalars(
        select(RegionRule).where(
            RegionRule.key.in_(keys),
            RegionRule.region_code.in_(chain),
            RegionRule.valid_from <= on,
            or_(RegionRule.valid_until.is_(None), RegionRule.valid_until >= on),
        )
    ).all()
    farthest_first = sorted(rules, key=lambda rule: (-chain.index(rule.region_code), rule.valid_from))
    return {key: REGION_RULES[key].default for key in keys} | {rule.key: rule.value for rule in farthest_first}
