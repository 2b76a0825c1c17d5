"""A signed opinion (意见签署): it stays readable, also when the stage is run again."""

import datetime as dt

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, coded
from models.enums import OpinionResult


class Opinion(Identified, Model):
    __tablename__ = "opinion"
    __table_args__ = {"comment": "意见"}

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
    stage_run_id: Mapped[int] = mapped_column(ForeignKey("stage_run.id"), comment="办理环节")
    stage_title: Mapped[str] = mapped_column(String(50), comment="办理阶段")
    result: Mapped[OpinionResult] = mapped_column(coded(OpinionResult), comment="结论")
    text: Mapped[str] = mapped_column(Text, comment="意见")
    signed_by_id: Mapped[int] = mapped_column(comment="签署人编号")
    signed_by: Mapped[str] = mapped_column(String(50), comment="签署人")
    signed_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="签署时间")
