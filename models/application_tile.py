"""A tile of the workbench (平台应用), by subsystem."""

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Identified, Model, Stamped, Versioned


class ApplicationTile(Identified, Versioned, Stamped, Model):
    __tablename__ = "application_tile"
    __table_args__ = {"comment": "平台应用"}

    subsystem: Mapped[str] = mapped_column(String(30), comment="子系统")
    title: Mapped[str] = mapped_column(String(30), comment="应用名称")
    english_title: Mapped[str | None] = mapped_column(String(60), comment="英文名称")
    sign: Mapped[str] = mapped_column(String(2), comment="图标字")
    url: Mapped[str] = mapped_column(String(200), comment="地址")
    business_type: Mapped[str | None] = mapped_column(String(50), comment="业务类型")
    roles: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]", comment="可见角色")
    position: Mapped[int] = mapped_column(default=0, comment="顺序")
    shown: Mapped[bool] = mapped_column(default=True, comment="显示")

    def __str__(self) -> str:
        return self.title
