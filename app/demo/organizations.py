"""The regions and the organizations of the demo city."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from app.demo.numbers import credit_code, id_number, phone
from models import EscrowAccount, Organization, OrganizationBank, PropertyCompany, Region
from models.encryption import keyring
from models.enums import BankLinkKind, LegalForm, OrganizationKind, QualificationGrade

REGIONS = {
    "430000": "湖南省",
    "430600": "岳阳市",
    "430602": "岳阳楼区",
    "430800": "张家界市",
    "430802": "永定区",
    "430811": "武陵源区",
    "430821": "慈利县",
    "430822": "桑植县",
}


@dataclass(frozen=True, slots=True)
class Described:
    """An organization in a line: the key other files call it by, its name, kind, code, region and head."""

    key: str
    name: str
    kind: OrganizationKind
    credit_code: str
    region: str
    head: str


COMPANY, PUBLIC = "91", "12"
ORGANIZATIONS = (
    Described(
        "developer",
        "张家界澧岸置业有限公司(测试)",
        OrganizationKind.developer,
        "91430899MA4TE5T13Y",
        "430802",
        "覃远帆",
    ),
    Described(
        "other_developer",
        "张家界天门小筑置业有限公司(测试)",
        OrganizationKind.developer,
        credit_code(COMPANY, "MA4TE5T02"),
        "430802",
        "向云霄",
    ),
    Described(
        "authority",
        "张家界市永定区房产服务中心(测试)",
        OrganizationKind.authority,
        credit_code(PUBLIC, "MB0TE5T03"),
        "430802",
        "田禾",
    ),
    Described(
        "other_authority",
        "岳阳市岳阳楼区房产服务中心(测试)",
        OrganizationKind.authority,
        credit_code(PUBLIC, "MB0TE5T04"),
        "430602",
        "汤予安",
    ),
    Described(
        "escrow_bank",
        "湖南三湘银行张家界分行(测试)",
        OrganizationKind.bank,
        credit_code(COMPANY, "MA4TE5T05"),
        "430802",
        "罗景行",
    ),
    Described(
        "mortgage_bank",
        "澧源商业银行张家界分行(测试)",
        OrganizationKind.bank,
        credit_code(COMPANY, "MA4TE5T06"),
        "430802",
        "彭知夏",
    ),
    Described(
        "second_mortgage_bank",
        "武溪农村商业银行永定支行(测试)",
        OrganizationKind.bank,
        credit_code(COMPANY, "MA4TE5T07"),
        "430802",
        "石清和",
    ),
    Described(
        "loan_bank",
        "澧水建设银行永定支行(测试)",
        OrganizationKind.bank,
        credit_code(COMPANY, "MA4TE5T08"),
        "430802",
        "伍望舒",
    ),
    Described(
        "provident_fund",
        "张家界市住房公积金管理中心(测试)",
        OrganizationKind.provident_fund,
        credit_code(PUBLIC, "MB0TE5T09"),
        "430800",
        "符秋白",
    ),
    Described(
        "survey_agency",
        "澧州测绘院(测试)",
        OrganizationKind.survey_agency,
        credit_code(COMPANY, "MA4TE5T10"),
        "430802",
        "庹明远",
    ),
    Described(
        "platform",
        "网签系统运行维护中心(测试)",
        OrganizationKind.platform,
        credit_code(PUBLIC, "MB0TE5T11"),
        "430000",
        "黎星河",
    ),
)
LINKS = (
    ("developer", "mortgage_bank", BankLinkKind.mortgage),
    ("developer", "second_mortgage_bank", BankLinkKind.mortgage),
    ("developer", "loan_bank", BankLinkKind.loan),
    ("other_developer", "mortgage_bank", BankLinkKind.mortgage),
    ("other_developer", "loan_bank", BankLinkKind.loan),
)
ACCOUNT_NUMBERS = (
    ("developer", "澧岸云庭预售资金监管专户", "4308990100000000013"),
    ("developer", "澧岸书苑预售资金监管专户", "4308990100000000021"),
    ("other_developer", "天门小筑预售资金监管专户", "4308990100000000039"),
)
PROPERTY_FEE = Decimal("2.20")


def add_regions(session: Session) -> None:
    session.add_all(Region(code=code, name=name) for code, name in REGIONS.items())
    session.flush()


def add_organizations(session: Session) -> Mapping[str, Organization]:
    """All organizations by their keys."""
    rows = {each.key: organization(each, order) for order, each in enumerate(ORGANIZATIONS, start=1)}
    session.add_all(rows.values())
    session.flush()
    return rows


def organization(each: Described, order: int) -> Organization:
    row = Organization(
        name=each.name,
        kind=each.kind,
        credit_code=each.credit_code,
        region_code=each.region,
        legal_form=LegalForm.limited if each.credit_code.startswith(COMPANY) else LegalForm.state_owned,
        legal_representative=each.head,
        legal_representative_id=id_number(f"19{70 + order}0612", order),
        legal_representative_phone=phone(100 + order),
        registered_address=f"湖南省{REGIONS[each.region]}测试路{order}号",
        contact_phone=f"0744-8899{order:03d}",
        founded_on=dt.date(2018, 3, order),
        business_scope="测试数据，仅供演示",
    )
    if each.kind is OrganizationKind.developer:
        qualify(row, order)
    return row


def qualify(row: Organization, order: int) -> None:
    """What only a developer has."""
    row.qualification_grade = QualificationGrade.second
    row.qualification_no = f"湘建房开字[测试]第{order:04d}号"
    row.qualification_until = dt.date(2028, 12, 31)
    row.registered_capital = Decimal("5000.00")
    row.paid_capital = Decimal("5000.00")
    row.taxpayer_no = row.credit_code


def add_bank_links(session: Session, organizations: Mapping[str, Organization]) -> None:
    """Mortgage and loan banks, and the supervised accounts."""
    session.add_all(
        OrganizationBank(developer=organizations[developer], bank=organizations[bank], kind=kind)
        for developer, bank, kind in LINKS
    )
    bank = organizations["escrow_bank"]
    session.add_all(
        EscrowAccount(
            developer=organizations[developer],
            name=name,
            account_no=number,
            account_no_index=keyring.blind_index(number),
            branch_name=bank.name,
            bank_code="999430800018",
            bank=bank,
        )
        for developer, name, number in ACCOUNT_NUMBERS
    )


def add_property_company(session: Session, developer: Organization) -> PropertyCompany:
    row = PropertyCompany(
        developer=developer,
        name="澧岸物业服务有限公司(测试)",
        credit_code=credit_code(COMPANY, "MA4TE5T12"),
        phone="0744-8899012",
        contract_from=dt.date(2022, 1, 1),
        contract_until=dt.date(2027, 12, 31),
        fee=PROPERTY_FEE,
    )
    session.add(row)
    return row
