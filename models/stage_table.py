"""The state table: which stages a business type runs through in a region, in versions."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AwareDateTime, Identified, Model, Stamped, Versioned, coded
from models.enums import Role, StageTableState

IN_FORCE = text("state = 'published'")
IN_DRAFT = text("state = 'draft'")


class StageTable(Identified, Versioned, Stamped, Model):
    __tablename__ = "stage_table"
    __table_args__ = (
        UniqueConstraint("region_code", "business_type", "number"),
        Index(
            "uq_stage_table_published",
            "region_code",
            "business_type",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index(
            "uq_stage_table_draft",
            "region_code",
            "business_type",
            unique=True,
            sqlite_where=IN_DRAFT,
            postgresql_where=IN_DRAFT,
        ),
        {"comment": "环节表"},
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, comment="所属地区")
    business_type: Mapped[str] = mapped_column(String(50), index=True, comment="业务类型")
    number: Mapped[int] = mapped_column(comment="版本")
    state: Mapped[StageTableState] = mapped_column(coded(StageTableState), comment="状态")
    published_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="发布时间")
    published_by: Mapped[str | None] = mapped_column(String(50), comment="发布人")
    note: Mapped[str | None] = mapped_column(String(200), comment="说明")

    rows: Mapped[list["StageRow"]] = relationship(
        back_populates="table", cascade="all, delete-orphan", order_by="StageRow.position"
    )

    def __str__(self) -> str:
        return f"{self.business_type} {self.region_code} v{self.number}"


class StageRow(Identified, Model):
    __tablename__ = "stage_row"
    __table_args__ = (
        UniqueConstraint("table_id", "key"),
        UniqueConstraint("table_id", "position"),
        {"comment": "环节"},
    )

    table_id: Mapped[int] = mapped_column(ForeignKey("stage_table.id", ondelete="CASCADE"), comment="环节表")
    position: Mapped[int] = mapped_column(comment="顺序")
    key: Mapped[str] = mapped_column(String(40), comment="环节代码")
    title: Mapped[str] = mapped_column(String(50), comment="办理阶段")
    role: Mapped[Role] = mapped_column(coded(Role), comment="办理角色")
    opinion: Mapped[bool] = mapped_column(comment="签署意见")
    time_limit_days: Mapped[int | None] = mapped_column(comment="时限（工作日）")
    not_by: Mapped[str | None] = mapped_column(String(40), comment="不得与此环节同一人")
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, comment="收件资料")

    table: Mapped[StageTable] = relationship(back_populates="rows")
