"""A person with an account. What the person may do comes from the memberships, not from the account."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AccountBase
from models.encryption import EncryptedText


class Person(AccountBase):
    __tablename__ = "ab_user"
    __table_args__ = {"extend_existing": True, "comment": "人员账号"}

    full_name: Mapped[str] = mapped_column(String(50), default="", comment="姓名")
    phone: Mapped[str | None] = mapped_column(EncryptedText, comment="手机号码")
    phone_index: Mapped[str | None] = mapped_column(String(64), unique=True, comment="手机号码检索值")
    id_number: Mapped[str | None] = mapped_column(EncryptedText, comment="证件号码")
    id_number_index: Mapped[str | None] = mapped_column(String(64), index=True, comment="证件号码检索值")
    session_version: Mapped[int] = mapped_column(default=0, comment="会话版本")

    memberships: Mapped[list["Membership"]] = relationship(  # type: ignore[name-defined]  # noqa: F821
        back_populates="user", order_by="Membership.id"
    )

    def get_id(self) -> str:
        """The session names the account and its session version: a logout or a new password ends every session."""
        return f"{self.id}.{self.session_version or 0}"

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def __str__(self) -> str:
        return self.get_full_name()

    __repr__ = __str__
