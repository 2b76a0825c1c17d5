"""Sixty cases of one morning: small generated buildings and enrolments, all sent to the bureau, fourteen with a fault.

A fault is a line of data: what is wrong, how it came about, and where the desk must show it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.buildings import A, B, Building, End, survey_of
from app.demo.papers import Keep, keeper
from app.integrations.storage import FileStorage
from models import Building as StoredBuilding
from models import (
    Business,
    Material,
    Membership,
    Person,
    Project,
    ProjectCertificate,
    ProjectParcel,
    StoredFile,
    Survey,
    Unit,
)
from models.enums import CertificateKind, Legibility, OpinionResult, Sign
from workflows import service, survey_archive, unit_edits
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.inputs import Inputs, LineInput, OpinionInput
from workflows.materials import hand_in
from workflows.rules.room_matching import UnitSelection

SURVEYS, STAFF = 54, ("staff_1", "staff_2", "staff_3", "staff_4", "staff_5", "staff_6")
COMPLETE = {"decoration": "毛坯", "lift": "是", "price_sale": "7200"}
PROJECT = "shuyuan"
OTHER_PARCEL = "430802001006GB00099"


@dataclass(slots=True)
class Case:
    """A case on its way, with what a fault may reach for."""

    session: Session
    business: Business
    storage: FileStorage
    clerk: Actor
    reviewer: Actor
    keep: Keep
    now: dt.datetime

    @property
    def building(self) -> StoredBuilding:
        return self.business.building

    @property
    def survey(self) -> Survey:
        return self.building.predicted_survey

    @property
    def unit(self) -> Unit:
        query = select(Unit).where(Unit.building_id == self.building.id).order_by(Unit.position).limit(1)
        return self.session.scalars(query).one()

    def material(self, key: str) -> Material:
        query = select(Material).where(
            Material.business_id == self.business.id, Material.key == key, Material.withdrawn_at.is_(None)
        )
        return self.session.scalars(query).one()

    def inputs(self, **more: Any) -> Inputs:
        self.session.flush()
        return Inputs(version=service.find_business(self.session, self.business.business_no).version, **more)


@dataclass(frozen=True, slots=True)
class Fault:
    """`found` is the check that must tell it with `sign`, or `viewer`."""

    name: str
    found: str
    sign: Sign
    plant: Callable[[Case], None]


def set_on(thing: str, **values: Any) -> Callable[[Case], None]:
    """Write these values on the case's survey, building or unit."""

    def plant(case: Case) -> None:
        row = getattr(case, thing)
        for name, value in values.items():
            setattr(row, name, value)

    return plant


def expired_permit(case: Case) -> None:
    """The drawing points to a construction permit that ended yesterday."""
    day = local_day(case.now)
    point_to(
        case, certificate_of(case, case.building.project_id, "施字第001号", valid_until=day - dt.timedelta(days=1))
    )


def permit_of_another_project(case: Case) -> None:
    other = Project(
        project_no="P099",
        name="邻家地块",
        location="永定区",
        region_code=case.business.region_code,
        developer_id=case.business.developer_id,
        parcels=[ProjectParcel(parcel_code=OTHER_PARCEL)],
    )
    case.session.add(other)
    case.session.flush()
    point_to(case, certificate_of(case, other.id, "施字第099号"))


def certificate_of(case: Case, project_id: int, number: str, **more: Any) -> ProjectCertificate:
    paper = case.keep(f"施工许可证 {number}")
    row = ProjectCertificate(
        project_id=project_id,
        kind=CertificateKind.construction_permit,
        certificate_no=number,
        issuer="测试",
        issued_on=dt.date(2022, 1, 1),
        file=StoredFile(
            sha256=paper.sha256,
            name=paper.name,
            content_type=paper.content_type,
            size=paper.size,
            pages=1,
            owner_id=case.business.developer_id,
            uploaded_by="测试",
        ),
        **more,
    )
    case.session.add(row)
    case.session.flush()
    return row


def point_to(case: Case, certificate: ProjectCertificate) -> None:
    case.session.add(
        Material(
            business_id=case.business.id,
            key="planning_drawing",
            title="规划许可附图",
            file_id=certificate.file_id,
            certificate_id=certificate.id,
            certificate_version=certificate.version,
            handed_in_at=case.now,
            handed_in_by="测试",
        )
    )


