"""Two companies and two regions: whatever the first has carries a mark, and everybody outside must never read it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, Table, func, select, text, update
from sqlalchemy.orm import Session

from app.demo.numbers import credit_code, id_number, phone
from app.demo.papers import Keep
from models import (
    Business,
    EscrowAccount,
    Event,
    ListArrangement,
    Material,
    Membership,
    MembershipRole,
    NamedSelection,
    Organization,
    OrganizationBank,
    Person,
    ProducedDocument,
    Project,
    ProjectCertificate,
    PropertyCompany,
    StoredFile,
    Survey,
    Unit,
    UnitBatch,
)
from models.base import Model
from models.encryption import EncryptedText
from models.enums import EnrolmentState, ListKind, OpinionResult, OrganizationKind, Role
from workflows import delegations, materials, service, unit_edits
from workflows.actor import Actor
from workflows.delegations import Wanted
from workflows.facts.calendar import local_day
from workflows.inputs import Inputs, LineInput, OpinionInput
from workflows.rules.room_matching import UnitSelection

CANARY = "canaryQX7"
AGREE = OpinionInput(OpinionResult.agree, "经审核，材料齐全，符合规定，同意。")
COMPLETE = {"decoration": "毛坯", "lift": "是", "price_sale": "7200"}

DEVELOPER_ROLES = (Role.developer_admin, Role.developer_operator, Role.seal_holder)
REVIEWER_ROLES = (
    Role.survey_reviewer,
    Role.property_reviewer,
    Role.presale_reviewer,
    Role.fund_reviewer,
    Role.filing_reviewer,
    Role.restriction_officer,
    Role.section_head,
    Role.authority_admin,
)
BANK_ROLES = (Role.escrow_bank, Role.mortgage_bank, Role.loan_bank)

# Who stands outside the first company, by name: the kind of organization, its region, the role.
OUTSIDERS: Mapping[str, tuple[OrganizationKind, str, Role]] = {
    **{f"other company, {role.value}": (OrganizationKind.developer, "430802", role) for role in DEVELOPER_ROLES},
    **{f"other region, {role.value}": (OrganizationKind.authority, "430602", role) for role in REVIEWER_ROLES},
    **{f"other bank, {role.value}": (OrganizationKind.bank, "430802", role) for role in BANK_ROLES},
    "other region, provident_fund": (OrganizationKind.provident_fund, "430600", Role.provident_fund),
    "other agency, survey_agency": (OrganizationKind.survey_agency, "430802", Role.survey_agency),
}
# One of each side, where all of them would take too long.
ONE_OF_EACH_SIDE = (
    "other company, developer_admin",
    "other region, authority_admin",
    "other bank, escrow_bank",
    "other agency, survey_agency",
)


@dataclass(frozen=True)
class World:
    """What the first company has, by the names of route arguments, and the people outside it."""

    values: Mapping[str, Any]
    rows: Mapping[str, Any]
    outsiders: Mapping[str, tuple[int, int]]

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


# ---- building it ----


def build(session: Session, actors: Mapping[str, Actor], keep: Keep, now: dt.datetime) -> World:
    """A filed life of one building up to its second review, an enrolment on its way, and the strangers."""
    operator, reviewer = actors["developer_operator"], actors["survey_reviewer"]
    survey = session.scalars(select(Survey).where(Survey.building_no == "D004")).one()
    number = file_building(session, survey, operator, reviewer, keep, now)
    enrolment = enrol(session, actors["developer_admin"], keep, now)
    business = service.find_business(session, number)
    session.flush()
    today = local_day(now)
    given = delegations.give(session, Wanted(actors["developer_admin"].person_id, today, today), operator, now)
    values = {**values_of(session, business, enrolment, operator), "delegation_id": given.id}
    outsiders = add_outsiders(session)
    session.flush()
    mark_everything(session, operator.organization_id)
    return World(values, rows_of(session, operator), outsiders)


def file_building(
    session: Session, survey: Survey, operator: Actor, reviewer: Actor, keep: Keep, now: dt.datetime
) -> str:
    subject = {"survey_no": survey.survey_no, "project_id": survey.project_id}
    business = service.accept(session, "predicted_survey", subject, operator, now)
    number = business.business_no

    def inputs(**more: Any) -> Inputs:
        session.flush()
        return Inputs(version=service.find_business(session, number).version, **more)

    def save(*tasks: str, actor: Actor = operator) -> None:
        for task in tasks:
            data = {} if task in {"building", "units"} else {"confirmed": True}
            service.save_task(session, number, task, inputs(data=data), actor, now)

    unit_edits.set_fields(
        session, business.building_id, business.building.version, UnitSelection(), COMPLETE, operator, now
    )
    for key in ("survey_report", "floor_plans"):
        materials.hand_in(session, number, key, operator, now, kept=keep(key))
    save("building", "units", "price_check", "confirmation")
    service.dispatch(session, number, inputs(), operator, now)
    service.receive(session, number, inputs(), reviewer, now)
    lines = (LineInput("building.height", CANARY, CANARY), LineInput("materials.floor_plans", CANARY))
    service.send_back(session, number, inputs(lines=lines), reviewer, now)
    service.save_draft(session, number, "building", {"location": CANARY}, operator, now)
    save("building", "units", "price_check", "confirmation")
    return number


def enrol(session: Session, administrator: Actor, keep: Keep, now: dt.datetime) -> str:
    staff = session.scalars(
        select(Membership.id).join(Person, Person.id == Membership.user_id).where(Person.username == "staff_1")
    ).all()
    business = service.accept(session, "user_enrolment", {"membership_ids": list(staff)}, administrator, now)
    materials.hand_in(session, business.business_no, "authorization", administrator, now, kept=keep("authorization"))
    return business.business_no


def values_of(session: Session, business: Business, enrolment: str, operator: Actor) -> dict[str, Any]:
    unit_id = select(Unit.id).where(Unit.building_id == business.building_id).limit(1)
    material_id = select(Material.id).where(Material.business_id == business.id).limit(1)
    batch = select(UnitBatch.number).where(UnitBatch.building_id == business.building_id).limit(1)
    return {
        "business_no": business.business_no,
        "enrolment_no": enrolment,
        "building_id": business.building_id,
        "project_id": business.subject["project_id"],
        "unit_id": session.scalar(unit_id),
        "material_id": session.scalar(material_id),
        "number": session.scalar(batch),
        "survey_no": business.subject["survey_no"],
        "task_key": "building",
        "membership_id": operator.membership_id,
        "person_id": operator.person_id,
        "organization_id": operator.organization_id,
        "certificate_id": session.scalar(
            select(ProjectCertificate.id).where(
                ProjectCertificate.project_id == business.subject["project_id"], ProjectCertificate.file_id.is_not(None)
            )
        ),
        "filter_id": own_filter(session, operator),
        "selection_id": own_selection(session, operator, business.building_id),
    }


def own_filter(session: Session, operator: Actor) -> int:
    """A filter that the first company's operator saved for the own lists."""
    row = ListArrangement(user_id=operator.person_id, list_kind=ListKind.inbox, name="筛选", query=f"q={CANARY}")
    session.add(row)
    session.flush()
    return row.id


