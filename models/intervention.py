"""挂起, 恢复 and 终止 of a case: who did it, when and why."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, coded
from models.enums import InterventionKind


class Intervention(Identified, Model):
    __tablename__ = "intervention"
    __table_args__ = {"comment": "挂起与终止"}

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
    kind: Mapped[InterventionKind] = mapped_column(coded(InterventionKind), comment="种类")
    reason: Mapped[str] = mapped_column(String(500), comment="原因")
    made_by_id: Mapped[int] = mapped_column(comment="办理人编号")
    made_by: Mapped[str] = mapped_column(String(50), comment="办理人")
    made_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="办理时间")
