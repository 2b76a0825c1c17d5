"""一房一价: the price of a unit as filed, one row for each version; never changed."""

import datetime as dt
from decimal import Decimal

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, money


class FiledPrice(Identified, Model):
    __tablename__ = "filed_price"
    __table_args__ = (UniqueConstraint("unit_id", "version"), {"comment": "备案价格"})

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True, comment="户室")
    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), comment="业务")
    version: Mapped[int] = mapped_column(comment="价格版本")
    price_sale: Mapped[Decimal] = mapped_column(money(), comment="销售单价（元/m²）")
    price_bare: Mapped[Decimal] = mapped_column(money(), comment="毛坯单价（元/m²）")
    price_decoration: Mapped[Decimal] = mapped_column(money(), comment="装修单价（元/m²）")
    total: Mapped[Decimal] = mapped_column(money(), comment="备案总价（元）")
    filed_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="备案时间")
