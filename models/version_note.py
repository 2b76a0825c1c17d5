"""What changed in the product, told from its publish time on (版本更新记录)."""

import datetime as dt

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, Stamped, Versioned


class VersionNote(Identified, Versioned, Stamped, Model):
    __tablename__ = "version_note"
    __table_args__ = {"comment": "版本更新记录"}

    title: Mapped[str] = mapped_column(String(50), comment="版本")
    body: Mapped[str] = mapped_column(Text, comment="内容")
    publish_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, index=True, comment="上线时间")

    def __str__(self) -> str:
        return self.title
