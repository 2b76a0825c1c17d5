"""A building (栋): a draft while its survey is being filed, then the current one; older ones are history."""

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import ExactDecimal, Identified, Model, Stamped, area, coded
from models.enums import BuildingState, Phase
from models.organization import Organization
from models.project import Project
from models.survey import Survey

LIVE = text("state IN ('draft', 'current')")
LIVE_STATES = (BuildingState.draft, BuildingState.current)


class Building(Identified, Stamped, Model):
    __tablename__ = "building"
    __table_args__ = (
        Index(
            "uq_building_live_parcel",
            "parcel_code",
            "natural_building_no",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        {"comment": "栋"},
    )
    called_by: ClassVar[tuple[str, ...]] = ("building_no",)

    version: Mapped[int] = mapped_column(default=1, comment="版本")
    building_no: Mapped[str] = mapped_column(String(20), index=True, comment="栋号")
    name: Mapped[str | None] = mapped_column(String(50), comment="栋名称")
    natural_building_no: Mapped[str] = mapped_column(String(20), comment="自然幢号")
    parcel_code: Mapped[str] = mapped_column(String(19), comment="宗地代码")
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True, comment="项目")
    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="开发企业")
    region_code: Mapped[str] = mapped_column(String(6), index=True, comment="所属地区")
    state: Mapped[BuildingState] = mapped_column(
        coded(BuildingState), default=BuildingState.draft, index=True, comment="状态"
    )
    phase: Mapped[Phase] = mapped_column(coded(Phase), comment="期房/现房")
    predicted_survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"), index=True, comment="预测宗号")
    actual_survey_id: Mapped[int | None] = mapped_column(ForeignKey("survey.id"), index=True, comment="实测宗号")
    floors_total: Mapped[int] = mapped_column(comment="总层数")
    floors_above: Mapped[int] = mapped_column(comment="地上层数")
    floors_below: Mapped[int] = mapped_column(comment="地下层数")
    entrance_count: Mapped[int] = mapped_column(comment="单元数")
    unit_count: Mapped[int] = mapped_column(comment="总户数")
    gross_area: Mapped[Decimal | None] = mapped_column(area(), comment="建筑面积（m²）")
    footprint_area: Mapped[Decimal | None] = mapped_column(area(), comment="占地面积（m²）")
    height: Mapped[Decimal | None] = mapped_column(ExactDecimal(8, 2), comment="建筑高度（m）")
    structure: Mapped[str | None] = mapped_column(String(10), comment="房屋结构")
    use: Mapped[str | None] = mapped_column(String(10), comment="房屋用途")
    lift_count: Mapped[int | None] = mapped_column(comment="电梯部数")
    completed_on: Mapped[dt.date | None] = mapped_column(comment="竣工日期")
    location: Mapped[str | None] = mapped_column(String(200), comment="坐落")
    doorplate: Mapped[str | None] = mapped_column(String(100), comment="门牌号")
    surveyed_fields: Mapped[list[str]] = mapped_column(JSON, default=list, comment="来自测绘的字段")
    floors: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, comment="层信息")

    project: Mapped[Project] = relationship()
    developer: Mapped[Organization] = relationship()
    predicted_survey: Mapped[Survey | None] = relationship(foreign_keys=predicted_survey_id)
    actual_survey: Mapped[Survey | None] = relationship(foreign_keys=actual_survey_id)

    @property
    def survey(self) -> Survey | None:
        return self.actual_survey or self.predicted_survey

    def __str__(self) -> str:
        return self.building_no
