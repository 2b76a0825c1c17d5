"""The common ground of all tables; the only module here that knows Flask-AppBuilder (its declarative Model)."""

import datetime as dt
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from flask_appbuilder import Model
from flask_appbuilder.security.sqla.models import Role as AccountRole
from flask_appbuilder.security.sqla.models import User as AccountBase
from sqlalchemy import BigInteger, DateTime, Integer, Numeric, TypeDecorator
from sqlalchemy import Enum as EnumType
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeEngine

__all__ = [
    "AccountBase",
    "AccountRole",
    "AwareDateTime",
    "ExactDecimal",
    "Identified",
    "LongInteger",
    "Model",
    "Stamped",
    "Versioned",
    "area",
    "coded",
    "money",
]

# Batch migrations on SQLite need every constraint to have a name.
Model.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

LongInteger = BigInteger().with_variant(Integer, "sqlite")


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal that stays exact: NUMERIC on PostgreSQL, an integer scaled by its decimals on SQLite."""

    impl = Numeric
    cache_ok = True

    def __init__(self, precision: int, scale: int) -> None:
        super().__init__(precision, scale)
        self.precision = precision
        self.scale = scale

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(self.precision, self.scale))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None:
            return None
        exact = value if isinstance(value, Decimal) else Decimal(str(value))
        return int(exact.scaleb(self.scale).to_integral_value()) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        return unscaled(int(value), self.scale) if dialect.name == "sqlite" else Decimal(value)


@lru_cache(maxsize=16384)
def unscaled(digits: int, scale: int) -> Decimal:
    """Rooms above each other have the same areas and prices, which are worked out once."""
    return Decimal(digits).scaleb(-scale)


def money() -> ExactDecimal:
    """Yuan with two decimals."""
    return ExactDecimal(18, 2)


def area() -> ExactDecimal:
    """Square metres with four decimals, as the survey writes them."""
    return ExactDecimal(14, 4)


class AwareDateTime(TypeDecorator[dt.datetime]):
    """A moment: always aware, stored in UTC with microseconds on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a moment without a time zone cannot be stored"
            raise ValueError(msg)
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def coded(enum: type[Enum]) -> EnumType:
    """A column that stores an enum's code and lets the database refuse any other text."""
    return EnumType(
        enum,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
        name=enum.__name__.lower(),
    )


class Identified:
    id: Mapped[int] = mapped_column(primary_key=True, comment="编号")


class Versioned:
    """An integer that rises with every change: whoever edits an older one is told what differs (M20)."""

    version: Mapped[int] = mapped_column(default=1, comment="版本")

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.__table__.c.version} if hasattr(cls, "__table__") else {}


def utc_now() -> dt.datetime:
    """The clock of the database's own time stamps; decisions take `now` as an argument instead."""
    return dt.datetime.now(dt.UTC)


class Stamped:
    created_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, default=utc_now, comment="创建时间")
    updated_at: Mapped[dt.datetime] = mapped_column(
        AwareDateTime, default=utc_now, onupdate=utc_now, comment="更新时间"
    )
