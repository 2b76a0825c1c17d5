"""Taking a person into an organization, changing what is known of him, and disabling him (manual 3.2).

A phone and an identity number belong to one person; whoever types those of another learns nothing but that they do
not fit together.
"""

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import uuid4

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from app.security.roles import DEVELOPERS, REVIEWERS
from app.security.scopes import system_scope
from app.web import records
from models import Membership, MembershipRole, Organization, Person
from models.encryption import keyring
from models.enums import EnrolmentState, OrganizationKind, Role
from views.crud.checks import worded
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.messages import Message, Reason, Refused, refuse_if
from workflows.rules.identity import clean_number, clean_text, mask_id, mask_phone, mobile_fault, resident_id_fault

Values = Mapping[str, Any]
PERSONAL = ("full_name", "phone", "id_number")
EDITABLE = frozenset({EnrolmentState.draft, EnrolmentState.refused})
LONGEST_NAME = 50

# Which roles can be held where.
ROLES_IN: Mapping[OrganizationKind, tuple[Role, ...]] = {
    OrganizationKind.developer: DEVELOPERS,
    OrganizationKind.authority: REVIEWERS,
    OrganizationKind.bank: (Role.escrow_bank, Role.mortgage_bank, Role.loan_bank),
    OrganizationKind.provident_fund: (Role.provident_fund,),
    OrganizationKind.survey_agency: (Role.survey_agency,),
    OrganizationKind.platform: (Role.system_admin,),
}

NAME_MISSING = Message("required", "请填写姓名")
NAME_TOO_LONG = Message("too_long", "姓名最多 {most} 个字")
ROLES_MISSING = Message("required", "请选择角色")
ROLE_UNFIT = Message("value", "角色【{role}】不适用于该机构")
ORGANIZATION_MISSING = Message("required", "请选择所属机构")
ENDS_BEFORE_START = Message("range", "有效期止不能早于有效期起")
DOES_NOT_FIT = Message("person_mismatch", "姓名、手机号码与证件号码不一致，无法登记，请与本人核对")
ALREADY_HERE = Message("already_here", "该人员已在本机构登记")
NOT_EDITABLE = Message("not_editable", "入网状态为{state}，不能修改")
VERIFIED = Message("person_verified", "姓名、手机号码和证件号码已核实，不能修改")
NOT_DISABLED = Message("not_disabled", "{person}的入网状态为{state}，不能停用")
NOT_YOURSELF = Message("not_yourself", "不能停用本人")


def take_in(session: Session, values: Values, actor: Actor, now: dt.datetime) -> Membership:
    """A new membership, of a new person or of one who is known by the same name, phone and identity number."""
    values = cleaned(values)
    organization = organization_of(session, values, actor)
    refuse_if(judged(values, organization, local_day(now)))
    person_id = known_person(session, values)
    if person_id is not None and is_member(session, person_id, organization):
        raise Refused([ALREADY_HERE(at="phone")])
    member = Membership(
        organization_id=organization.id,
        position=values.get("position"),
        state=first_state(organization),
        valid_from=values.get("valid_from"),
        valid_until=values.get("valid_until"),
        roles=[MembershipRole(role=role) for role in values["roles"]],
    )
    with session.no_autoflush:
        add_person(session, member, person_id, values)
        records.flush(session)
    records.write_down(session, member, "add", actor, now, {"changes": changes_told({}, told(member))})
    return member


def change(session: Session, member: Membership, values: Values, actor: Actor, now: dt.datetime) -> None:
    """What is known of the person, while the enrolment is a draft or was refused."""
    refuse_if(may_not_change(member, actor))
    before = told(member)
    values = {**standing(member), **cleaned(values)}
    refuse_if(judged(values, member.organization, local_day(now)))
    change_person(session, member, values)
    for name in ("position", "valid_from", "valid_until"):
        setattr(member, name, values.get(name))
    set_roles(session, member, values["roles"])
    changes = changes_told(before, told(member))
    if changes:
        member.updated_at = now
        records.flush(session)
        records.write_down(session, member, "edit", actor, now, {"changes": changes})


def disable(session: Session, members: Iterable[Membership], actor: Actor, now: dt.datetime) -> None:
    """From now on nobody acts in these memberships; all of them or none."""
    members = list(members)
    refuse_if(reason for member in members for reason in may_not_disable(member, actor))
    for member in members:
        before = member.state
        member.state = EnrolmentState.disabled
        records.flush(session)
        changes = {"state": [before.value, member.state.value]}
        records.write_down(session, member, "disable", actor, now, {"changes": changes})


# ---- judging ----


def cleaned(values: Values) -> dict[str, Any]:
    """What was given, as it is stored; a blank personal number was not given."""
    kept = dict(values)
    for name in ("phone", "id_number"):
        kept[name] = clean_number(kept.get(name) or "")
    kept["full_name"] = clean_text(kept.get("full_name") or "")
    return {name: value for name, value in kept.items() if value != "" or name not in PERSONAL}


def judged(values: Values, organization: Organization, today: dt.date) -> Iterator[Reason]:
    name = values.get("full_name") or ""
    if not name:
        yield NAME_MISSING(at="full_name")
    if len(name) > LONGEST_NAME:
        yield NAME_TOO_LONG(at="full_name", most=LONGEST_NAME)
    for field, fault in (
        ("phone", mobile_fault(values.get("phone") or "")),
        ("id_number", resident_id_fault(values.get("id_number") or "", today)),
    ):
        if fault:
            yield worded(field, fault, at=field)
    yield from role_faults(values.get("roles") or (), organization)
    if values.get("valid_from") and values.get("valid_until") and values["valid_until"] < values["valid_from"]:
        yield ENDS_BEFORE_START(at="valid_until")


