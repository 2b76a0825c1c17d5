"""One case at the desk: its number, what it is about, where it stands."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AwareDateTime, Identified, Model, Stamped, coded
from models.building import Building
from models.enums import BusinessStatus, ClockState
from models.organization import Organization
from models.stage_table import StageTable


class Business(Identified, Stamped, Model):
    __tablename__ = "business"
    __table_args__ = (
        Index("ix_business_developer_recent", "developer_id", "id"),
        Index("ix_business_region_recent", "region_code", "id"),
        Index("ix_business_timed", "clock", "due_on"),
        {"comment": "业务"},
    )

    version: Mapped[int] = mapped_column(default=1, comment="版本")
    business_no: Mapped[str] = mapped_column(String(20), unique=True, comment="业务序号")
    business_type: Mapped[str] = mapped_column(String(50), index=True, comment="业务类型")
    status: Mapped[BusinessStatus] = mapped_column(
        coded(BusinessStatus), default=BusinessStatus.open, index=True, comment="业务状态"
    )
    region_code: Mapped[str] = mapped_column(String(6), comment="所属地区")
    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), comment="开发企业")
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True, comment="栋")
    subject: Mapped[dict[str, Any]] = mapped_column(JSON, comment="标的")
    subject_title: Mapped[str] = mapped_column(String(200), comment="标的名称")
    snapshot: Mapped[dict[str, Any]] = mapped_column(JSON, comment="受理时的标的数据")
    stage_table_id: Mapped[int] = mapped_column(ForeignKey("stage_table.id"), comment="环节表版本")
    initiator_id: Mapped[int] = mapped_column(comment="发起人编号")
    initiator_name: Mapped[str] = mapped_column(String(50), comment="发起人")
    accepted_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, index=True, comment="受理时间")
    finished_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="办结时间")
    promised_days: Mapped[int | None] = mapped_column(comment="承诺时限（工作日）")
    warning_days: Mapped[int | None] = mapped_column(comment="临期提醒（工作日）")
    clock_since: Mapped[dt.date | None] = mapped_column(comment="起算日期")
    clock: Mapped[ClockState] = mapped_column(coded(ClockState), default=ClockState.none, comment="计时状态")
    days_used: Mapped[int | None] = mapped_column(comment="已用工作日")
    due_on: Mapped[dt.date | None] = mapped_column(comment="承诺办结日期")

    developer: Mapped[Organization] = relationship()
    building: Mapped[Building | None] = relationship()
    stage_table: Mapped[StageTable] = relationship()
    runs: Mapped[list["StageRun"]] = relationship(  # type: ignore[name-defined]  # noqa: F821
        back_populates="business", order_by="StageRun.id"
    )

    def __str__(self) -> str:
        return self.business_no
