"""Signing in: by phone, picture and code, or by password for those who may. The same for the page and the API."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash

from app.extensions import db
from app.integrations.http_json import NeighbourRefused, NeighbourUnavailable
from app.integrations.sms import SmsGateway
from app.security import captcha, login_failures, refusals, sms_codes
from app.security.identity import Identity, usable_today
from app.security.login_failures import Door
from app.security.refusals import Denied
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import Membership, Person
from models.encryption import keyring
from models.enums import OrganizationKind, Role, Side
from workflows import journal
from workflows.facts.calendar import local_day
from workflows.facts.people import actor_of
from workflows.rules.identity import clean_number, mobile_fault

# Checked when there is no such account, so that the answer takes as long. Of a password that nobody knows any more,
# and written down because making one costs every worker a tenth of a second at its start.
NOBODY = (
    "scrypt:32768:8:1$7curPwlvXJM2WtIs$"
    "37a0b9ff684e23c0d833076381d4acfdbefc148e95db09b996e28bb58c5276d2"
    "430d43f9a02d0ebf842866c9bee38491f46721a3030f63de22145afd1061602b"
)
KINDS = {
    Side.developer: OrganizationKind.developer,
    Side.authority: OrganizationKind.authority,
    Side.bank: OrganizationKind.bank,
    Side.provident_fund: OrganizationKind.provident_fund,
    Side.survey_agency: OrganizationKind.survey_agency,
    Side.platform: OrganizationKind.platform,
}
SMS_TEXT = "【网签系统】您的登录验证码为 {code}，5 分钟内有效，请勿告知他人。"


@dataclass(frozen=True, slots=True)
class PhoneLogin:
    """What the login form and the API hand over."""

    side: Side
    phone: str
    captcha_id: str
    captcha: str
    code: str


# ---- by phone ----


def send_code(phone: str, captcha_id: str, answer: str, *, gateway: SmsGateway, now: dt.datetime) -> int:
    """Send a code where the picture was read right; in how many seconds the next may be asked for.

    An unknown number is answered alike and gets no message: the answer does not tell who has an account.
    """
    number = checked_phone(phone)
    with system_scope():
        with unit_of_work():
            right = captcha.spend_on_code(db.session(), captcha_id, answer, number, now)
        if not right:
            raise captcha.refused()
        with unit_of_work():
            code = sms_codes.new_code(db.session(), number, sms_codes.LOGIN, now)
            known = person_of_phone(db.session(), number) is not None
        if known:
            hand_over(gateway, number, SMS_TEXT.format(code=code), now)
    return int(sms_codes.PAUSE.total_seconds())


def hand_over(gateway: SmsGateway, phone: str, text: str, now: dt.datetime) -> None:
    try:
        gateway.send(phone, text, now, uuid4().hex)
    except (NeighbourRefused, NeighbourUnavailable) as broken:
        raise Denied(refusals.SMS_UNAVAILABLE(at="code"), 503) from broken


def checked_phone(phone: str) -> str:
    if mobile_fault(phone):
        raise Denied(refusals.WRONG_PHONE(at="phone"), 422)
    return clean_number(phone)


def by_phone(typed: PhoneLogin, address: str, now: dt.datetime) -> Identity:
    """The person of this number on this side; Denied otherwise. Picture and code are spent either way."""
    number = checked_phone(typed.phone)
    door = Door(number, address)
    with system_scope():
        spend_captcha(typed, number, now)
        knock(door, now)
        with unit_of_work():
            right = sms_codes.spend_code(db.session(), number, sms_codes.LOGIN, typed.code, now)
            person_id = person_of_phone(db.session(), number) if right else None
        if person_id is None:
            raise Denied(refusals.WRONG_CODE(at="code"), 401)
        return let_in(person_id, door, now, lambda member: member.organization.kind is KINDS.get(typed.side))


def spend_captcha(typed: PhoneLogin, number: str, now: dt.datetime) -> None:
    with unit_of_work():
        right = captcha.spend_on_login(db.session(), typed.captcha_id, typed.captcha, number, now)
    if not right:
        raise captcha.refused()


def person_of_phone(session: Session, phone: str) -> int | None:
    found: int | None = session.scalar(select(Person.id).where(Person.phone_index == keyring.blind_index(phone)))
    return found


# ---- by password ----


def by_password(username: str, password: str, address: str, now: dt.datetime, *, roles: frozenset[Role]) -> Identity:
    """The person of this name in the first membership that may use a password; Denied otherwise."""
    door = Door(username, address)
    with system_scope():
        knock(door, now)
        person_id = person_of_password(db.session(), username, password)
        if person_id is None:
            raise Denied(refusals.WRONG_PASSWORD(at="password"), 401)
        return let_in(
            person_id,
            door,
            now,
            lambda member: any(held.role in roles for held in member.roles),
            otherwise=Denied(refusals.PASSWORD_NOT_FOR_ROLE(), 403),
        )


def person_of_password(session: Session, username: str, password: str) -> int | None:
    found = session.execute(
        select(Person.id, Person.password).where(func.lower(Person.username) == username.strip().lower())
    ).first()
    stored = found.password if found and found.password else NOBODY
    right = check_password_hash(stored, password) and bool(password)
    return found.id if found and found.password and right else None


# ---- what both share ----


def knock(door: Door, now: dt.datetime) -> None:
    with unit_of_work():
        login_failures.count_attempt(db.session(), door, now)


def let_in(
    person_id: int,
    door: Door,
    now: dt.datetime,
    fits: Callable[[Membership], bool],
    *,
    otherwise: Denied | None = None,
) -> Identity:
    """The first usable membership that fits, with the login written down; Denied where there is none."""
    memberships = usable_today(person_id, local_day(now))
    if not memberships:
        raise Denied(refusals.NOT_USABLE(), 403)
    chosen = next((member for member in memberships if fits(member)), None)
    if chosen is None:
        raise otherwise or Denied(refusals.NOT_ON_SIDE(at="side"), 403)
    with unit_of_work():
        login_failures.forget(db.session(), door, now)
        write_down(db.session(), chosen, "sign_in", now)
    return Identity(chosen.user, chosen, memberships)


def sign_out_everywhere(identity: Identity, now: dt.datetime) -> None:
    """End every browser session of the account."""
    with system_scope(), unit_of_work():
        session = db.session()
        person = session.get_one(Person, identity.person.id)
        person.session_version = (person.session_version or 0) + 1
        write_down(session, identity.membership, "sign_out", now)


def write_down(session: Session, membership: Membership, action: str, now: dt.datetime) -> None:
    actor = actor_of(membership)
    journal.record(session, actor=actor, now=now, action=action, subject_kind="person", subject_id=actor.person_id)
