"""Accounts with their memberships, as rows."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from app.demo.accounts import ACCOUNTS, APPLICANTS, Account
from app.demo.numbers import id_number, phone
from models import Membership, MembershipRole, Organization, Person
from models.base import AccountRole
from models.encryption import keyring

VALID_FROM = dt.date(2022, 1, 1)
# The passwords are public, so a costly hash would protect nothing and slow every reset down.
HASHING = "pbkdf2:sha256:1000"


def add_people(session: Session, organizations: Mapping[str, Organization]) -> Mapping[str, Person]:
    """All people by their usernames."""
    roles = {row.name: row for row in session.scalars(select(AccountRole))}
    people = {
        account.username: person(account, order, roles)
        for order, account in enumerate((*ACCOUNTS, *APPLICANTS), start=1)
    }
    session.add_all(people.values())
    session.flush()
    for account in (*ACCOUNTS, *APPLICANTS):
        if account.organization is not None:
            session.add(membership(account, people[account.username], organizations[account.organization]))
    session.flush()
    return people


def person(account: Account, order: int, roles: Mapping[str, AccountRole]) -> Person:
    number, mobile = id_number(f"19{80 + order % 20}1008", order), phone(order)
    return Person(
        username=account.username,
        first_name=account.name[1:],
        last_name=account.name[:1],
        full_name=account.name,
        email=f"{account.username}@example.invalid",
        password=generate_password_hash(account.password, HASHING),
        active=True,
        phone=mobile,
        phone_index=keyring.blind_index(mobile),
        id_number=number,
        id_number_index=keyring.blind_index(number),
        roles=[roles[account.role.value]],
    )


def membership(account: Account, owner: Person, organization: Organization) -> Membership:
    return Membership(
        user=owner,
        organization=organization,
        position=account.position,
        state=account.state,
        valid_from=VALID_FROM,
        roles=[MembershipRole(role=account.role)],
    )
