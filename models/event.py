"""The event log: what happened, by whom, before and after; sealed afterwards into a hash chain."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, LongInteger, Model


class Event(Model):
    __tablename__ = "event"
    # The log is read backwards in time by one of these, a page at a time.
    __table_args__ = (
        Index("ix_event_subject", "subject_kind", "subject_id"),
        Index("ix_event_happened_at_id", "happened_at", "id"),
        Index("ix_event_action_happened_at", "action", "happened_at"),
        Index("ix_event_actor_id_happened_at", "actor_id", "happened_at"),
        Index("ix_event_organization_id_happened_at", "organization_id", "happened_at"),
        Index("ix_event_region_code_happened_at", "region_code", "happened_at"),
        {"comment": "日志"},
    )

    id: Mapped[int] = mapped_column(LongInteger, primary_key=True, comment="编号")
    happened_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="时间")
    action: Mapped[str] = mapped_column(String(60), comment="操作")
    subject_kind: Mapped[str] = mapped_column(String(60), comment="对象种类")
    subject_id: Mapped[str] = mapped_column(String(60), comment="对象编号")
    business_no: Mapped[str | None] = mapped_column(String(20), index=True, comment="业务序号")
    actor_id: Mapped[int | None] = mapped_column(comment="操作人编号")
    actor_name: Mapped[str] = mapped_column(String(50), comment="操作人")
    membership_id: Mapped[int | None] = mapped_column(comment="操作身份")
    organization_id: Mapped[int | None] = mapped_column(comment="操作机构")
    region_code: Mapped[str | None] = mapped_column(String(6), comment="所属地区")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, comment="内容")
    chain_no: Mapped[int | None] = mapped_column(LongInteger, unique=True, comment="链序号")
    digest: Mapped[str | None] = mapped_column(String(64), comment="链摘要")
