"""Where a desk stands: province, prefecture and county by their six-digit codes (GB/T 2260)."""

from typing import ClassVar

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model

PROVINCE_DIGITS, PREFECTURE_DIGITS, COUNTY_DIGITS = 2, 4, 6


class Region(Model):
    __tablename__ = "region"
    __table_args__ = {"comment": "行政区划"}
    called_by: ClassVar[tuple[str, ...]] = ("name",)

    code: Mapped[str] = mapped_column(String(6), primary_key=True, comment="区划代码")
    name: Mapped[str] = mapped_column(String(50), comment="区划名称")

    def __str__(self) -> str:
        return self.name


def region_prefix(code: str) -> str:
    """The leading digits that a region shares with everything below it: 430802 → 430802, 430800 → 4308, 430000 → 43."""
    for digits in (PROVINCE_DIGITS, PREFECTURE_DIGITS):
        if code[digits:] == "0" * (COUNTY_DIGITS - digits):
            return code[:digits]
    return code
