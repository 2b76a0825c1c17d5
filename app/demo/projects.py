"""The projects of the demo city with their parcels and certificates (四证)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from app.demo.papers import Keep
from models import Organization, Project, ProjectCertificate, ProjectParcel, PropertyCompany, StoredFile
from models.enums import CertificateKind
from workflows.materials import file_row

REGION = "430802"


@dataclass(frozen=True, slots=True)
class Described:
    """A project in a line; areas in m², investment in 万元."""

    key: str
    name: str
    promotion_name: str
    developer: str
    parcel: str
    location: str
    land_area: str
    gross_area: str
    investment: str
    buildings: int
    units: int
    completed: bool = False


PROJECTS = (
    Described(
        "yunting",
        "澧水北岸03地块",
        "澧岸云庭",
        "developer",
        "430802001006GB00031",
        "湖南省张家界市永定区澧水北岸03地块",
        "32650.00",
        "90495.40",
        "48600.00",
        5,
        1560,
        completed=True,
    ),
    Described(
        "shuyuan",
        "澧水北岸05地块",
        "澧岸书苑",
        "developer",
        "430802001006GB00052",
        "湖南省张家界市永定区澧水北岸05地块",
        "18400.00",
        "46200.00",
        "25800.00",
        7,
        456,
    ),
    Described(
        "xiaozhu",
        "天门路11地块",
        "天门小筑",
        "other_developer",
        "430802002003GB00017",
        "湖南省张家界市永定区天门路11地块",
        "21300.00",
        "82600.00",
        "31700.00",
        5,
        588,
    ),
    Described(
        "jiayuan",
        "澧水南岸02地块",
        "澧水家园",
        "developer",
        "430802001006GB00068",
        "湖南省张家界市永定区澧水南岸02地块",
        "12100.00",
        "31050.00",
        "16400.00",
        3,
        156,
        completed=True,
    ),
)
CERTIFICATES = (
    (CertificateKind.land_certificate, "湘({year})张家界市不动产权第00{order:05d}号", "张家界市自然资源和规划局(测试)"),
    (CertificateKind.land_planning_permit, "地字第4308{year}{order:05d}号", "张家界市自然资源和规划局(测试)"),
    (CertificateKind.construction_planning_permit, "建字第4308{year}{order:05d}号", "张家界市自然资源和规划局(测试)"),
    (CertificateKind.construction_permit, "4308{year}0715{order:04d}01", "张家界市住房和城乡建设局(测试)"),
)
# Completed in part or as a whole: what is built may be filed as measured, without a prediction.
COMPLETION = (CertificateKind.completion_filing, "张建竣备字第{year}{order:04d}号", "张家界市住房和城乡建设局(测试)")
COMPLETED_YEAR = 2024
LAND_FROM, LAND_UNTIL = dt.date(2021, 7, 1), dt.date(2091, 6, 30)


def add_projects(
    session: Session,
    organizations: Mapping[str, Organization],
    property_company: PropertyCompany,
    keep: Keep,
) -> Mapping[str, Project]:
    """All projects by their keys."""
    rows = {}
    for order, each in enumerate(PROJECTS, start=1):
        developer = organizations[each.developer]
        rows[each.key] = row = project(each, order, developer)
        if property_company.developer_id == developer.id or property_company.developer is developer:
            row.property_company = property_company
        session.add(row)
        session.flush()
        session.add_all(certificates(session, row, order, keep))
        if each.completed:
            session.add(completion_filing(session, row, order, keep))
    session.flush()
    return rows


def project(each: Described, order: int, developer: Organization) -> Project:
    return Project(
        project_no=f"{REGION}2021{order:04d}",
        name=each.name,
        promotion_name=each.promotion_name,
        location=each.location,
        region_code=REGION,
        developer=developer,
        land_area=Decimal(each.land_area),
        gross_area=Decimal(each.gross_area),
        plot_ratio=Decimal("2.50"),
        green_ratio=Decimal("35.00"),
        building_density=Decimal("22.00"),
        total_investment=Decimal(each.investment),
        invested=(Decimal(each.investment) * Decimal("0.4")).quantize(Decimal("0.01")),
        started_on=dt.date(2021, 9, 1),
        completion_planned_on=dt.date(2027, 6, 30),
        building_count=each.buildings,
        unit_count=each.units,
        parking_count=each.units // 2,
        land_use="城镇住宅用地",
        land_acquisition="出让",
        land_from=LAND_FROM,
        land_until=LAND_UNTIL,
        parcels=[ProjectParcel(parcel_code=each.parcel)],
    )


def certificates(session: Session, row: Project, order: int, keep: Keep) -> list[ProjectCertificate]:
    return [
        ProjectCertificate(
            project=row,
            kind=kind,
            certificate_no=number.format(year=2021, order=order),
            issuer=issuer,
            issued_on=dt.date(2021, 6 + place, 15),
            area=row.gross_area if kind is CertificateKind.construction_planning_permit else row.land_area,
            file=file_of(session, row, f"{row.promotion_name} {kind.title}".replace("/", "、"), keep),
        )
        for place, (kind, number, issuer) in enumerate(CERTIFICATES)
    ]


def completion_filing(session: Session, row: Project, order: int, keep: Keep) -> ProjectCertificate:
    kind, number, issuer = COMPLETION
    return ProjectCertificate(
        project=row,
        kind=kind,
        certificate_no=number.format(year=COMPLETED_YEAR, order=order),
        issuer=issuer,
        issued_on=dt.date(COMPLETED_YEAR, 6, 20),
        area=row.gross_area,
        file=file_of(session, row, f"{row.promotion_name} {kind.title}", keep),
    )


def file_of(session: Session, row: Project, title: str, keep: Keep) -> StoredFile:
    file = file_row(keep(title), row.developer_id, row.developer.legal_representative)
    session.add(file)
    return file
