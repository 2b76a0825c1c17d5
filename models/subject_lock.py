"""What a business holds while it runs: nobody else may start on the same building or unit."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Identified, Model, coded
from models.enums import LockSubject


class SubjectLock(Identified, Model):
    __tablename__ = "subject_lock"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id"), {"comment": "标的锁"})

    subject_kind: Mapped[LockSubject] = mapped_column(coded(LockSubject), comment="标的种类")
    subject_id: Mapped[int] = mapped_column(comment="标的编号")
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
