"""A PDF that the desk produced: number, bytes by SHA-256, the moment, and the template it was made with."""

import datetime as dt

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import AwareDateTime, Identified, Model
from models.stored_file import StoredFile


class ProducedDocument(Identified, Model):
    __tablename__ = "produced_document"
    __table_args__ = {"comment": "文书"}

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
    kind: Mapped[str] = mapped_column(String(40), comment="文书种类")
    title: Mapped[str] = mapped_column(String(100), comment="文书名称")
    number: Mapped[str] = mapped_column(String(60), unique=True, comment="文书编号")
    template_id: Mapped[int | None] = mapped_column(ForeignKey("document_template.id"), index=True, comment="模板版本")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), comment="文件")
    produced_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="生成时间")

    file: Mapped[StoredFile] = relationship()
