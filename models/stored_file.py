"""Bytes kept in the file storage, known by their SHA-256."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Identified, Model, Stamped, coded
from models.enums import Legibility


class StoredFile(Identified, Stamped, Model):
    __tablename__ = "stored_file"
    __table_args__ = {"comment": "文件"}

    sha256: Mapped[str] = mapped_column(String(64), index=True, comment="SHA-256")
    name: Mapped[str] = mapped_column(String(255), comment="文件名")
    content_type: Mapped[str] = mapped_column(String(100), comment="类型")
    size: Mapped[int] = mapped_column(comment="字节数")
    pages: Mapped[int | None] = mapped_column(comment="页数")
    legibility: Mapped[Legibility | None] = mapped_column(coded(Legibility), comment="能否辨认")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True, comment="上传机构")
    uploaded_by: Mapped[str] = mapped_column(String(50), comment="上传人")

    def __str__(self) -> str:
        return self.name
