"""Whom an occasion concerns: who may receive a waiting visit, who holds an open one, and who stands in for them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from models import Business, Delegation, Membership, MembershipRole, Organization, StageRun
from models.enums import OrganizationKind, Role, RunState
from models.region import region_prefix
from workflows.actor import INCLUDED_IN, Actor
from workflows.facts.delegations import in_force, usable_members
from workflows.facts.people import actor_of, colleague, is_usable
from workflows.facts.region_rules import region_chain
from workflows.facts.situation import acted, runs_of
from workflows.registry import business_type
from workflows.stage_table import effective_stages


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told; `named` where the case is his and not a whole desk's, `for_name` where he stands in."""

    person_id: int
    organization_id: int
    named: bool = True
    for_name: str = ""


def reaches(person: Actor, business: Business) -> bool:
    """Whether the case lies within what this person's desk works on."""
    if person.organization_kind is OrganizationKind.authority:
        return business.region_code.startswith(region_prefix(person.region_code))
    return person.organization_kind is not OrganizationKind.developer or person.organization_id == business.developer_id


def recipients_of(session: Session, business: Business, run: StageRun, today: dt.date) -> list[Recipient]:
    """Who is to act at this visit now: its holder, the person named, or everybody who may take it."""
    first = first_hand(session, business, run, today)
    return unique([*first, *stand_ins(session, business, first, today)])


def first_hand(session: Session, business: Business, run: StageRun, today: dt.date) -> list[Recipient]:
    named_id = run.holder_id if run.state is RunState.open else run.target_user_id
    if named_id is None:
        return [
            Recipient(one.person_id, one.organization_id, named=False) for one in pool(session, business, run, today)
        ]
    person = colleague(session, named_id, organization_of(session, business, run, named_id), today, anywhere=True)
    return [Recipient(person.person_id, person.organization_id)] if person else []


def organization_of(session: Session, business: Business, run: StageRun, person_id: int) -> int | None:
    """In which of a person's places the case is: the one where he may take it."""
    at_home = (one for one in holders(session, business, run) if one.user_id == person_id)
    return next((one.organization_id for one in at_home if reaches(actor_of(one), business)), None)


def pool(session: Session, business: Business, run: StageRun, today: dt.date) -> list[Actor]:
    """Everybody of the role in scope who did not do the stage that must be another's."""
    barred = barred_from(session, business, run)
    usable = [actor_of(member) for member in holders(session, business, run) if is_usable(member, today)]
    return [
        actor
        for actor in usable
        if reaches(actor, business)
        and run.organization_id in {None, actor.organization_id}
        and actor.person_id not in barred
    ]


def holders(session: Session, business: Business, run: StageRun) -> Sequence[Membership]:
    """Memberships with the visit's role in the case's regions, its company or the organization it was given to."""
    roles = {run.role, *INCLUDED_IN.get(run.role, frozenset())}
    places = [place for place in (business.developer_id, run.organization_id) if place is not None]
    return session.scalars(
        select(Membership)
        .join(Membership.organization)
        .where(
            Membership.id.in_(select(MembershipRole.membership_id).where(MembershipRole.role.in_(roles))),
            or_(Organization.region_code.in_(region_chain(business.region_code)), Organization.id.in_(places)),
        )
        .options(selectinload(Membership.user), selectinload(Membership.organization), selectinload(Membership.roles))
        .order_by(Membership.id)
    ).all()


def barred_from(session: Session, business: Business, run: StageRun) -> frozenset[int]:
    """Who did the stage that must be done by another person than this one."""
    stages = effective_stages(business_type(business.business_type), business.stage_table.rows)
    other = next((stage.not_by for stage in stages if stage.key == run.stage), None)
    return acted(runs_of(session, business)).get(other or "", frozenset())


def stand_ins(session: Session, business: Business, people: Iterable[Recipient], today: dt.date) -> list[Recipient]:
    """Who does the work of these people in cases of this type today."""
    by_person = {one.person_id: one for one in people}
    given = session.scalars(
        select(Delegation)
        .where(Delegation.delegator_id.in_(by_person), in_force(today))
        .options(selectinload(Delegation.delegator))
        .order_by(Delegation.id)
    ).all()
    fitting = [
        one
        for one in given
        if one.organization_id == by_person[one.delegator_id].organization_id
        and (not one.business_types or business.business_type in one.business_types)
    ]
    return [
        Recipient(
            one.delegate_id,
            one.organization_id,
            by_person[one.delegator_id].named,
            one.delegator.get_full_name(),
        )
        for one in fitting
        if usable_members(session, one.organization_id, (one.delegate_id,), today)
    ]


def unique(people: Iterable[Recipient]) -> list[Recipient]:
    """Each person once, as first named."""
    return list({one.person_id: one for one in reversed(list(people))}.values())[::-1]


def in_role(session: Session, roles: Iterable[Role], region_code: str | None, today: dt.date) -> list[Recipient]:
    """Everybody with one of these roles in whose region the place lies; everywhere without a region."""
    query = select(Membership).where(
        Membership.id.in_(select(MembershipRole.membership_id).where(MembershipRole.role.in_(set(roles))))
    )
    loaded = query.options(
        selectinload(Membership.user), selectinload(Membership.organization), selectinload(Membership.roles)
    )
    usable = [member for member in session.scalars(loaded.order_by(Membership.id)) if is_usable(member, today)]
    return unique(
        Recipient(member.user_id, member.organization_id, named=False)
        for member in usable
        if region_code is None or region_code.startswith(region_prefix(member.organization.region_code))
    )
