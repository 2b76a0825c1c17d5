"""The unit table of a building and the batches that changed it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from models import Building, Unit, UnitBatch
from workflows.facts.calendar import local_day
from workflows.facts.code_lists import code_lists
from workflows.facts.region_rules import region_rules
from workflows.messages import NotVisible
from workflows.rules.code_list import CodeList
from workflows.rules.price_doubts import Corridor, corridor_of
from workflows.rules.unit_completeness import MissingField, UnitFacts, missing_fields
from workflows.rules.unit_fields import UNIT_FIELDS

FACT_FIELDS = tuple(UnitFacts.__dataclass_fields__)
COLUMNS = (
    "id",
    "position",
    "unit_code",
    "cadastral_unit_no",
    *UNIT_FIELDS,
    "location",
    "basement_area",
    "other_area",
    "share_coefficient",
    "price_by_hand",
    "filed_total",
    "surveyed_fields",
    "remark",
)

UnitRow = Row[Any]


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Every unit of a building in the survey's order, what each still lacks, and the lists its codes are read by.

    `price_required`: the region asks for prices with the survey already.
    """

    building: Building
    units: Sequence[UnitRow]
    missing: Mapping[int, Sequence[MissingField]]
    lists: Mapping[str, CodeList]
    price_required: bool
    price_corridor: Corridor


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One act on the units: who, when, what, how many, and whether it was undone."""

    number: int
    title: str
    count: int
    building_version: int
    reverts: int | None
    made_by: str
    made_at: dt.datetime
    undone_by: str | None
    undone_at: dt.datetime | None


def find_building(session: Session, building_id: int) -> Building:
    """The building if this person may see it; NotVisible otherwise."""
    building: Building | None = session.scalars(select(Building).where(Building.id == building_id)).one_or_none()
    if building is None:
        raise NotVisible(building_id)
    return building


def unit_table(session: Session, building_id: int, now: dt.datetime) -> UnitTable:
    """The whole unit table, read in a fixed number of queries."""
    building = find_building(session, building_id)
    day = local_day(now)
    rules = region_rules(session, building.region_code, ("price_at_survey", "price_corridor"), day)
    priced, corridor = bool(rules["price_at_survey"]), corridor_of(rules["price_corridor"])
    columns = [getattr(Unit, name) for name in COLUMNS]
    units = session.execute(select(*columns).where(Unit.building_id == building_id).order_by(Unit.position)).all()
    missing = {unit.id: missing_fields(facts_of(unit), price_required=priced) for unit in units}
    lacking = {unit_id: gaps for unit_id, gaps in missing.items() if gaps}
    return UnitTable(building, units, lacking, code_lists(session), priced, corridor)


def facts_of(unit: UnitRow) -> UnitFacts:
    return UnitFacts(*(getattr(unit, name) for name in FACT_FIELDS))


def batches_of(session: Session, building_id: int) -> Sequence[BatchLine]:
    """Every batch of a building, the newest first, without the changes themselves."""
    find_building(session, building_id)
    columns = (
        UnitBatch.number,
        UnitBatch.title,
        UnitBatch.unit_count,
        UnitBatch.building_version,
        UnitBatch.reverts,
        UnitBatch.made_by,
        UnitBatch.made_at,
        UnitBatch.undone_by,
        UnitBatch.undone_at,
    )
    rows = session.execute(
        select(*columns).where(UnitBatch.building_id == building_id).order_by(UnitBatch.number.desc())
    )
    return [BatchLine(*row) for row in rows]