def own_selection(session: Session, operator: Actor, building_id: int | None) -> int:
    """Units that the first company's operator keeps under a name."""
    row = NamedSelection(
        user_id=operator.person_id, building_id=building_id, name=CANARY[:20], unit_filter={"digits": "01"}
    )
    session.add(row)
    session.flush()
    return row.id


def add_outsiders(session: Session) -> dict[str, tuple[int, int]]:
    """For every outsider the account and the membership."""
    organizations: dict[tuple[OrganizationKind, str], Organization] = {}
    found: dict[str, tuple[int, int]] = {}
    for order, (name, (kind, region, role)) in enumerate(OUTSIDERS.items(), start=1):
        organization = organizations.setdefault((kind, region), organization_of(kind, region, len(organizations)))
        member = Membership(
            user=person(name, order),
            organization=organization,
            state=EnrolmentState.approved,
            roles=[MembershipRole(role=role)],
        )
        session.add(member)
        session.flush()
        found[name] = (member.user_id, member.id)
    return found


def organization_of(kind: OrganizationKind, region: str, order: int) -> Organization:
    return Organization(
        credit_code=credit_code("91", f"MA4TE5T{90 + order}"),
        name=f"外面的机构{order}(测试)",
        kind=kind,
        legal_representative="外人",
        region_code=region,
    )


