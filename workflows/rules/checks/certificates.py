"""Certificates of the project: in force, and of this very project and company."""

import datetime as dt
from collections.abc import Iterator

from models.enums import Sign
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.checks.evidence import CertificateFacts, SurveyEvidence
from workflows.rules.checks.wording import certificate_source, compared, held, today_source

IN_FORCE = Message("certificate_in_force", "{kind}在有效期内")
OF_PROJECT = Message("certificate_of_project", "{kind}属于本项目")
OF_COMPANY = Message("certificate_of_company", "{kind}属于本企业")
ISSUED_BY_NOW = Message("certificate_issued", "{kind}的发证日期不晚于今天")
NO_PERMIT = Message("planning_permit_there", "已登记建设工程规划许可证")
# A certificate that ends within so many days is told, for the case may outlive it.
SOON = dt.timedelta(days=30)


def certificates_in_force(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Expired fails, ending within thirty days is told; a certificate without an end does not end.

    One that another of its kind has taken the place of counts only where a paper points to it.
    """
    for one in evidence.certificates:
        if is_superseded(evidence, one):
            continue
        named = {"place": place_of(evidence, one), "proof": f"certificates.{one.id}"}
        sources = (certificate_source(one), today_source(evidence.today))
        if one.issued_on > evidence.today:
            yield Finding(
                Sign.fails,
                ISSUED_BY_NOW(kind=one.title),
                one.issued_on.isoformat(),
                "＞",
                evidence.today.isoformat(),
                sources=sources,
                **named,
            )
        if one.valid_until is not None:
            yield Finding(
                ending(one.valid_until, evidence.today),
                IN_FORCE(kind=one.title),
                one.valid_until.isoformat(),
                "≥" if one.valid_until >= evidence.today else "＜",
                evidence.today.isoformat(),
                sources=sources,
                **named,
            )


def is_superseded(evidence: SurveyEvidence, certificate: CertificateFacts) -> bool:
    if ending_of(certificate, evidence.today) is not Sign.fails or pointed_to(evidence, certificate):
        return False
    return any(
        other.kind == certificate.kind and other.of_project and ending_of(other, evidence.today) is not Sign.fails
        for other in evidence.certificates
    )


def ending_of(certificate: CertificateFacts, today: dt.date) -> Sign:
    return Sign.holds if certificate.valid_until is None else ending(certificate.valid_until, today)


def pointed_to(evidence: SurveyEvidence, certificate: CertificateFacts) -> list[str]:
    """The papers that this certificate was handed in for."""
    return [p.key for p in evidence.papers if p.certificate is not None and p.certificate.id == certificate.id]


def ending(until: dt.date, today: dt.date) -> Sign:
    """The last day is still within."""
    if until < today:
        return Sign.fails
    return Sign.doubtful if until <= today + SOON else Sign.holds


def place_of(evidence: SurveyEvidence, certificate: CertificateFacts) -> str:
    """The paper that was handed in for it, else the task in which the project is confirmed."""
    papers = pointed_to(evidence, certificate)
    return f"materials.{papers[0]}" if papers else "confirmation"


def certificates_of_project(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Papers may point to stored certificates: to those of this project and company only."""
    for paper in evidence.papers:
        one = paper.certificate
        if one is None:
            continue
        named = {"place": f"materials.{paper.key}", "proof": f"certificates.{one.id}"}
        sources = (certificate_source(one),)
        yield compared(
            OF_PROJECT(kind=one.title),
            one.project,
            evidence.project,
            held(one.of_project),
            "=",
            "≠",
            sources=sources,
            **named,
        )
        if not one.of_company:
            yield compared(
                OF_COMPANY(kind=one.title),
                one.company,
                evidence.company.name,
                Sign.fails,
                "=",
                "≠",
                sources=sources,
                **named,
            )


def planning_permit_there(evidence: SurveyEvidence) -> Iterator[Finding]:
    permits = evidence.planning_permits
    yield compared(
        NO_PERMIT(),
        str(len(permits)),
        "1",
        held(bool(permits)),
        "≥",
        "＜",
        measure="份",
        sources=tuple(certificate_source(one) for one in permits),
        place="confirmation",
        proof=f"certificates.{permits[0].id}" if permits else "",
    )
