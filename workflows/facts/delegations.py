"""Whose work a person does today: delegations in force, with the roles that each delegator holds today."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import BindParameter, ColumnElement, and_, select
from sqlalchemy.orm import Session, selectinload

from models import Delegation, Membership
from workflows.actor import Actor, Principal
from workflows.facts.people import actor_of, is_usable


def in_force(today: dt.date | BindParameter[dt.date]) -> ColumnElement[bool]:
    """Within its days and not revoked: it ends at once with either."""
    return and_(Delegation.valid_from <= today, Delegation.valid_until >= today, Delegation.revoked_at.is_(None))


def principals_of(session: Session, person_id: int, organization_id: int, today: dt.date) -> tuple[Principal, ...]:
    """Whom this person stands in for in this organization; who may not act himself today lends nothing."""
    given = session.scalars(
        select(Delegation)
        .where(Delegation.delegate_id == person_id, Delegation.organization_id == organization_id, in_force(today))
        .order_by(Delegation.id)
    ).all()
    if not given:
        return ()
    members = usable_members(session, organization_id, {one.delegator_id for one in given}, today)
    return tuple(
        principal_of(one, members[one.delegator_id], frozenset(one.business_types))
        for one in given
        if one.delegator_id in members
    )


def principal_of(delegation: Delegation, member: Membership, business_types: frozenset[str]) -> Principal:
    actor = actor_of(member)
    return Principal(delegation.delegator_id, actor.name, actor.roles, business_types)


def usable_members(
    session: Session, organization_id: int, person_ids: Iterable[int], today: dt.date
) -> dict[int, Membership]:
    """By person, who of these may act in this organization today."""
    members = session.scalars(
        select(Membership)
        .where(Membership.organization_id == organization_id, Membership.user_id.in_(set(person_ids)))
        .options(selectinload(Membership.user), selectinload(Membership.organization), selectinload(Membership.roles))
    )
    return {member.user_id: member for member in members if is_usable(member, today)}


def standing_in(session: Session, actor: Actor, today: dt.date) -> Actor:
    """The actor with everybody in whose name he may act today."""
    return replace(actor, stands_in_for=principals_of(session, actor.person_id, actor.organization_id, today))
