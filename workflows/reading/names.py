"""Names that many readings need: of cities, of companies, of business types as they are shown."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Organization, Region
from workflows.registry_titles import title_of


def city_of(region_code: str) -> str:
    """The prefecture's code: its first four digits."""
    return f"{region_code[:4]}00"


def city_names(session: Session, region_codes: Iterable[str]) -> dict[str, str]:
    """The name of the prefecture of each region code."""
    codes = set(region_codes)
    rows = session.execute(select(Region.code, Region.name).where(Region.code.in_({city_of(code) for code in codes})))
    names = {row.code: row.name for row in rows}
    return {code: names.get(city_of(code), "") for code in codes}


def organization_names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """The companies' names, as far as they may be known."""
    rows = session.execute(select(Organization.id, Organization.name).where(Organization.id.in_(set(ids))))
    return {row.id: row.name for row in rows}


def shown_title(business_type: str, city: str) -> str:
    """【张家界市】预测成果备案, as the manual writes it."""
    title = title_of(business_type)
    return f"【{city}】{title}" if city else title
