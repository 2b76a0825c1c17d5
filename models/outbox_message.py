"""What a transaction wants done after its commit; a worker delivers it, again and again until it succeeds."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, coded
from models.enums import OutboxKind


class OutboxMessage(Identified, Model):
    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_due", "delivered_at", "available_at"), {"comment": "待发消息"})

    kind: Mapped[OutboxKind] = mapped_column(coded(OutboxKind), comment="种类")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, comment="内容")
    business_no: Mapped[str | None] = mapped_column(String(20), comment="业务序号")
    created_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="创建时间")
    available_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="可办时间")
    delivered_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="完成时间")
    attempts: Mapped[int] = mapped_column(default=0, comment="次数")
    last_error: Mapped[str | None] = mapped_column(Text, comment="最近错误")
