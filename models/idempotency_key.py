"""The first answer to a keyed request, given again for a day."""

import datetime as dt

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model


class IdempotencyKey(Identified, Model):
    __tablename__ = "idempotency_key"
    __table_args__ = (UniqueConstraint("user_id", "key"), {"comment": "幂等键"})

    user_id: Mapped[int] = mapped_column(comment="用户")
    key: Mapped[str] = mapped_column(String(200), comment="键")
    request_hash: Mapped[str] = mapped_column(String(64), comment="请求摘要")
    status: Mapped[int | None] = mapped_column(comment="状态码")
    answer: Mapped[str | None] = mapped_column(Text, comment="答复")
    created_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, index=True, comment="时间")
