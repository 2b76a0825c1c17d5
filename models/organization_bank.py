"""Which banks a developer works with: mortgage banks for its buyers, loan banks for its building (manual 3.1)."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, coded
from models.enums import BankLinkKind
from models.organization import Organization


class OrganizationBank(Identified, Versioned, Stamped, Model):
    __tablename__ = "organization_bank"
    __table_args__ = (UniqueConstraint("developer_id", "bank_id", "kind"), {"comment": "按揭与贷款银行"})

    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="开发企业")
    bank_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="银行")
    kind: Mapped[BankLinkKind] = mapped_column(coded(BankLinkKind), comment="银行类别")

    developer: Mapped[Organization] = relationship(foreign_keys=developer_id)
    bank: Mapped[Organization] = relationship(foreign_keys=bank_id)

    def __str__(self) -> str:
        return f"{self.bank}（{self.kind}）"
