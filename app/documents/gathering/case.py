"""What every document of a business needs: who, what about, under which authority."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Business, Organization
from models.enums import OrganizationKind
from workflows.facts.code_lists import code_lists
from workflows.facts.region_rules import region_chain
from workflows.registry_titles import title_of
from workflows.rules.code_list import CodeList
from workflows.service import find_business


@dataclass(frozen=True)
class Case:
    """A business with the words its documents share."""

    business: Business
    building: Building | None
    authority: Organization | None
    handler_phone: str
    lists: Mapping[str, CodeList]

    @property
    def authority_name(self) -> str:
        return self.authority.name if self.authority else "房地产主管部门"

    @property
    def type_title(self) -> str:
        return title_of(self.business.business_type)

    @property
    def project_name(self) -> str:
        return self.building.project.display_name if self.building else ""

    @property
    def building_name(self) -> str:
        return self.building.building_no if self.building else ""

    @property
    def location(self) -> str:
        return (self.building.location or self.building.project.location) if self.building else ""

    @property
    def units(self) -> str:
        """The subject where it is no building: the people of an enrolment, say."""
        return "" if self.building else self.business.subject_title

    def label(self, list_key: str, code: str | None) -> str:
        return self.lists[list_key].label_of(code) if code else ""


def case_of(session: Session, business_no: str) -> Case:
    """The business, its building and the authority of its region."""
    business = find_business(session, business_no)
    return Case(
        business,
        business.building,
        authority_of(session, business.region_code),
        phone_of(business),
        code_lists(session),
    )


def authority_of(session: Session, region_code: str) -> Organization | None:
    """The authority of the county, else of its prefecture, else of its province."""
    chain = region_chain(region_code)
    found = session.scalars(
        select(Organization).where(Organization.kind == OrganizationKind.authority, Organization.region_code.in_(chain))
    ).all()
    return min(found, key=lambda authority: (chain.index(authority.region_code), authority.id), default=None)


def phone_of(business: Business) -> str:
    """The company's desk phone; a person's own number is never printed."""
    return business.developer.contact_phone or ""