def person(name: str, order: int) -> Person:
    return Person(
        username=f"outsider_{order}",
        first_name="人",
        last_name="外",
        full_name=f"外人{order}",
        email=f"outsider_{order}@example.invalid",
        active=True,
        phone=phone(9000 + order),
        id_number=id_number("19911008", 100 + order),
    )


# ---- marking it ----

# What a person reads of a row, by table: every one of these texts of the first company becomes the mark.
MARKED: Mapping[type[Any], tuple[str, ...]] = {
    Organization: ("name", "legal_representative", "registered_address", "business_scope", "remark"),
    Person: ("first_name", "full_name"),
    Membership: ("position", "refusal_reason"),
    EscrowAccount: ("name", "branch_name", "remark"),
    PropertyCompany: ("name",),
    Project: ("project_no", "name", "promotion_name", "location"),
    ProjectCertificate: ("certificate_no", "issuer"),
    Survey: ("agency_name", "building_no"),
    Unit: ("location", "remark"),
    UnitBatch: ("title", "made_by"),
    Business: ("subject_title", "initiator_name"),
    Material: ("title", "handed_in_by"),
    StoredFile: ("name", "uploaded_by"),
    Event: ("actor_name",),
}


def mark_everything(session: Session, developer_id: int) -> None:
    """Write the mark over every readable text of the first company's rows."""
    for model, names in MARKED.items():
        table: Table = model.__table__
        ids = owned_ids(session, model, developer_id)
        assert ids, f"the first company has no {model.__name__}"
        for name in names:
            column = table.c[name]
            assert isinstance(column.type, String)
            assert not isinstance(column.type, EncryptedText)
            mark = func.concat(CANARY, table.c.id) if session.get_bind().dialect.name == "postgresql" else None
            value = mark if mark is not None else text(f"'{CANARY}' || id")
            session.connection().execute(update(table).where(table.c.id.in_(ids)).values({name: value}))
    session.expire_all()


def owned_ids(session: Session, model: type[Any], developer_id: int) -> list[int]:
    """The rows of the first company, by whom they belong to and not by what the wall says."""
    by_business = select(Business.id).where(Business.developer_id == developer_id)
    owners: Mapping[type[Any], Any] = {
        Organization: Organization.id == developer_id,
        Person: Person.id.in_(select(Membership.user_id).where(Membership.organization_id == developer_id)),
        Membership: Membership.organization_id == developer_id,
        ProjectCertificate: ProjectCertificate.project_id.in_(
            select(Project.id).where(Project.developer_id == developer_id)
        ),
        UnitBatch: UnitBatch.building_id.in_(select(Business.building_id).where(Business.developer_id == developer_id)),
        Material: Material.business_id.in_(by_business),
        ProducedDocument: ProducedDocument.business_id.in_(by_business),
        StoredFile: StoredFile.owner_id == developer_id,
        Event: Event.organization_id == developer_id,
        OrganizationBank: OrganizationBank.developer_id == developer_id,
    }
    owned = owners.get(model)
    if owned is None:
        owned = model.developer_id == developer_id
    return list(session.scalars(select(model.id).where(owned).order_by(model.id)))


# Tables whose rows are the first company's own: by key they are tried on every page and call of records.
def rows_of(session: Session, operator: Actor) -> dict[str, Any]:
    """One row's key of every table in which the first company has any, by the name of the class."""
    found: dict[str, Any] = {}
    for model in (*MARKED, OrganizationBank, ProducedDocument):
        ids = owned_ids(session, model, operator.organization_id)
        if ids:
            found[model.__name__] = ids[0]
    of_buildings = (Business.developer_id == operator.organization_id, Business.building_id.is_not(None))
    building_id = session.scalars(select(Business.building_id).where(*of_buildings).order_by(Business.id)).first()
    return {**found, "Building": building_id, "Unit": found["Unit"]}


# ---- comparing ----


def dump(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as the database keeps it."""
    connection = session.connection()
    return {
        table.name: sorted(
            tuple(map(str, row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all()
        )
        for table in Model.metadata.sorted_tables
    }


def changed_tables(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [name for name in before if before[name] != after[name]]
