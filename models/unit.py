"""A unit (户室): what the survey measured, what the developer completed and what it is priced at."""

from decimal import Decimal

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import ExactDecimal, Identified, Model, area, coded, money
from models.building import Building
from models.enums import PricingMode, SaleKind


class Unit(Identified, Model):
    __tablename__ = "unit"
    __table_args__ = (UniqueConstraint("building_id", "entrance", "room_no"), {"comment": "户室"})

    building_id: Mapped[int] = mapped_column(ForeignKey("building.id"), index=True, comment="栋")
    developer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True, comment="开发企业")
    region_code: Mapped[str] = mapped_column(String(6), index=True, comment="所属地区")
    survey_unit_id: Mapped[int | None] = mapped_column(ForeignKey("survey_unit.id"), comment="测绘户室")
    position: Mapped[int] = mapped_column(comment="序号")
    unit_code: Mapped[str | None] = mapped_column(String(28), unique=True, comment="户室唯一编码")
    cadastral_unit_no: Mapped[str | None] = mapped_column(String(28), comment="不动产单元号")
    entrance: Mapped[str] = mapped_column(String(20), comment="单元")
    actual_floor: Mapped[int] = mapped_column(comment="实际层")
    nominal_floor: Mapped[str | None] = mapped_column(String(10), comment="名义层")
    room_no: Mapped[str] = mapped_column(String(20), comment="室号")
    location: Mapped[str | None] = mapped_column(String(200), comment="坐落")
    gross_area: Mapped[Decimal] = mapped_column(area(), comment="建筑面积（m²）")
    inner_area: Mapped[Decimal] = mapped_column(area(), comment="套内面积（m²）")
    shared_area: Mapped[Decimal] = mapped_column(area(), comment="分摊面积（m²）")
    basement_area: Mapped[Decimal | None] = mapped_column(area(), comment="地下面积（m²）")
    other_area: Mapped[Decimal | None] = mapped_column(area(), comment="其它面积（m²）")
    share_coefficient: Mapped[Decimal | None] = mapped_column(ExactDecimal(10, 6), comment="分摊系数")
    structure: Mapped[str | None] = mapped_column(String(10), comment="房屋结构")
    house_type: Mapped[str | None] = mapped_column(String(10), comment="房屋类型")
    use: Mapped[str | None] = mapped_column(String(10), comment="房屋用途")
    nature: Mapped[str | None] = mapped_column(String(10), comment="房屋性质")
    layout: Mapped[str | None] = mapped_column(String(30), comment="户型")
    lift: Mapped[bool | None] = mapped_column(comment="电梯")
    decoration: Mapped[str | None] = mapped_column(String(10), comment="装修情况")
    storey_height: Mapped[Decimal | None] = mapped_column(ExactDecimal(6, 2), comment="层高（m）")
    balcony: Mapped[str | None] = mapped_column(String(200), comment="阳台描述")
    price_sale: Mapped[Decimal | None] = mapped_column(money(), comment="销售单价（元/m²）")
    price_bare: Mapped[Decimal | None] = mapped_column(money(), comment="毛坯单价（元/m²）")
    price_decoration: Mapped[Decimal] = mapped_column(money(), default=Decimal("0.00"), comment="装修单价（元/m²）")
    price_by_hand: Mapped[bool] = mapped_column(default=False, comment="手工改价")
    filed_total: Mapped[Decimal | None] = mapped_column(money(), comment="备案总价（元）")
    sale_kind: Mapped[SaleKind] = mapped_column(coded(SaleKind), default=SaleKind.saleable, comment="销售类别")
    pricing_mode: Mapped[PricingMode] = mapped_column(coded(PricingMode), default=PricingMode.gross, comment="计价方式")
    surveyed_fields: Mapped[list[str]] = mapped_column(JSON, default=list, comment="来自测绘的字段")
    remark: Mapped[str | None] = mapped_column(String(200), comment="备注")

    building: Mapped[Building] = relationship()

    def __str__(self) -> str:
        return self.room_no
