"""One visit of a stage by a business: who sent it, who took it, how it ended."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AwareDateTime, Identified, Model, coded
from models.business import Business
from models.enums import ClockState, Role, RunState

ONGOING = text("state IN ('waiting', 'open')")
WAITING, OPEN = text("state = 'waiting'"), text("state = 'open'")
IF_WAITING: dict[str, Any] = {"sqlite_where": WAITING, "postgresql_where": WAITING}
FOR_WHOM = ("organization_id", "target_user_id")


class StageRun(Identified, Model):
    __tablename__ = "stage_run"
    __table_args__ = (
        Index("uq_stage_run_ongoing", "business_id", unique=True, sqlite_where=ONGOING, postgresql_where=ONGOING),
        Index("ix_stage_run_holder_state", "holder_id", "state"),
        # What is on somebody's desk or waits for a role: as large as what goes on, however much is finished.
        Index("ix_stage_run_held", "holder_id", sqlite_where=OPEN, postgresql_where=OPEN),
        # With all that decides for whom it waits, so that counting reads nothing else.
        Index("ix_stage_run_pool", "role", "region_code", *FOR_WHOM, **IF_WAITING),
        Index("ix_stage_run_company_pool", "role", "developer_id", *FOR_WHOM, **IF_WAITING),
        Index("ix_stage_run_due", "due_on", sqlite_where=ONGOING, postgresql_where=ONGOING),
        {"comment": "办理环节"},
    )

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
    # Both as the business has them, so that whose it is can be told from the row alone.
    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), comment="开发企业")
    region_code: Mapped[str] = mapped_column(String(6), comment="所属地区")
    stage: Mapped[str] = mapped_column(String(40), comment="环节代码")
    title: Mapped[str] = mapped_column(String(50), comment="办理阶段")
    role: Mapped[Role] = mapped_column(coded(Role), comment="办理角色")
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), comment="办理机构")
    target_user_id: Mapped[int | None] = mapped_column(comment="指定人编号")
    state: Mapped[RunState] = mapped_column(coded(RunState), comment="任务状态")
    sender_id: Mapped[int | None] = mapped_column(comment="上一派工人员编号")
    sender_name: Mapped[str | None] = mapped_column(String(50), comment="上一派工人员")
    sent_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="到件时间")
    holder_id: Mapped[int | None] = mapped_column(comment="办理人编号")
    holder_name: Mapped[str | None] = mapped_column(String(50), comment="办理人")
    delegate_id: Mapped[int | None] = mapped_column(index=True, comment="代办人编号")
    delegate_name: Mapped[str | None] = mapped_column(String(50), comment="代办人")
    received_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="操作时间")
    finished_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, index=True, comment="完成时间")
    clock: Mapped[ClockState] = mapped_column(coded(ClockState), default=ClockState.none, comment="计时状态")
    due_on: Mapped[dt.date | None] = mapped_column(comment="承诺日期")
    returned_from: Mapped[str | None] = mapped_column(String(40), comment="退件环节")
    card_before: Mapped[dict[str, Any] | None] = mapped_column(JSON, comment="退件时的栋信息")
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON, comment="暂存的意见与退件项")

    business: Mapped[Business] = relationship(back_populates="runs")

    def __str__(self) -> str:
        return self.title
