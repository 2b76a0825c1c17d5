"""A small desk for service tests: two companies, one bureau, a project with its survey, and the steps of a case."""

import datetime as dt
import itertools
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from app.integrations.survey_file import read_survey
from models import (
    Business,
    Material,
    Membership,
    MembershipRole,
    Organization,
    Person,
    Project,
    ProjectCertificate,
    ProjectParcel,
    Region,
    StoredFile,
    Survey,
)
from models.enums import CertificateKind, EnrolmentState, OpinionResult, OrganizationKind, Role
from workflows import service, survey_archive, unit_edits
from workflows.actor import Actor
from workflows.facts.people import actor_of
from workflows.inputs import Inputs, LineInput, OpinionInput
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.room_matching import UnitSelection

PARCEL = "430802001006GB00031"
D004 = "tests/data/survey/CL20220406001_D004_22_predicted.xlsx"
AGREE = OpinionInput(OpinionResult.agree, "经审核，材料齐全，符合规定，同意。")


@dataclass
class Desk:
    """The session, the cast and a clock that a test may turn."""

    session: Session
    now: dt.datetime = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def organization(self, name: str, kind: OrganizationKind, region_code: str = "430802") -> Organization:
        organization = Organization(
            credit_code=f"TEST{next(self.numbers):014d}",
            name=name,
            kind=kind,
            legal_representative="测试",
            region_code=region_code,
        )
        self.session.add(organization)
        self.session.flush()
        return organization

    def member(self, name: str, organization: Organization, *roles: Role, state=EnrolmentState.approved) -> Membership:
        person = Person(
            username=f"{name}{next(self.numbers)}",
            first_name=name,
            last_name="",
            email=f"{next(self.numbers)}@invalid",
            full_name=name,
            active=True,
            phone=f"1390000{next(self.numbers):04d}",
            id_number="430899198503070011",
        )
        member = Membership(
            user=person,
            organization=organization,
            state=state,
            roles=[MembershipRole(role=role) for role in roles],
        )
        self.session.add(member)
        self.session.flush()
        return member

    def actor(self, name: str, organization: Organization, *roles: Role) -> Actor:
        return actor_of(self.member(name, organization, *roles))

    def open(self) -> "Desk":
        """Regions, organizations, people and the project with its planning permit and surveyed building D004."""
        self.session.add_all(
            [
                Region(code="430000", name="湖南省"),
                Region(code="430800", name="张家界市"),
                Region(code="430802", name="永定区"),
            ]
        )
        self.session.flush()
        self.developer = self.organization("开发企业（测试）", OrganizationKind.developer)
        self.other_developer = self.organization("另一企业（测试）", OrganizationKind.developer)
        self.authority = self.organization("主管部门（测试）", OrganizationKind.authority)
        self.operator = self.actor("操作员", self.developer, Role.developer_operator)
        self.administrator = self.actor("管理员", self.developer, Role.developer_admin)
        self.stranger = self.actor("外人", self.other_developer, Role.developer_operator)
        self.reviewer = self.actor("审核员甲", self.authority, Role.survey_reviewer)
        self.second_reviewer = self.actor("审核员乙", self.authority, Role.survey_reviewer)
        self.head = self.actor("科长", self.authority, Role.section_head, Role.survey_reviewer)
        self.authority_admin = self.actor("主管管理员", self.authority, Role.authority_admin)
        self.project = Project(
            project_no="P001",
            name="03地块",
            promotion_name="澧岸云庭",
            location="永定区",
            region_code="430802",
            developer_id=self.developer.id,
            parcels=[ProjectParcel(parcel_code=PARCEL)],
        )
        self.session.add(self.project)
        self.session.flush()
        self.session.add(
            ProjectCertificate(
                project_id=self.project.id,
                kind=CertificateKind.construction_planning_permit,
                certificate_no="建字第1号",
                issuer="测试",
                issued_on=dt.date(2022, 1, 1),
            )
        )
        self.survey = self.store_survey(D004)
        self.session.flush()
        return self

    def store_survey(self, path: str) -> Survey:
        result = read_survey(
            Path(path).read_bytes(),
            code_lists=CODE_LISTS,
            area_check=survey_archive.AreaCheck.error,
            today=self.now.date(),
        )
        return survey_archive.store_survey(self.session, result, None, None, self.now)

    # ---- the steps of a case ----

    def accept(self, actor: Actor | None = None) -> Business:
        subject = {"survey_no": self.survey.survey_no, "project_id": self.project.id}
        return service.accept(self.session, "predicted_survey", subject, actor or self.operator, self.now)

    def inputs(self, business: Business, **more) -> Inputs:
        self.session.flush()
        return Inputs(version=business.version, **more)

    def complete_units(self, business: Business) -> None:
        version = business.building.version
        values = {"decoration": "毛坯", "lift": "是", "price_sale": "7200"}
        unit_edits.set_fields(
            self.session,
            business.building_id,
            version,
            UnitSelection(),
            values,
            business_actor(self, business),
            self.now,
        )

    def hand_in_papers(self, business: Business) -> None:
        file = StoredFile(sha256="0" * 64, name="x.pdf", content_type="application/pdf", size=1, uploaded_by="测试")
        self.session.add(file)
        self.session.flush()
        for key in ("survey_report", "floor_plans"):
            self.session.add(
                Material(
                    business_id=business.id,
                    key=key,
                    title=key,
                    file_id=file.id,
                    handed_in_at=self.now,
                    handed_in_by="操作员",
                )
            )
        self.session.flush()

    def do_tasks(self, business: Business, *tasks: str, actor: Actor | None = None) -> None:
        for task in tasks or ("building", "units", "price_check", "confirmation"):
            data = {"confirmed": True} if task not in {"building", "units"} else {}
            service.save_task(
                self.session,
                business.business_no,
                task,
                self.inputs(business, data=data),
                actor or business_actor(self, business),
                self.now,
            )

    def ready(self) -> Business:
        """A case whose first stage is finished but not sent on."""
        business = self.accept()
        self.complete_units(business)
        self.hand_in_papers(business)
        self.do_tasks(business)
        return business

    def dispatched(self) -> Business:
        business = self.ready()
        service.dispatch(self.session, business.business_no, self.inputs(business), self.operator, self.now)
        return business

    def received(self) -> Business:
        business = self.dispatched()
        service.receive(self.session, business.business_no, self.inputs(business), self.reviewer, self.now)
        return business

    def return_lines(self) -> tuple[LineInput, ...]:
        return (LineInput("building.height", "高度有误", "请核对"), LineInput("materials.floor_plans", "缺第二层"))

    def sent_back(self) -> Business:
        business = self.received()
        inputs = self.inputs(business, lines=self.return_lines())
        service.send_back(self.session, business.business_no, inputs, self.reviewer, self.now)
        return business

    def archive(self, business: Business, actor: Actor | None = None) -> None:
        actor = actor or self.reviewer
        self.do_tasks(business, "inspection", actor=actor)
        service.archive(self.session, business.business_no, self.inputs(business, opinion=AGREE), actor, self.now)


def business_actor(desk: Desk, business: Business) -> Actor:
    """Whoever holds the case now."""
    run = [run for run in business.runs if run.finished_at is None][-1]
    cast = (desk.operator, desk.administrator, desk.reviewer, desk.second_reviewer, desk.head)
    return next(actor for actor in cast if actor.person_id == run.holder_id)
