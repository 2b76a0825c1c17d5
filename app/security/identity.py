"""Who somebody is: the account, the places it may be used in, and the one that was chosen."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.extensions import db
from models import Membership, Person
from workflows.actor import Actor, Principal
from workflows.facts.delegations import principals_of
from workflows.facts.people import actor_of, is_usable


@dataclass(frozen=True, slots=True)
class Identity:
    """A person in the membership chosen, with all the memberships that may be chosen today."""

    person: Person
    membership: Membership
    memberships: tuple[Membership, ...]
    principals: tuple[Principal, ...] = ()

    @property
    def actor(self) -> Actor:
        return replace(actor_of(self.membership), stands_in_for=self.principals)


def identify(person_id: int, membership_id: int | None, today: dt.date) -> Identity | None:
    """The person as who he chose to be, or the first he may be; None where he may be nobody (any more)."""
    memberships = usable_today(person_id, today)
    chosen = next((member for member in memberships if membership_id in {None, member.id}), None)
    if chosen is None:
        return None
    return Identity(chosen.user, chosen, memberships, delegated_to(chosen, today))


def delegated_to(chosen: Membership, today: dt.date) -> tuple[Principal, ...]:
    """Asked anew for every request: a delegation that was revoked or has ended lends nothing any more."""
    with Session(db.engine) as session:
        return principals_of(session, chosen.user_id, chosen.organization_id, today)


def usable_today(person_id: int, today: dt.date) -> tuple[Membership, ...]:
    """Read beside the request's own session, whose rows are those that the person may see."""
    with Session(db.engine) as session:
        members = session.scalars(
            select(Membership)
            .where(Membership.user_id == person_id)
            .options(joinedload(Membership.user), joinedload(Membership.organization), joinedload(Membership.roles))
            .order_by(Membership.id)
        ).unique()
        usable = tuple(member for member in members if is_usable(member, today))
        session.expunge_all()
        return usable
