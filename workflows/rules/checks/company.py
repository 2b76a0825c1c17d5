"""The applicant: in good standing, with a qualification in force."""

from collections.abc import Iterator

from models.enums import OrganizationStatus, Sign
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.checks.certificates import ending
from workflows.rules.checks.evidence import Evidence
from workflows.rules.checks.wording import PLAIN, held, today_source

STANDING = Message("company_standing", "开发企业状态正常")
QUALIFICATION = Message("qualification_in_force", "开发企业资质在有效期内")
QUALIFICATION_NO = Message("qualification", "资质证号 {number}")
REGISTER = Message("company_register", "机构信息 {company}")


def company_standing(evidence: Evidence) -> Iterator[Finding]:
    company = evidence.company
    normal = company.status is OrganizationStatus.normal and company.valid
    status = company.status.title if company.valid else "无效"
    yield Finding(
        held(normal),
        STANDING(),
        status,
        "=" if normal else "≠",
        OrganizationStatus.normal.title,
        sources=(REGISTER(company=company.name),),
    )


def qualification_in_force(evidence: Evidence) -> Iterator[Finding]:
    """Told within thirty days of its end, like a certificate; nothing where none was recorded."""
    until = evidence.company.qualification_until
    if until is None:
        return
    sign = ending(until, evidence.today)
    number = evidence.company.qualification_no
    yield Finding(
        sign,
        QUALIFICATION(),
        until.isoformat(),
        "＜" if sign is Sign.fails else "≥",
        evidence.today.isoformat(),
        sources=(
            QUALIFICATION_NO(number=number) if number else PLAIN(words=evidence.company.name),
            today_source(evidence.today),
        ),
    )
