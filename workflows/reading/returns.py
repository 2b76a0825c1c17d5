"""The lines of the latest return as both sides see them: 原值 → 新值."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Business, ReturnLine, StageRun, Unit
from workflows.reading.papers import HandedIn
from workflows.return_lines import latest_lines, plain
from workflows.rules.code_list import CodeList
from workflows.rules.unit_fields import UNIT_FIELDS

CARD_LISTS = ("structure", "use")


@dataclass(frozen=True, slots=True)
class ReturnedPlace:
    """One line: the place, what is wrong, what to hand in, its value then and now, whether it was mended since."""

    position: int
    target: str
    title: str
    fault: str
    wanted: str
    value_before: Any
    value_now: Any
    mended_at: dt.datetime | None
    mended_by: str
    returned_by: str
    returned_at: dt.datetime | None
    from_stage: str


def returned_places(
    session: Session, business: Business, materials: Sequence[HandedIn], lists: Mapping[str, CodeList]
) -> Sequence[ReturnedPlace]:
    """The lines of the latest return; codes are told by their labels."""
    lines = latest_lines(session, business)
    if not lines:
        return []
    run = session.get(StageRun, lines[0].stage_run_id)
    now = values_now(session, business, lines, {material.key: material.name for material in materials})
    return [
        ReturnedPlace(
            position=line.position,
            target=line.target,
            title=line.target_title,
            fault=line.fault,
            wanted=line.wanted or "",
            value_before=labelled(line.target, line.value_before, lists),
            value_now=labelled(line.target, now.get(dotted(line.target)), lists),
            mended_at=line.mended_at,
            mended_by=line.mended_by or "",
            returned_by=(run.holder_name or "") if run else "",
            returned_at=run.finished_at if run else None,
            from_stage=run.title if run else "",
        )
        for line in lines
    ]


def dotted(target: str) -> str:
    return target.replace("/", ".")


def values_now(
    session: Session, business: Business, lines: Sequence[ReturnLine], files: Mapping[str, str]
) -> dict[str, Any]:
    """The present value of each place that has one: a unit's or the building's field, the file of a material."""
    places = [dotted(line.target).split(".") for line in lines]
    unit_ids = {int(place[1]) for place in places if place[0] == "units" and len(place) == 3 and place[1].isdecimal()}
    units = units_by_id(session, business, unit_ids)
    building = session.get(Building, business.building_id) if business.building_id else None
    values: dict[str, Any] = {}
    for place in places:
        key = ".".join(place)
        if place[0] == "units" and len(place) == 3 and place[2] in UNIT_FIELDS:
            values[key] = plain(getattr(units.get(place[1]), place[2], None))
        elif place[0] == "building" and len(place) == 2 and place[1] in Building.__table__.c:
            values[key] = plain(getattr(building, place[1], None))
        elif place[0] == "materials" and len(place) == 2:
            values[key] = files.get(place[1])
    return values


def units_by_id(session: Session, business: Business, ids: set[int]) -> dict[str, Unit]:
    rows = session.scalars(select(Unit).where(Unit.building_id == business.building_id, Unit.id.in_(ids)))
    return {str(unit.id): unit for unit in rows}


def labelled(target: str, value: Any, lists: Mapping[str, CodeList]) -> Any:
    """The label of a code; other values as they are. A whole task or a place in somebody's own words has no field."""
    kind, _, place = dotted(target).partition(".")
    name = place.rpartition(".")[2]
    field = UNIT_FIELDS.get(name)
    key = field.code_list if field and kind == "units" else name if name in CARD_LISTS and kind == "building" else None
    if value is None or key is None or key not in lists or not isinstance(value, str):
        return value
    return lists[key].label_of(value)
