"""A company that looks after finished buildings (物业服务企业)."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, money
from models.organization import Organization


class PropertyCompany(Identified, Versioned, Stamped, Model):
    __tablename__ = "property_company"
    __table_args__ = {"comment": "物业公司"}

    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="开发企业")
    name: Mapped[str] = mapped_column(String(100), comment="物业公司名称")
    credit_code: Mapped[str | None] = mapped_column(String(18), comment="统一社会信用代码")
    phone: Mapped[str | None] = mapped_column(String(20), comment="联系电话")
    contract_from: Mapped[dt.date | None] = mapped_column(comment="合同起始日期")
    contract_until: Mapped[dt.date | None] = mapped_column(comment="合同终止日期")
    fee: Mapped[Decimal | None] = mapped_column(money(), comment="物业费（元/m²·月）")

    developer: Mapped[Organization] = relationship()

    def __str__(self) -> str:
        return self.name
