"""One line of a return (退件): the place, the fault, what to hand in, and whether it has been mended since."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model


class ReturnLine(Identified, Model):
    __tablename__ = "return_line"
    __table_args__ = {"comment": "退件项"}

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
    stage_run_id: Mapped[int] = mapped_column(ForeignKey("stage_run.id"), comment="退件环节")
    to_run_id: Mapped[int] = mapped_column(ForeignKey("stage_run.id"), comment="补正环节")
    position: Mapped[int] = mapped_column(comment="序号")
    target: Mapped[str] = mapped_column(String(120), comment="位置")
    target_title: Mapped[str] = mapped_column(String(200), comment="位置名称")
    fault: Mapped[str] = mapped_column(String(500), comment="问题")
    wanted: Mapped[str | None] = mapped_column(String(500), comment="补正要求")
    value_before: Mapped[Any | None] = mapped_column(JSON, comment="原值")
    mended_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="补正时间")
    mended_by: Mapped[str | None] = mapped_column(String(50), comment="补正人")