def missing_plans(case: Case) -> None:
    case.material("floor_plans").withdrawn_at = case.now


def unreadable_report(case: Case) -> None:
    """As an upload that no page could be drawn of is remembered."""
    stored(case, "survey_report", b"%PDF-1.7 cut off", Legibility.unreadable)


def damaged_plans(case: Case) -> None:
    """Sound when it came in, gone from the storage since: only the viewer can tell."""
    stored(case, "floor_plans", None, Legibility.legible)


def stored(case: Case, key: str, data: bytes | None, legibility: Legibility) -> None:
    file = StoredFile(
        sha256=case.storage.put(data) if data else "f" * 64,
        name=f"{key}.pdf",
        content_type="application/pdf",
        size=len(data or b"x"),
        pages=1,
        legibility=legibility,
        owner_id=case.business.developer_id,
        uploaded_by="测试",
    )
    case.session.add(file)
    case.session.flush()
    case.material(key).file_id = file.id


def slipped_price(case: Case) -> None:
    unit = case.unit
    unit.price_sale = unit.price_bare = Decimal("72000.00")
    unit.filed_total = (unit.gross_area * unit.price_sale).quantize(Decimal("0.01"))


def half_mended(case: Case) -> None:
    """Sent back with two lines, of which only the paper was mended."""
    session, number = case.session, case.business.business_no
    service.receive(session, number, case.inputs(), case.reviewer, case.now)
    lines = (
        LineInput("materials.floor_plans", "分层分户图缺第 2 页", "补齐后重新上传"),
        LineInput("building.lift_count", "电梯部数与图纸不符", "核对后重新填报"),
    )
    opinion = OpinionInput(OpinionResult.disagree, "请按退件内容补正后再报。")
    service.send_back(session, number, case.inputs(lines=lines, opinion=opinion), case.reviewer, case.now)
    later = case.now + dt.timedelta(hours=1)
    hand_in(session, number, "floor_plans", case.clerk, later, kept=case.keep("分层分户图 补齐"))
    for task, data in (("units", {}), ("price_check", {"confirmed": True}), ("confirmation", {"confirmed": True})):
        service.save_task(session, number, task, case.inputs(data=data), case.clerk, later)
    forget_mended(case)
    service.dispatch(session, number, case.inputs(), case.clerk, later)


def forget_mended(case: Case) -> None:
    """The card is confirmed as it was: saving it must not count as mending its line."""
    from models import ReturnLine

    service.save_task(case.session, case.business.business_no, "building", case.inputs(data={}), case.clerk, case.now)
    line = case.session.scalars(
        select(ReturnLine).where(ReturnLine.business_id == case.business.id, ReturnLine.target == "building.lift_count")
    ).one()
    line.mended_at = line.mended_by = None


def wrong_identity(case: Case) -> None:
    member = case.session.get(Membership, case.business.subject["membership_ids"][0])
    number = member.user.id_number
    member.user.id_number = number[:-1] + ("0" if number[-1] != "0" else "1")


FAULTS = (
    Fault("测绘面积超过规划许可证", "area_within_permit", Sign.fails, set_on("survey", gross_area=Decimal(90000))),
    Fault("施工许可证过期", "certificate_in_force", Sign.fails, expired_permit),
    Fault("引用了另一项目的证件", "certificate_of_project", Sign.fails, permit_of_another_project),
    Fault("缺分层分户图", "paper_missing", Sign.fails, missing_plans),
    Fault("测绘成果报告无法显示", "paper_readable", Sign.fails, unreadable_report),
    Fault("栋信息结构与测绘不一致", "card_field_as_surveyed", Sign.fails, set_on("building", structure="1")),
    Fault("户室面积与测绘不一致", "unit_as_surveyed", Sign.fails, set_on("unit", gross_area=Decimal("130.01"))),
    Fault("备案总价与单价不符", "unit_total_adds_up", Sign.fails, set_on("unit", filed_total=Decimal("1.00"))),
    Fault("单价多写一位", "price_like_neighbours", Sign.doubtful, slipped_price),
    Fault("宗地不属于本项目", "parcel_of_project", Sign.fails, set_on("survey", parcel_code="430802009009GB00009")),
    Fault("有电梯而部数为 0", "lift_agrees", Sign.doubtful, set_on("building", lift_count=0)),
    Fault("退件项未补正", "return_lines_mended", Sign.doubtful, half_mended),
    Fault("分层分户图文件损坏", "viewer", Sign.holds, damaged_plans),
    Fault("身份证号码校验位不符", "id_number_sound", Sign.fails, wrong_identity),
)


