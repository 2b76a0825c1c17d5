"""The papers, certificates and company of a business as its checks see them."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models import Business, Material, Organization, Project, ProjectCertificate, ReturnLine
from workflows.engine.business_type import Stage
from workflows.rules.checks.evidence import CertificateFacts, CompanyFacts, PaperFacts, ReturnFacts


def company_facts(session: Session, business: Business) -> CompanyFacts:
    company: Organization = session.scalars(
        select(Organization).where(Organization.id == business.developer_id).execution_options(populate_existing=True)
    ).one()
    return CompanyFacts(
        name=company.name,
        status=company.status,
        valid=company.valid,
        qualification_no=company.qualification_no or "",
        qualification_until=company.qualification_until,
    )


def return_facts(session: Session, business: Business) -> ReturnFacts:
    """The latest return, mended or not."""
    latest = select(func.max(ReturnLine.stage_run_id)).where(ReturnLine.business_id == business.id).scalar_subquery()
    lines = session.execute(
        select(ReturnLine.target_title, ReturnLine.mended_at)
        .where(ReturnLine.business_id == business.id, ReturnLine.stage_run_id == latest)
        .order_by(ReturnLine.position)
    ).all()
    return ReturnFacts(len(lines), tuple(line.target_title for line in lines if line.mended_at is None))


def paper_facts(session: Session, business: Business, stages: Sequence[Stage]) -> tuple[PaperFacts, ...]:
    """Every paper that a stage asks for, with the latest that was handed in for it."""
    handed_in = latest_materials(session, business)
    return tuple(
        paper_of(
            wanted.key, wanted.title, required=wanted.required, material=handed_in.get(wanted.key), business=business
        )
        for stage in stages
        for wanted in stage.materials
    )


def latest_materials(session: Session, business: Business) -> dict[str, Material]:
    rows = session.scalars(
        select(Material)
        .where(Material.business_id == business.id, Material.withdrawn_at.is_(None))
        .options(
            joinedload(Material.file),
            joinedload(Material.certificate).joinedload(ProjectCertificate.project).joinedload(Project.developer),
        )
        .order_by(Material.id)
        .execution_options(populate_existing=True)
    )
    return {row.key: row for row in rows}


def paper_of(key: str, title: str, *, required: bool, material: Material | None, business: Business) -> PaperFacts:
    if material is None:
        return PaperFacts(key, title, required, handed_in=False)
    certificate, file = material.certificate, material.file
    return PaperFacts(
        key=key,
        title=title,
        required=required,
        handed_in=True,
        name=file.name if file else "",
        has_file=file is not None,
        legibility=file.legibility if file else None,
        certificate=certificate_facts(certificate, business) if certificate else None,
        renewed=bool(certificate and certificate.version != material.certificate_version),
    )


def project_certificates(
    session: Session, project_id: int, business: Business, papers: Iterable[PaperFacts]
) -> tuple[CertificateFacts, ...]:
    """Those of the project, and those of another one that papers point to."""
    rows = session.scalars(
        select(ProjectCertificate)
        .where(ProjectCertificate.project_id == project_id)
        .options(joinedload(ProjectCertificate.project).joinedload(Project.developer))
        .order_by(ProjectCertificate.id)
        .execution_options(populate_existing=True)
    )
    own = {row.id: certificate_facts(row, business) for row in rows}
    others = {paper.certificate.id: paper.certificate for paper in papers if paper.certificate is not None}
    return tuple({**own, **others}.values())


def certificate_facts(row: ProjectCertificate, business: Business) -> CertificateFacts:
    return CertificateFacts(
        id=row.id,
        kind=row.kind.value,
        title=row.kind.title,
        number=row.certificate_no,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        area=row.area,
        project=row.project.display_name,
        company=row.project.developer.name,
        of_project=row.project_id == business.subject.get("project_id"),
        of_company=row.project.developer_id == business.developer_id,
    )
