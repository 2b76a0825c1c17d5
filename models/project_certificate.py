"""The land, planning and construction certificates of a project (四证) and its completion filing."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, area, coded
from models.enums import CertificateKind
from models.project import Project
from models.stored_file import StoredFile


class ProjectCertificate(Identified, Versioned, Stamped, Model):
    __tablename__ = "project_certificate"
    __table_args__ = (UniqueConstraint("project_id", "kind", "certificate_no"), {"comment": "项目证件"})

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True, comment="项目")
    kind: Mapped[CertificateKind] = mapped_column(coded(CertificateKind), comment="证件种类")
    certificate_no: Mapped[str] = mapped_column(String(80), comment="证号")
    issuer: Mapped[str] = mapped_column(String(100), comment="发证机关")
    issued_on: Mapped[dt.date] = mapped_column(comment="发证日期")
    valid_until: Mapped[dt.date | None] = mapped_column(comment="有效期")
    area: Mapped[Decimal | None] = mapped_column(area(), comment="面积（m²）")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), comment="附件")

    project: Mapped[Project] = relationship()
    file: Mapped[StoredFile | None] = relationship()

    def __str__(self) -> str:
        return f"{self.kind} {self.certificate_no}"
