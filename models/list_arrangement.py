"""How a person arranges a list of businesses: a filter kept under a name, or the columns in their order."""

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Identified, Model, Stamped, coded
from models.enums import ListKind


class ListArrangement(Identified, Stamped, Model):
    """A saved filter has a name and a query as the address holds it; the one row without a name has the columns."""

    __tablename__ = "list_arrangement"
    __table_args__ = (UniqueConstraint("user_id", "list_kind", "name"), {"comment": "列表设置"})

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), comment="人员")
    list_kind: Mapped[ListKind] = mapped_column(coded(ListKind), comment="列表")
    name: Mapped[str] = mapped_column(String(30), default="", comment="名称")
    query: Mapped[str] = mapped_column(String(500), default="", comment="筛选条件")
    columns: Mapped[list[str]] = mapped_column(JSON, default=list, comment="列")

    def __str__(self) -> str:
        return self.name
