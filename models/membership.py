"""A person's place in an organization, with the roles held there (one person may have many)."""

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, coded
from models.enums import EnrolmentState, Role
from models.organization import Organization
from models.person import Person


class Membership(Identified, Versioned, Stamped, Model):
    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organization_id"), {"comment": "入网人员"})

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True, comment="人员")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="所属机构")
    position: Mapped[str | None] = mapped_column(String(50), comment="职务")
    state: Mapped[EnrolmentState] = mapped_column(
        coded(EnrolmentState), default=EnrolmentState.draft, index=True, comment="入网状态"
    )
    refusal_reason: Mapped[str | None] = mapped_column(String(200), comment="拒绝原因")
    valid_from: Mapped[dt.date | None] = mapped_column(comment="有效期起")
    valid_until: Mapped[dt.date | None] = mapped_column(comment="有效期止")

    user: Mapped[Person] = relationship(back_populates="memberships")
    organization: Mapped[Organization] = relationship()
    roles: Mapped[list["MembershipRole"]] = relationship(
        back_populates="membership", cascade="all, delete-orphan", order_by="MembershipRole.id"
    )

    @property
    def full_name(self) -> str:
        return self.user.full_name

    @property
    def phone(self) -> str | None:
        return self.user.phone

    @property
    def id_number(self) -> str | None:
        return self.user.id_number

    @property
    def role_titles(self) -> str:
        return "、".join(held.role.title for held in self.roles)

    def __str__(self) -> str:
        return f"{self.user}（{self.organization}）"


class MembershipRole(Identified, Model):
    __tablename__ = "membership_role"
    __table_args__ = (UniqueConstraint("membership_id", "role"), {"comment": "入网人员角色"})

    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True, comment="入网人员")
    role: Mapped[Role] = mapped_column(coded(Role), comment="角色")

    membership: Mapped[Membership] = relationship(back_populates="roles")

    def __str__(self) -> str:
        return self.role.title
