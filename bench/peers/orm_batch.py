"""Many units changed by an ORM loop, plain or versioned by SQLAlchemy-Continuum: reads orders, answers with seconds.

`orm_batch.py plain|continuum BUILDING`, then a line of JSON with the values for each order; the answer is a number.
"""

import json
import sys
import time
from decimal import Decimal

from sqlalchemy import Integer, Numeric, String, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, configure_mappers, mapped_column
from tables import URL

versioned = sys.argv[1] == "continuum"
if versioned:
    from sqlalchemy_continuum import make_versioned

    make_versioned(user_cls=None)


class Base(DeclarativeBase):
    pass


class Unit(Base):
    __tablename__ = "unit"
    if versioned:
        __versioned__ = {}
    id: Mapped[int] = mapped_column(primary_key=True)
    building_id: Mapped[int] = mapped_column(Integer)
    position: Mapped[int] = mapped_column(Integer)
    decoration: Mapped[str | None] = mapped_column(String(10))
    lift: Mapped[bool | None]
    balcony: Mapped[str | None] = mapped_column(String(200))
    price_sale: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    price_bare: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    filed_total: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))


def change(values):
    """As its tutorial would: load, set, commit."""
    started = time.perf_counter()
    with Session(engine) as session:
        for place, unit in enumerate(session.scalars(select(Unit).where(Unit.building_id == building))):
            for name, value in values.items():
                setattr(unit, name, value + place if name.startswith(("price", "filed")) else value)
        session.commit()
    return time.perf_counter() - started


engine, building = create_engine(URL), int(sys.argv[2])
configure_mappers()
if versioned:
    Base.metadata.create_all(engine)
for line in sys.stdin:
    print(change(json.loads(line)), flush=True)
