"""Who somebody is: the account, the places it may be used in, and the one that was chosen."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, exists, select
from sqlalchemy.orm import Session, joinedload

from app.extensions import db
from models import Delegation, Membership, Person
from workflows.actor import Actor, Principal
from workflows.facts.delegations import in_force, principals_of
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
    """The person as who he chose to be, or the first he may be; None where he may be nobody (any more).

    Asked anew for every request: a delegation that was revoked or has ended lends nothing any more.
    """
    with Session(db.engine) as session:
        memberships, stands_in = asked(session, person_id, today)
        chosen = next((member for member in memberships if membership_id in {None, member.id}), None)
        if chosen is None:
            return None
        principals = principals_of(session, person_id, chosen.organization_id, today) if stands_in else ()
        session.expunge_all()
    return Identity(chosen.user, chosen, memberships, principals)


def usable_today(person_id: int, today: dt.date) -> tuple[Membership, ...]:
    with Session(db.engine) as session:
        memberships, _ = asked(session, person_id, today)
        session.expunge_all()
        return memberships


# The memberships with what belongs to them, and whether anybody's work is this person's today.
QUESTION = (
    select(Membership, exists().where(Delegation.delegate_id == bindparam("person"), in_force(bindparam("today"))))
    .where(Membership.user_id == bindparam("person"))
    .options(joinedload(Membership.user), joinedload(Membership.organization), joinedload(Membership.roles))
    .order_by(Membership.id)
)


def asked(session: Session, person_id: int, today: dt.date) -> tuple[tuple[Membership, ...], bool]:
    """Read beside the request's own session, whose rows are those that the person may see."""
    rows = session.execute(QUESTION, {"person": person_id, "today": today}).unique().all()
    usable = tuple(member for member, _ in rows if is_usable(member, today))
    return usable, any(stands_in for _, stands_in in rows)
