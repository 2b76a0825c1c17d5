"""Who is in duty in a region: whoever could take a business that waits there today."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from models import Membership, Organization
from models.enums import EnrolmentState, OrganizationKind, Role
from workflows.facts.people import is_usable
from workflows.facts.region_rules import region_chain


def people_in_duty(session: Session, region_code: str, today: dt.date) -> Mapping[Role, int]:
    """How many persons hold each role for the region: in its own organizations and in those above it.

    Counted over everybody, for a county may be served by people of its prefecture whom its administrator cannot see;
    only the number leaves. A developer works wherever its projects stand, so any company of the prefecture counts.
    """
    prefecture = f"{region_code[:4]}%"
    members = session.scalars(
        select(Membership)
        .join(Organization, Organization.id == Membership.organization_id)
        .where(
            Membership.state == EnrolmentState.approved,
            or_(
                Organization.region_code.in_(region_chain(region_code)),
                Organization.kind.in_((OrganizationKind.developer, OrganizationKind.bank))
                & Organization.region_code.like(prefecture),
            ),
        )
        .options(selectinload(Membership.roles), selectinload(Membership.organization), selectinload(Membership.user))
        .execution_options(unscoped=True)
    )
    held = {(held.role, member.user_id) for member in members if is_usable(member, today) for held in member.roles}
    return Counter(role for role, _ in held)
