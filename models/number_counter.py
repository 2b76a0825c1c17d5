"""The one counter a day that all business numbers share."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model


class NumberCounter(Model):
    __tablename__ = "number_counter"
    __table_args__ = {"comment": "业务序号计数"}

    day: Mapped[dt.date] = mapped_column(primary_key=True, comment="日期")
    last: Mapped[int] = mapped_column(comment="已用序号")
