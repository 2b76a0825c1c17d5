"""委托代办: giving somebody's work to a colleague for some days, and taking it back."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Delegation
from models.enums import Occasion
from workflows import journal, occasions
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.facts.delegations import usable_members
from workflows.messages import NotVisible, refuse
from workflows.registry import BY_CODE
from workflows.rules.delegation import IN_CHARGE, REVOKED_ALREADY, DelegationFacts, delegation_faults


@dataclass(frozen=True, slots=True)
class Wanted:
    """A delegation as it is asked for; without a delegator it is one's own work."""

    delegate_id: int
    valid_from: dt.date
    valid_until: dt.date
    delegator_id: int | None = None
    business_types: tuple[str, ...] = ()
    reason: str = ""


def is_in_charge(actor: Actor) -> bool:
    return actor.holds_any(IN_CHARGE)


def give(session: Session, wanted: Wanted, actor: Actor, now: dt.datetime) -> Delegation:
    """委托: from the first day on the delegate sees and does the work in the delegator's name."""
    delegator_id = wanted.delegator_id or actor.person_id
    reasons = list(delegation_faults(facts_of(session, wanted, delegator_id, actor, now)))
    if reasons:
        raise refuse(*reasons)
    given = Delegation(
        organization_id=actor.organization_id,
        delegator_id=delegator_id,
        delegate_id=wanted.delegate_id,
        business_types=sorted(set(wanted.business_types)),
        valid_from=wanted.valid_from,
        valid_until=wanted.valid_until,
        reason=wanted.reason.strip() or None,
        made_by=actor.name,
        made_at=now,
    )
    session.add(given)
    session.flush()
    log(session, given, actor, now, "give_delegation")
    occasions.leave(
        session, {"occasion": Occasion.delegation.value, "delegation_id": given.id, "by": actor.person_id}, now
    )
    return given


def facts_of(session: Session, wanted: Wanted, delegator_id: int, actor: Actor, now: dt.datetime) -> DelegationFacts:
    today = local_day(now)
    people = usable_members(session, actor.organization_id, (delegator_id, wanted.delegate_id), today)
    names = {person_id: member.user.get_full_name() for person_id, member in people.items()}
    return DelegationFacts(
        by_right=delegator_id == actor.person_id or is_in_charge(actor),
        delegator=names.get(delegator_id),
        delegate=names.get(wanted.delegate_id),
        same=delegator_id == wanted.delegate_id,
        since=wanted.valid_from,
        until=wanted.valid_until,
        today=today,
        unknown_types=tuple(code for code in wanted.business_types if code not in BY_CODE),
        overlaps=overlaps(session, wanted, delegator_id, actor),
    )


def overlaps(session: Session, wanted: Wanted, delegator_id: int, actor: Actor) -> bool:
    found = session.scalar(
        select(Delegation.id)
        .where(
            Delegation.organization_id == actor.organization_id,
            Delegation.delegator_id == delegator_id,
            Delegation.delegate_id == wanted.delegate_id,
            Delegation.valid_from <= wanted.valid_until,
            Delegation.valid_until >= wanted.valid_from,
            Delegation.revoked_at.is_(None),
        )
        .limit(1)
    )
    return found is not None


def revoke(session: Session, delegation_id: int, actor: Actor, now: dt.datetime) -> Delegation:
    """撤销: from this moment on the delegate may do nothing more in the other's name."""
    given: Delegation | None = session.scalars(
        select(Delegation).where(Delegation.id == delegation_id).with_for_update()
    ).one_or_none()
    if given is None or not may_revoke(given, actor):
        raise NotVisible(delegation_id)
    if given.revoked_at is not None:
        raise refuse(REVOKED_ALREADY())
    given.revoked_by, given.revoked_at = actor.name, now
    session.flush()
    log(session, given, actor, now, "revoke_delegation")
    return given


def may_revoke(given: Delegation, actor: Actor) -> bool:
    return given.delegator_id == actor.person_id or is_in_charge(actor)


def log(session: Session, given: Delegation, actor: Actor, now: dt.datetime, action: str) -> None:
    detail = {
        "delegator": given.delegator_id,
        "delegate": given.delegate_id,
        "from": given.valid_from.isoformat(),
        "until": given.valid_until.isoformat(),
        "business_types": given.business_types,
    }
    journal.record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject_kind="delegation",
        subject_id=given.id,
        detail=detail,
    )
