"""A selection of units that a person keeps for a building under a name."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Identified, Model, Stamped


class NamedSelection(Identified, Stamped, Model):
    """Either the filter, so that it still fits when units change, or the units themselves."""

    __tablename__ = "named_selection"
    __table_args__ = (UniqueConstraint("user_id", "building_id", "name"), {"comment": "已存的选择"})

    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), comment="人员")
    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True, comment="栋")
    name: Mapped[str] = mapped_column(String(20), comment="名称")
    unit_filter: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), comment="筛选条件")
    unit_ids: Mapped[list[int] | None] = mapped_column(JSON(none_as_null=True), comment="户室")

    def __str__(self) -> str:
        return self.name
