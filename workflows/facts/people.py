"""People as actors: who holds which roles for which organization on a day."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Membership
from models.enums import EnrolmentState, OrganizationStatus
from workflows.actor import Actor


def is_usable(membership: Membership, today: dt.date) -> bool:
    """Approved, within its dates, in an organization in good standing."""
    return (
        membership.state is EnrolmentState.approved
        and (membership.valid_from is None or membership.valid_from <= today)
        and (membership.valid_until is None or membership.valid_until >= today)
        and membership.organization.status is OrganizationStatus.normal
        and membership.organization.valid
        and bool(membership.user.active)
    )


def actor_of(membership: Membership) -> Actor:
    """The actor that a person is in this membership."""
    return Actor(
        person_id=membership.user_id,
        name=membership.user.get_full_name(),
        membership_id=membership.id,
        organization_id=membership.organization_id,
        organization_name=membership.organization.name,
        organization_kind=membership.organization.kind,
        region_code=membership.organization.region_code,
        roles=frozenset(held.role for held in membership.roles),
    )


def usable_memberships(session: Session, person_id: int, today: dt.date, *, anywhere: bool = False) -> list[Membership]:
    """The memberships this person may act in today, the oldest first; `anywhere` also those the asker cannot see."""
    members = session.scalars(
        select(Membership)
        .where(Membership.user_id == person_id)
        .options(selectinload(Membership.user), selectinload(Membership.organization), selectinload(Membership.roles))
        .order_by(Membership.id)
        .execution_options(unscoped=anywhere)
    )
    return [member for member in members if is_usable(member, today)]


def colleague(
    session: Session, person_id: int | None, organization_id: int | None, today: dt.date, *, anywhere: bool = False
) -> Actor | None:
    """The person as an actor of that organization (of any, where none is named), if usable today."""
    if person_id is None:
        return None
    members = usable_memberships(session, person_id, today, anywhere=anywhere)
    fitting = [m for m in members if organization_id in (None, m.organization_id)]
    return actor_of(fitting[0]) if fitting else None