# ---- building them ----


@dataclass(frozen=True, slots=True)
class Sixty:
    """The numbers of all cases, and of the faulty ones by the name of the fault."""

    clean: tuple[str, ...]
    faulty: dict[str, str]


def build(
    session: Session, storage: FileStorage, actors: dict[str, Actor], now: dt.datetime, *, only: int | None = None
) -> Sixty:
    """All of them, the first fourteen faulty; `only` so many surveys where a test needs fewer."""
    keep = keeper(storage)
    project = session.scalars(select(Project).where(Project.promotion_name == "澧岸书苑")).one()
    cases = [
        Case(session, filed(session, order, project, actors, keep, now), storage, actors["developer_operator"],
             actors["survey_reviewer_2"], keep, now)
        for order in range(1, (only or SURVEYS) + 1)
    ]  # fmt: skip
    enrolled = [] if only else [
        Case(session, enrolment(session, name, actors["developer_admin"], keep, now), storage,
             actors["developer_admin"], actors["authority_admin"], keep, now)
        for name in STAFF
    ]  # fmt: skip
    faulty = {}
    for fault in FAULTS:
        pool = enrolled if fault.plant is wrong_identity else cases
        if pool:
            case = pool.pop(0)
            fault.plant(case)
            session.flush()
            faulty[fault.name] = case.business.business_no
    return Sixty(tuple(case.business.business_no for case in (*cases, *enrolled)), faulty)


def small(order: int) -> Building:
    return Building(f"E{500 + order}", PROJECT, 2, ("A01",), (A, B), "0.185200", End.waiting, 4, 7200)


def filed(
    session: Session, order: int, project: Project, actors: dict[str, Actor], keep: Keep, now: dt.datetime
) -> Business:
    """One building from its survey to the reviewer's pool."""
    clerk = actors["developer_operator"]
    result = survey_of(small(order), local_day(now))
    survey = survey_archive.store_survey(session, replace(result), None, actors["survey_agency"], now)
    subject = {"survey_no": survey.survey_no, "project_id": project.id}
    business = service.accept(session, "predicted_survey", subject, clerk, now)
    building = business.building
    unit_edits.set_fields(session, building.id, building.version, UnitSelection(), COMPLETE, clerk, now)
    for key, title in (("survey_report", "测绘成果报告"), ("floor_plans", "分层分户图")):
        hand_in(session, business.business_no, key, clerk, now, kept=keep(title))
    for task, data in (
        ("building", {"lift_count": 1}),
        ("units", {}),
        ("price_check", {"confirmed": True}),
        ("confirmation", {"confirmed": True}),
    ):
        service.save_task(session, business.business_no, task, Inputs(version=business.version, data=data), clerk, now)
    return service.dispatch(session, business.business_no, Inputs(version=business.version), clerk, now)


def enrolment(session: Session, username: str, applicant: Actor, keep: Keep, now: dt.datetime) -> Business:
    query = select(Membership.id).join(Person, Person.id == Membership.user_id).where(Person.username == username)
    subject = {"membership_ids": list(session.scalars(query))}
    business = service.accept(session, "user_enrolment", subject, applicant, now)
    number = business.business_no
    for key, title in (("authorization", "授权委托书"), ("identity_document", "身份证复印件")):
        hand_in(session, number, key, applicant, now, kept=keep(title))
    confirmed = Inputs(version=business.version, data={"confirmed": True})
    service.save_task(session, number, "applicants", confirmed, applicant, now)
    return service.dispatch(session, number, Inputs(version=business.version), applicant, now)
