"""What a region sets differently: a figure, a switch or a table, with the dates it holds and its legal basis."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned
from models.region import Region


class RegionRule(Identified, Versioned, Stamped, Model):
    __tablename__ = "region_rule"
    # No two values of a rule begin in a region on the same day.
    __table_args__ = (UniqueConstraint("region_code", "key", "valid_from"), {"comment": "区域规则"})

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, comment="所属地区")
    key: Mapped[str] = mapped_column(String(50), index=True, comment="规则代码")
    title: Mapped[str] = mapped_column(String(100), comment="规则名称")
    value: Mapped[Any] = mapped_column(JSON, comment="取值")
    unit: Mapped[str | None] = mapped_column(String(20), comment="单位")
    valid_from: Mapped[dt.date] = mapped_column(comment="生效日期")
    valid_until: Mapped[dt.date | None] = mapped_column(comment="失效日期")
    legal_basis: Mapped[str | None] = mapped_column(String(200), comment="依据")

    region: Mapped[Region] = relationship()

    def __str__(self) -> str:
        return self.title
