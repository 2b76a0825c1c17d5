"""A survey result as the agency delivered it (测绘成果): never edited, only filed, replaced or kept as history."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import ExactDecimal, Identified, Model, Stamped, area, coded
from models.enums import SurveyKind, SurveyState
from models.organization import Organization
from models.project import Project
from models.stored_file import StoredFile


class Survey(Identified, Stamped, Model):
    __tablename__ = "survey"
    __table_args__ = {"comment": "测绘成果"}
    called_by: ClassVar[tuple[str, ...]] = ("survey_no",)

    survey_no: Mapped[str] = mapped_column(String(32), unique=True, comment="测绘宗号")
    kind: Mapped[SurveyKind] = mapped_column(coded(SurveyKind), comment="测绘类型")
    state: Mapped[SurveyState] = mapped_column(
        coded(SurveyState), default=SurveyState.unfiled, index=True, comment="备案状态"
    )
    agency_name: Mapped[str] = mapped_column(String(100), comment="测绘机构")
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True, comment="上传机构")
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True, comment="项目")
    developer_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True, comment="开发企业")
    region_code: Mapped[str] = mapped_column(String(6), index=True, comment="所属地区")
    parcel_code: Mapped[str] = mapped_column(String(19), index=True, comment="宗地代码")
    natural_building_no: Mapped[str] = mapped_column(String(20), comment="自然幢号")
    building_no: Mapped[str] = mapped_column(String(20), comment="栋号")
    measured_on: Mapped[dt.date | None] = mapped_column(comment="测量日期")
    unit_count: Mapped[int] = mapped_column(comment="总套数")
    gross_area: Mapped[Decimal] = mapped_column(area(), comment="建筑面积（m²）")
    inner_area: Mapped[Decimal] = mapped_column(area(), comment="套内面积（m²）")
    shared_area: Mapped[Decimal] = mapped_column(area(), comment="分摊面积（m²）")
    building_facts: Mapped[dict[str, Any]] = mapped_column(JSON, comment="幢信息")
    floors: Mapped[list[dict[str, Any]]] = mapped_column(JSON, comment="层信息")
    common_parts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, comment="共有部位")
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JSON, comment="导入提示")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), comment="成果文件")

    agency: Mapped[Organization | None] = relationship(foreign_keys=agency_id)
    project: Mapped[Project | None] = relationship()
    developer: Mapped[Organization | None] = relationship(foreign_keys=developer_id)
    file: Mapped[StoredFile | None] = relationship()

    def __str__(self) -> str:
        return self.survey_no


class SurveyUnit(Identified, Model):
    """One room as surveyed; the filed unit copies it and may fill only what is blank here."""

    __tablename__ = "survey_unit"
    __table_args__ = (UniqueConstraint("survey_id", "entrance", "room_no"), {"comment": "测绘户室"})

    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), comment="测绘成果")
    position: Mapped[int] = mapped_column(comment="序号")
    cadastral_unit_no: Mapped[str | None] = mapped_column(String(28), comment="不动产单元号")
    entrance: Mapped[str] = mapped_column(String(20), comment="单元")
    actual_floor: Mapped[int] = mapped_column(comment="实际层")
    nominal_floor: Mapped[str | None] = mapped_column(String(10), comment="名义层")
    room_no: Mapped[str] = mapped_column(String(20), comment="室号")
    household_no: Mapped[str | None] = mapped_column(String(20), comment="户号")
    location: Mapped[str | None] = mapped_column(String(200), comment="坐落")
    gross_area: Mapped[Decimal] = mapped_column(area(), comment="建筑面积（m²）")
    inner_area: Mapped[Decimal] = mapped_column(area(), comment="套内面积（m²）")
    shared_area: Mapped[Decimal] = mapped_column(area(), comment="分摊面积（m²）")
    basement_area: Mapped[Decimal | None] = mapped_column(area(), comment="地下面积（m²）")
    other_area: Mapped[Decimal | None] = mapped_column(area(), comment="其它面积（m²）")
    share_coefficient: Mapped[Decimal | None] = mapped_column(ExactDecimal(10, 6), comment="分摊系数")
    land_share: Mapped[Decimal | None] = mapped_column(area(), comment="分摊土地面积（m²）")
    structure: Mapped[str | None] = mapped_column(String(10), comment="房屋结构")
    house_type: Mapped[str | None] = mapped_column(String(10), comment="房屋类型")
    use: Mapped[str | None] = mapped_column(String(10), comment="房屋用途")
    nature: Mapped[str | None] = mapped_column(String(10), comment="房屋性质")
    layout: Mapped[str | None] = mapped_column(String(30), comment="户型")
    layout_structure: Mapped[str | None] = mapped_column(String(10), comment="户型结构")
    storey_height: Mapped[Decimal | None] = mapped_column(ExactDecimal(6, 2), comment="层高（m）")
    land_use: Mapped[str | None] = mapped_column(String(50), comment="土地用途")
    land_from: Mapped[dt.date | None] = mapped_column(comment="土地起始时间")
    land_until: Mapped[dt.date | None] = mapped_column(comment="土地终止时间")
    remark: Mapped[str | None] = mapped_column(String(200), comment="备注")
