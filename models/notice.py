"""消息: what one person is told of once, and of which occasions that person wants no short message."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, coded
from models.enums import Occasion


class Notice(Identified, Model):
    """`key` names the very occasion; that a person is told of it once is held by the database."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_notice_unread", "person_id", "organization_id", "read_at"),
        {"comment": "消息"},
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), comment="收件人")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), comment="收件机构")
    occasion: Mapped[Occasion] = mapped_column(coded(Occasion), comment="事项")
    key: Mapped[str] = mapped_column(String(80), comment="事项标识")
    business_no: Mapped[str | None] = mapped_column(String(20), index=True, comment="业务序号")
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, comment="内容")
    created_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="时间")
    read_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="阅读时间")


class NoticeMute(Identified, Model):
    __tablename__ = "notice_mute"
    __table_args__ = (UniqueConstraint("person_id", "occasion"), {"comment": "短信免打扰"})

    person_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), comment="人员")
    occasion: Mapped[Occasion] = mapped_column(coded(Occasion), comment="事项")
