"""A material handed in for a business (收件资料): an uploaded file, or a pointer to a stored certificate's file."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AwareDateTime, Identified, Model
from models.project_certificate import ProjectCertificate
from models.stored_file import StoredFile


class Material(Identified, Model):
    __tablename__ = "material"
    __table_args__ = {"comment": "收件资料"}

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
    key: Mapped[str] = mapped_column(String(40), comment="资料代码")
    title: Mapped[str] = mapped_column(String(100), comment="资料名称")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), comment="文件")
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("project_certificate.id"), comment="项目证件")
    certificate_version: Mapped[int | None] = mapped_column(comment="证件版本")
    handed_in_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="提交时间")
    handed_in_by: Mapped[str] = mapped_column(String(50), comment="提交人")
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="撤回时间")

    file: Mapped[StoredFile | None] = relationship()
    certificate: Mapped[ProjectCertificate | None] = relationship()