def role_faults(roles: Iterable[Role], organization: Organization) -> Iterator[Reason]:
    if not roles:
        yield ROLES_MISSING(at="roles")
    for role in roles:
        if role not in ROLES_IN.get(organization.kind, ()):
            yield ROLE_UNFIT(at="roles", role=role.title)


def organization_of(session: Session, values: Values, actor: Actor) -> Organization:
    """The own one; only the platform chooses."""
    chosen = values.get("organization_id") if Role.system_admin in actor.roles else actor.organization_id
    organization = session.get(Organization, chosen) if chosen else None
    if organization is None:
        raise Refused([ORGANIZATION_MISSING(at="organization")])
    return organization


def first_state(organization: Organization) -> EnrolmentState:
    """A company's people are enrolled by the bureau; whom the platform takes in elsewhere may begin at once."""
    return EnrolmentState.draft if organization.kind is OrganizationKind.developer else EnrolmentState.approved


def may_not_change(member: Membership, actor: Actor) -> Iterator[Reason]:
    of_company = member.organization.kind is OrganizationKind.developer
    if (of_company or Role.system_admin not in actor.roles) and member.state not in EDITABLE:
        yield NOT_EDITABLE(state=member.state.title)


def may_not_disable(member: Membership, actor: Actor) -> Iterator[Reason]:
    if member.user_id == actor.person_id:
        yield NOT_YOURSELF()
    elif member.state is not EnrolmentState.approved:
        yield NOT_DISABLED(person=member.full_name, state=member.state.title)


# ---- persons, whoever they belong to ----


def known_person(session: Session, values: Values) -> int | None:
    """The person of these numbers, None where nobody has either; Refused where only some of it fits."""
    phone_index, id_index = keyring.blind_index(values["phone"]), keyring.blind_index(values["id_number"])
    with system_scope(), session.no_autoflush:
        people = session.execute(
            select(Person.id, Person.full_name, Person.phone_index, Person.id_number_index).where(
                or_(Person.phone_index == phone_index, Person.id_number_index == id_index)
            )
        ).all()
    if not people:
        return None
    if len(people) > 1 or tuple(people[0][1:]) != (values["full_name"], phone_index, id_index):
        raise Refused([DOES_NOT_FIT(at="phone")])
    return int(people[0].id)


def is_member(session: Session, person_id: int, organization: Organization) -> bool:
    query = select(Membership.id).where(Membership.user_id == person_id, Membership.organization_id == organization.id)
    return session.scalars(query).first() is not None


def add_person(session: Session, member: Membership, person_id: int | None, values: Values) -> None:
    if person_id is None:
        member.user = new_person(values)
    else:
        member.user_id = person_id
    session.add(member)


def new_person(values: Values) -> Person:
    """An account that opens with the phone only: nobody knows its password."""
    name = f"p{uuid4().hex[:20]}"
    person = Person(
        username=name,
        email=f"{name}@example.invalid",
        password=generate_password_hash(secrets.token_urlsafe(32)),
        active=True,
    )
    name_person(person, values)
    return person


def name_person(person: Person, values: Values) -> None:
    person.full_name = values["full_name"]
    person.first_name, person.last_name = values["full_name"][1:], values["full_name"][:1]
    person.phone, person.id_number = values["phone"], values["id_number"]


def change_person(session: Session, member: Membership, values: Values) -> None:
    """Name and numbers of a person who is here alone; of anybody else they are settled."""
    person = member.user
    if all(getattr(person, name) == values[name] for name in PERSONAL):
        return
    with system_scope(), session.no_autoflush:
        count = session.scalar(select(func.count(Membership.id)).where(Membership.user_id == person.id))
        others = others_with(session, person, values)
    if count != 1:
        raise Refused([VERIFIED(at="full_name")])
    if others:
        raise Refused([DOES_NOT_FIT(at="phone")])
    if person.phone != values["phone"]:
        person.session_version = (person.session_version or 0) + 1
    name_person(person, values)


def others_with(session: Session, person: Person, values: Values) -> bool:
    indexes = or_(
        Person.phone_index == keyring.blind_index(values["phone"]),
        Person.id_number_index == keyring.blind_index(values["id_number"]),
    )
    return session.scalars(select(Person.id).where(indexes, Person.id != person.id).limit(1)).first() is not None


def set_roles(session: Session, member: Membership, roles: Iterable[Role]) -> None:
    """Those that stay keep their rows; the others are deleted by name, so that the wall judges that too."""
    wanted, held = set(roles), {each.role: each for each in member.roles}
    for role in held.keys() - wanted:
        member.roles.remove(held[role])
        session.delete(held[role])
    member.roles.extend(MembershipRole(role=role) for role in sorted_roles(wanted - held.keys()))


def sorted_roles(roles: Iterable[Role]) -> list[Role]:
    order = list(Role)
    return sorted(roles, key=order.index)


# ---- what the log holds ----


def standing(member: Membership) -> dict[str, Any]:
    return {
        "full_name": member.full_name,
        "phone": member.phone,
        "id_number": member.id_number,
        "position": member.position,
        "roles": [held.role for held in member.roles],
        "valid_from": member.valid_from,
        "valid_until": member.valid_until,
    }


def told(member: Membership) -> dict[str, Any]:
    """The same with the numbers masked, beside them their fingerprints so that a change shows."""
    values = standing(member)
    return {
        "full_name": values["full_name"],
        "phone": mask_phone(values["phone"] or ""),
        "id_number": mask_id(values["id_number"] or ""),
        "position": values["position"],
        "roles": [role.value for role in sorted_roles(values["roles"])],
        "valid_from": str(values["valid_from"] or "") or None,
        "valid_until": str(values["valid_until"] or "") or None,
    }


def changes_told(before: Values, after: Values) -> dict[str, list[Any]]:
    return {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
