"""委托代办 as a person sees it: what was given, to whom, and who may be chosen."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from models import Delegation, Membership
from workflows.actor import Actor
from workflows.delegations import is_in_charge, may_revoke
from workflows.facts.calendar import local_day
from workflows.facts.people import is_usable

MOST_ENDED = 50


class Standing(Enum):
    """How a delegation stands today."""

    coming = "coming"
    in_force = "in_force"
    ended = "ended"
    revoked = "revoked"


@dataclass(frozen=True, slots=True)
class DelegationLine:
    """One delegation with the names of both; `given_by_me` and `for_me` say which side the reader is on."""

    id: int
    delegator_id: int
    delegator: str
    delegate_id: int
    delegate: str
    business_types: Sequence[str]
    valid_from: dt.date
    valid_until: dt.date
    reason: str
    made_by: str
    made_at: dt.datetime
    revoked_by: str
    revoked_at: dt.datetime | None
    standing: Standing
    given_by_me: bool
    for_me: bool
    may_revoke: bool


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
    roles: str


def delegation_lines(session: Session, actor: Actor, now: dt.datetime) -> Sequence[DelegationLine]:
    """What concerns this person, and of the whole organization for who is in charge: running first, then by day."""
    concerned = or_(Delegation.delegator_id == actor.person_id, Delegation.delegate_id == actor.person_id)
    conditions = [Delegation.organization_id == actor.organization_id, *([] if is_in_charge(actor) else [concerned])]
    rows = session.scalars(
        select(Delegation)
        .where(*conditions)
        .options(selectinload(Delegation.delegator), selectinload(Delegation.delegate))
        .order_by(Delegation.valid_until.desc(), Delegation.id.desc())
    ).all()
    lines = [line_of(row, actor, local_day(now)) for row in rows]
    running = [line for line in lines if line.standing in {Standing.in_force, Standing.coming}]
    return [*running, *[line for line in lines if line not in running][:MOST_ENDED]]


def line_of(row: Delegation, actor: Actor, today: dt.date) -> DelegationLine:
    standing = standing_of(row, today)
    return DelegationLine(
        id=row.id,
        delegator_id=row.delegator_id,
        delegator=row.delegator.get_full_name(),
        delegate_id=row.delegate_id,
        delegate=row.delegate.get_full_name(),
        business_types=row.business_types,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        reason=row.reason or "",
        made_by=row.made_by,
        made_at=row.made_at,
        revoked_by=row.revoked_by or "",
        revoked_at=row.revoked_at,
        standing=standing,
        given_by_me=row.delegator_id == actor.person_id,
        for_me=row.delegate_id == actor.person_id,
        may_revoke=may_revoke(row, actor) and standing in {Standing.in_force, Standing.coming},
    )


def standing_of(row: Delegation, today: dt.date) -> Standing:
    if row.revoked_at is not None:
        return Standing.revoked
    if row.valid_until < today:
        return Standing.ended
    return Standing.in_force if row.valid_from <= today else Standing.coming


def colleagues(session: Session, actor: Actor, now: dt.datetime) -> Sequence[Colleague]:
    """Everybody of the own organization who may act today."""
    members = session.scalars(
        select(Membership)
        .where(Membership.organization_id == actor.organization_id)
        .options(selectinload(Membership.user), selectinload(Membership.organization), selectinload(Membership.roles))
        .order_by(Membership.id)
    )
    today = local_day(now)
    return [
        Colleague(member.user_id, member.user.get_full_name(), member.role_titles)
        for member in members
        if is_usable(member, today)
    ]
