"""A draft building on the bench: may this person, is this the version that was seen, and the units as light rows."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session, joinedload

from models import Building, Business, StageTable, Unit, UnitBatch
from models.enums import BusinessStatus, RunState
from workflows import messages
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.check import check
from workflows.facts.calendar import local_day
from workflows.facts.region_rules import region_rule
from workflows.facts.situation import runs_of, standing_of
from workflows.messages import Message, NotVisible, Refused
from workflows.overtaken import UNITS, overtaken_by
from workflows.rules.rounding import RoundMode
from workflows.rules.unit_fields import UNIT_FIELDS
from workflows.unit_edits.change import UnitRow

NO_BUSINESS = Message("not_open", "该栋没有在办业务，户室不能修改")
# What a selection looks at, what tells a room to people, and what prices follow from.
PLACE = frozenset({"id", "entrance", "room_no", "actual_floor", "nominal_floor", "layout", "use"})
PRICES = frozenset({"price_sale", "price_bare", "price_decoration"})
PRICED = PRICES | {"price_by_hand", "filed_total", "pricing_mode", "gross_area", "inner_area"}
EVERYTHING = PLACE | PRICED | frozenset(UNIT_FIELDS)
# As text, because the units of a building share a handful of them: each is read once.
SURVEYED_FIELDS = cast(Unit.surveyed_fields, Text).label("surveyed_fields")


@dataclass(frozen=True)
class Bench:
    """A draft building on the bench: locked, in the hands of this actor; `returned` where the case ever came back."""

    session: Session
    building: Building
    business: Business
    last_batch: int
    returned: bool
    actor: Actor
    now: dt.datetime

    @cached_property
    def round_mode(self) -> RoundMode:
        """How the region rounds totals; asked for only where prices are worked out."""
        return RoundMode(region_rule(self.session, self.building.region_code, "round_mode", local_day(self.now)))


def prepare(session: Session, building_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Bench:
    """The building under lock, in the hands of this actor, of the version seen; None where a file is brought unseen."""
    building = session.scalars(
        select(Building).where(Building.id == building_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if building is None:
        raise NotVisible(building_id)
    business, last_batch = case_of(session, building_id)
    runs = runs_of(session, business)
    refused = check(standing_of(business, runs), Attempt(Operation.save_task, actor, task="units"))
    if refused:
        raise Refused(refused)
    if version is not None:
        expect_building_version(session, building, version)
    returned = any(run.state is RunState.returned for run in runs)
    return Bench(session, building, business, last_batch, returned, actor, now)


def case_of(session: Session, building_id: int) -> tuple[Business, int]:
    """The case that the draft is edited in, with its stages, and the number of the building's last batch."""
    last_batch = select(func.max(UnitBatch.number)).where(UnitBatch.building_id == building_id).scalar_subquery()
    found = session.execute(
        select(Business, func.coalesce(last_batch, 0))
        .where(Business.building_id == building_id, Business.status == BusinessStatus.open)
        .options(joinedload(Business.stage_table, innerjoin=True).joinedload(StageTable.rows, innerjoin=True))
    )
    row = found.unique().one_or_none()
    if row is None:
        raise messages.refuse(NO_BUSINESS())
    return row[0], row[1]


def expect_building_version(session: Session, building: Building, version: int) -> None:
    """The version the person saw; otherwise M20 with the cells that differ."""
    if building.version == version:
        return
    since = [batch for batch in batches_of(session, building.id) if batch.building_version > version]
    last = since[0] if since else None
    moment = last.made_at if last else building.updated_at
    raise Refused(
        [overtaken_by(UNITS(building_no=building.building_no), last.made_by if last else None, moment)],
        differs={
            "version": {"yours": version, "current": building.version},
            "units": [entry for batch in since for entry in batch.changes],
        },
    )


def units_of(session: Session, building_id: int, wanted: Collection[str] = EVERYTHING) -> list[UnitRow]:
    """All units as light rows in the order of the survey, with where they are and the fields wanted."""
    columns = [getattr(Unit, name) for name in sorted(PLACE.union(wanted))]
    return list(
        session.execute(
            select(*columns, SURVEYED_FIELDS).where(Unit.building_id == building_id).order_by(Unit.position)
        )
    )


def batches_of(session: Session, building_id: int) -> list[UnitBatch]:
    """Every batch of a building, the newest first."""
    return list(
        session.scalars(select(UnitBatch).where(UnitBatch.building_id == building_id).order_by(UnitBatch.number.desc()))
    )
