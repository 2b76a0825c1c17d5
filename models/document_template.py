"""The text of a kind of document in a region, in versions; version 0 is the file that the product brings."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, Stamped, coded
from models.enums import TemplateState

IN_FORCE = text("state = 'published'")
BEING_WRITTEN = text("state = 'draft'")


class DocumentTemplate(Identified, Stamped, Model):
    __tablename__ = "document_template"
    __table_args__ = (
        UniqueConstraint("region_code", "kind", "number"),
        Index(
            "uq_document_template_published",
            "region_code",
            "kind",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        Index(
            "uq_document_template_draft",
            "region_code",
            "kind",
            unique=True,
            sqlite_where=BEING_WRITTEN,
            postgresql_where=BEING_WRITTEN,
        ),
        {"comment": "文书模板"},
    )

    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, comment="所属地区")
    kind: Mapped[str] = mapped_column(String(40), comment="文书种类")
    number: Mapped[int] = mapped_column(comment="版本")
    state: Mapped[TemplateState] = mapped_column(coded(TemplateState), comment="状态")
    body: Mapped[str] = mapped_column(Text, comment="模板内容")
    note: Mapped[str | None] = mapped_column(String(200), comment="说明")
    version: Mapped[int] = mapped_column(default=1, comment="修改次数")
    edited_by: Mapped[str] = mapped_column(String(50), comment="编辑人")
    edited_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="编辑时间")
    published_by: Mapped[str | None] = mapped_column(String(50), comment="发布人")
    published_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="发布时间")

    def __str__(self) -> str:
        return f"{self.kind} {self.region_code} v{self.number}"
