"""One act that changed units of a building: who, when, what, and every value before and after, so it can be undone."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model


class UnitBatch(Identified, Model):
    __tablename__ = "unit_batch"
    __table_args__ = (UniqueConstraint("building_id", "number"), {"comment": "户室批量修改"})

    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True, comment="栋")
    number: Mapped[int] = mapped_column(comment="批次")
    building_version: Mapped[int] = mapped_column(comment="栋版本")
    title: Mapped[str] = mapped_column(String(100), comment="内容")
    made_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="时间")
    made_by: Mapped[str] = mapped_column(String(50), comment="经办人")
    made_by_id: Mapped[int] = mapped_column(comment="经办人编号")
    unit_count: Mapped[int] = mapped_column(comment="套数")
    changes: Mapped[list[Any]] = mapped_column(JSON, comment="修改内容")
    reverts: Mapped[int | None] = mapped_column(comment="撤销或重做的批次")
    undone_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="撤销时间")
    undone_by: Mapped[str | None] = mapped_column(String(50), comment="撤销人")
