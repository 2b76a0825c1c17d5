"""The working calendar of the desk, day by day."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Identified, Model, Versioned


class CalendarDay(Identified, Versioned, Model):
    __tablename__ = "calendar_day"
    __table_args__ = {"comment": "工作日历"}

    day: Mapped[dt.date] = mapped_column(unique=True, comment="日期")
    working: Mapped[bool] = mapped_column(comment="工作日")
    note: Mapped[str | None] = mapped_column(String(50), comment="说明")

    def __str__(self) -> str:
        return self.day.isoformat()
