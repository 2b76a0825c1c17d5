"""A project of a developer on one or more parcels of land."""

import datetime as dt
import re
from decimal import Decimal
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, area, money
from models.organization import Organization
from models.property_company import PropertyCompany
from models.region import Region


class Project(Identified, Versioned, Stamped, Model):
    __tablename__ = "project"
    __table_args__ = {"comment": "项目"}
    called_by: ClassVar[tuple[str, ...]] = ("name", "promotion_name")

    project_no: Mapped[str] = mapped_column(String(30), unique=True, comment="项目编码")
    name: Mapped[str] = mapped_column(String(100), comment="项目名称")
    promotion_name: Mapped[str | None] = mapped_column(String(100), comment="推广名")
    location: Mapped[str] = mapped_column(String(200), comment="坐落")
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True, comment="所属地区")
    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="开发企业")
    property_company_id: Mapped[int | None] = mapped_column(ForeignKey("property_company.id"), comment="物业公司")
    land_area: Mapped[Decimal | None] = mapped_column(area(), comment="用地面积（m²）")
    gross_area: Mapped[Decimal | None] = mapped_column(area(), comment="总建筑面积（m²）")
    plot_ratio: Mapped[Decimal | None] = mapped_column(money(), comment="容积率")
    green_ratio: Mapped[Decimal | None] = mapped_column(money(), comment="绿地率（%）")
    building_density: Mapped[Decimal | None] = mapped_column(money(), comment="建筑密度（%）")
    total_investment: Mapped[Decimal | None] = mapped_column(money(), comment="总投资（万元）")
    invested: Mapped[Decimal | None] = mapped_column(money(), comment="已投入（万元）")
    started_on: Mapped[dt.date | None] = mapped_column(comment="开工日期")
    completion_planned_on: Mapped[dt.date | None] = mapped_column(comment="计划竣工日期")
    building_count: Mapped[int | None] = mapped_column(comment="栋数")
    unit_count: Mapped[int | None] = mapped_column(comment="总套数")
    parking_count: Mapped[int | None] = mapped_column(comment="车位数")
    land_use: Mapped[str | None] = mapped_column(String(50), comment="土地用途")
    land_acquisition: Mapped[str | None] = mapped_column(String(20), comment="土地取得方式")
    land_from: Mapped[dt.date | None] = mapped_column(comment="土地使用起始日期")
    land_until: Mapped[dt.date | None] = mapped_column(comment="土地使用终止日期")

    region: Mapped[Region] = relationship()
    developer: Mapped[Organization] = relationship()
    property_company: Mapped[PropertyCompany | None] = relationship()
    parcels: Mapped[list["ProjectParcel"]] = relationship(
        back_populates="project", cascade="all, delete-orphan", order_by="ProjectParcel.id"
    )

    @property
    def parcel_codes(self) -> str:
        """The parcels as people write them, and from what they wrote: those that stay keep their rows."""
        return "、".join(parcel.parcel_code for parcel in self.parcels)

    @parcel_codes.setter
    def parcel_codes(self, text: str) -> None:
        kept = {parcel.parcel_code: parcel for parcel in self.parcels}
        self.parcels = [kept.get(code) or ProjectParcel(parcel_code=code) for code in split_parcel_codes(text)]

    @property
    def display_name(self) -> str:
        return self.promotion_name or self.name

    def __str__(self) -> str:
        return self.display_name


def split_parcel_codes(text: str | None) -> list[str]:
    """Each code once, in the order written; between them any blank or punctuation."""
    return list(dict.fromkeys(code for code in re.split(r"[\s,，、;；]+", text or "") if code))


class ProjectParcel(Identified, Model):
    __tablename__ = "project_parcel"
    __table_args__ = {"comment": "项目宗地"}

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True, comment="项目")
    parcel_code: Mapped[str] = mapped_column(String(19), unique=True, comment="宗地代码")

    project: Mapped[Project] = relationship(back_populates="parcels")

    def __str__(self) -> str:
        return self.parcel_code
