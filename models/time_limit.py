"""承诺时限: how many working days a region promises for a type of business, with the dates it holds and its basis."""

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned
from models.region import Region


class TimeLimit(Identified, Versioned, Stamped, Model):
    __tablename__ = "time_limit"
    __table_args__ = (
        UniqueConstraint("region_code", "business_type", "valid_from"),
        {"comment": "承诺时限"},
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, comment="所属地区")
    business_type: Mapped[str] = mapped_column(String(50), index=True, comment="业务类型")
    working_days: Mapped[int] = mapped_column(comment="承诺时限（工作日）")
    warning_days: Mapped[int] = mapped_column(comment="临期提醒（工作日）")
    valid_from: Mapped[dt.date] = mapped_column(comment="生效日期")
    valid_until: Mapped[dt.date | None] = mapped_column(comment="失效日期")
    legal_basis: Mapped[str | None] = mapped_column(String(200), comment="依据")

    region: Mapped[Region] = relationship()

    def __str__(self) -> str:
        return f"{self.business_type} {self.region_code}"
