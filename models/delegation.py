"""委托代办: for some days somebody else of the organization does a person's work, in that person's name."""

import datetime as dt

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AwareDateTime, Identified, Model, Versioned
from models.person import Person


class Delegation(Identified, Versioned, Model):
    __tablename__ = "delegation"
    __table_args__ = (
        CheckConstraint("delegator_id <> delegate_id", name="two_people"),
        CheckConstraint("valid_from <= valid_until", name="period"),
        Index("ix_delegation_delegate_until", "delegate_id", "valid_until"),
        {"comment": "委托代办"},
    )

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="所属机构")
    delegator_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, comment="委托人")
    delegate_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), comment="代办人")
    business_types: Mapped[list[str]] = mapped_column(JSON, comment="业务类型")
    valid_from: Mapped[dt.date] = mapped_column(comment="起始日期")
    valid_until: Mapped[dt.date] = mapped_column(comment="截止日期")
    reason: Mapped[str | None] = mapped_column(String(200), comment="事由")
    made_by: Mapped[str] = mapped_column(String(50), comment="登记人")
    made_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="登记时间")
    revoked_by: Mapped[str | None] = mapped_column(String(50), comment="撤销人")
    revoked_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="撤销时间")

    delegator: Mapped[Person] = relationship(foreign_keys=delegator_id)
    delegate: Mapped[Person] = relationship(foreign_keys=delegate_id)

    def __str__(self) -> str:
        return f"{self.delegator} → {self.delegate}"
