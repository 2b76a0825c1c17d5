"""Everybody who works at the desk belongs to one: developers, banks, bureaus, survey agencies."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, coded, money
from models.encryption import EncryptedText
from models.enums import LegalForm, OrganizationKind, OrganizationStatus, QualificationGrade
from models.region import Region


class Organization(Identified, Versioned, Stamped, Model):
    __tablename__ = "organization"
    __table_args__ = {"comment": "机构"}
    called_by: ClassVar[tuple[str, ...]] = ("name",)

    credit_code: Mapped[str] = mapped_column(String(18), unique=True, comment="统一社会信用代码")
    name: Mapped[str] = mapped_column(String(100), unique=True, comment="企业名称")
    kind: Mapped[OrganizationKind] = mapped_column(coded(OrganizationKind), index=True, comment="机构类别")
    legal_form: Mapped[LegalForm] = mapped_column(coded(LegalForm), default=LegalForm.other, comment="企业类型")
    legal_representative: Mapped[str] = mapped_column(String(50), comment="法定代表人")
    legal_representative_id: Mapped[str | None] = mapped_column(EncryptedText, comment="法定代表人身份证号")
    legal_representative_phone: Mapped[str | None] = mapped_column(EncryptedText, comment="法定代表人联系电话")
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, comment="所属地区")
    status: Mapped[OrganizationStatus] = mapped_column(
        coded(OrganizationStatus), default=OrganizationStatus.normal, comment="企业状态"
    )
    valid: Mapped[bool] = mapped_column(default=True, comment="是否有效")
    founded_on: Mapped[dt.date | None] = mapped_column(comment="成立日期")
    registration_no: Mapped[str | None] = mapped_column(String(30), comment="工商注册号")
    registered_capital: Mapped[Decimal | None] = mapped_column(money(), comment="注册资本（万元）")
    paid_capital: Mapped[Decimal | None] = mapped_column(money(), comment="实缴资本（万元）")
    taxpayer_no: Mapped[str | None] = mapped_column(String(30), comment="纳税人识别号")
    registered_address: Mapped[str | None] = mapped_column(String(200), comment="注册地址")
    business_scope: Mapped[str | None] = mapped_column(Text, comment="经营范围")
    qualification_grade: Mapped[QualificationGrade | None] = mapped_column(
        coded(QualificationGrade), comment="资质等级"
    )
    qualification_no: Mapped[str | None] = mapped_column(String(50), comment="资质证号")
    qualification_until: Mapped[dt.date | None] = mapped_column(comment="资质有效期")
    contact_phone: Mapped[str | None] = mapped_column(String(20), comment="业务联系电话")
    remark: Mapped[str | None] = mapped_column(Text, comment="备注")

    region: Mapped[Region] = relationship()

    def __str__(self) -> str:
        return self.name
