"""A draft building on the bench: may this person, is this the version that was seen, and the units as light rows."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from models import Building, Business, Unit, UnitBatch
from models.enums import BusinessStatus
from workflows import messages
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.check import check
from workflows.facts.calendar import DESK_ZONE, local_day
from workflows.facts.region_rules import region_rule
from workflows.facts.situation import standing_of
from workflows.messages import Message, NotVisible, Refused
from workflows.rules.rounding import RoundMode
from workflows.rules.unit_fields import UNIT_FIELDS
from workflows.unit_edits.change import UnitRow

NO_BUSINESS = Message("not_open", "该栋没有在办业务，户室不能修改")
COLUMNS = ["id", *UNIT_FIELDS, "price_by_hand", "filed_total"]
# As text, because the units of a building share a handful of them: each is read once.
SURVEYED_FIELDS = cast(Unit.surveyed_fields, Text).label("surveyed_fields")


@dataclass(frozen=True, slots=True)
class Bench:
    """A draft building on the bench: locked, in the hands of this actor."""

    building: Building
    business: Business
    actor: Actor
    now: dt.datetime
    round_mode: RoundMode


def prepare(session: Session, building_id: int, version: int | None, actor: Actor, now: dt.datetime) -> Bench:
    """The building under lock, in the hands of this actor, of the version seen; None where a file is brought unseen."""
    building = session.scalars(
        select(Building).where(Building.id == building_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if building is None:
        raise NotVisible(building_id)
    business = session.scalars(
        select(Business).where(Business.building_id == building_id, Business.status == BusinessStatus.open)
    ).one_or_none()
    if business is None:
        raise messages.refuse(NO_BUSINESS())
    refused = check(standing_of(session, business), Attempt(Operation.save_task, actor, task="units"))
    if refused:
        raise Refused(refused)
    if version is not None:
        expect_building_version(session, building, version)
    mode = region_rule(session, building.region_code, "round_mode", local_day(now))
    return Bench(building, business, actor, now, RoundMode(mode))


def expect_building_version(session: Session, building: Building, version: int) -> None:
    """The version the person saw; otherwise M20 with the cells that differ."""
    if building.version == version:
        return
    since = [batch for batch in batches_of(session, building.id) if batch.building_version > version]
    last = since[0] if since else None
    raise Refused(
        [
            messages.M20(
                person=last.made_by if last else "他人",
                time=clock(last.made_at if last else building.updated_at),
                what=f"{building.building_no} 的户室",
            )
        ],
        differs={
            "version": {"yours": version, "current": building.version},
            "units": [entry for batch in since for entry in batch.changes],
        },
    )


def clock(moment: dt.datetime) -> str:
    return moment.astimezone(DESK_ZONE).strftime("%m-%d %H:%M")


def units_of(session: Session, building_id: int) -> list[UnitRow]:
    """All units as light rows in the order of the survey."""
    columns = [getattr(Unit, name) for name in COLUMNS]
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
