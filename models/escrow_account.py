"""The supervised bank accounts a developer keeps (监管账户, manual 3.1)."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, coded
from models.encryption import EncryptedText
from models.enums import AccountStatus
from models.organization import Organization


class EscrowAccount(Identified, Versioned, Stamped, Model):
    __tablename__ = "escrow_account"
    __table_args__ = {"comment": "监管银行账户"}

    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="开发企业")
    name: Mapped[str] = mapped_column(String(100), comment="账户名称")
    account_no: Mapped[str] = mapped_column(EncryptedText, comment="账号")
    account_no_index: Mapped[str] = mapped_column(String(64), unique=True, comment="账号检索值")
    branch_name: Mapped[str] = mapped_column(String(100), comment="开户行")
    bank_code: Mapped[str] = mapped_column(String(12), comment="联行号")
    bank_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="监管银行")
    status: Mapped[AccountStatus] = mapped_column(coded(AccountStatus), default=AccountStatus.active, comment="状态")
    remark: Mapped[str | None] = mapped_column(String(200), comment="备注")

    developer: Mapped[Organization] = relationship(foreign_keys=developer_id)
    bank: Mapped[Organization] = relationship(foreign_keys=bank_id)

    def __str__(self) -> str:
        return self.name
