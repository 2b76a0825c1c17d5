"""The lines of a return: what each place is called, its value at the time, and ticking them off when it changes."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Business, Material, ReturnLine, StageRun, StoredFile, Unit
from workflows.actor import Actor
from workflows.effects.survey_filing import CARD_FIELDS
from workflows.engine.business_type import Stage
from workflows.inputs import LineInput
from workflows.rules.unit_fields import UNIT_FIELDS


def plain(value: object) -> Any:
    """A value as it stands in stored JSON."""
    if value is None or type(value) in {str, int, bool}:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal | dt.date):
        return str(value)
    return value


def add_lines(
    session: Session,
    business: Business,
    stages: Sequence[Stage],
    from_run: StageRun,
    to_run: StageRun,
    lines: Sequence[LineInput],
) -> None:
    """Write the lines down with the name and the present value of each place."""
    for position, line in enumerate(lines, start=1):
        title, value = describe(session, business, stages, line.target)
        session.add(
            ReturnLine(
                business_id=business.id,
                stage_run_id=from_run.id,
                to_run_id=to_run.id,
                position=position,
                target=line.target,
                target_title=title,
                fault=line.fault,
                wanted=line.wanted or None,
                value_before=value,
            )
        )


def describe(session: Session, business: Business, stages: Sequence[Stage], target: str) -> tuple[str, Any]:
    """How the place is called on the page, and its value now; a place of no known kind keeps its own words."""
    kind, _, rest = target.replace("/", ".").partition(".")
    if kind == "units" and rest:
        return describe_unit(session, business, rest) or (target, None)
    if kind == "materials":
        title = next((f"资料【{m.title}】" for stage in stages for m in stage.materials if m.key == rest), target)
        return title, file_name(session, business, rest)
    for stage in stages:
        task = stage.task(kind)
        if task is not None:
            return describe_task(session, business, task.title, kind, rest)
    return target, None


def file_name(session: Session, business: Business, key: str) -> str | None:
    """The name of the file handed in for a material now."""
    name: str | None = session.scalar(
        select(StoredFile.name)
        .join(Material, Material.file_id == StoredFile.id)
        .where(Material.business_id == business.id, Material.key == key, Material.withdrawn_at.is_(None))
        .order_by(Material.id.desc())
        .limit(1)
    )
    return name


def describe_unit(session: Session, business: Business, rest: str) -> tuple[str, Any] | None:
    number, _, field = rest.partition(".")
    if not number.isdecimal():
        return None
    unit = session.scalars(
        select(Unit).where(Unit.id == int(number), Unit.building_id == business.building_id)
    ).one_or_none()
    if unit is None:
        return None
    label = UNIT_FIELDS[field].label if field in UNIT_FIELDS else ""
    return f"户室 {unit.entrance} {unit.room_no} {label}".rstrip(), (
        plain(getattr(unit, field)) if field in UNIT_FIELDS else None
    )


def describe_task(session: Session, business: Business, title: str, kind: str, field: str) -> tuple[str, Any]:
    if kind != "building" or field not in Building.__table__.c:
        return title, None
    building = session.get(Building, business.building_id)
    return f"{title}·{Building.__table__.c[field].comment}", plain(getattr(building, field, None))


def card_of(session: Session, business: Business) -> dict[str, Any] | None:
    """The building card as it stands, kept at a return so that every later change of it can be told."""
    building = session.get(Building, business.building_id) if business.building_id else None
    return {name: plain(getattr(building, name)) for name in CARD_FIELDS} if building is not None else None


def open_lines(session: Session, business: Business) -> list[ReturnLine]:
    """The lines of the latest return that nobody has mended yet."""
    return [line for line in latest_lines(session, business) if line.mended_at is None]


def latest_lines(session: Session, business: Business) -> list[ReturnLine]:
    """The lines of the latest return, mended or not."""
    lines = list(
        session.scalars(
            select(ReturnLine)
            .where(ReturnLine.business_id == business.id)
            .order_by(ReturnLine.stage_run_id.desc(), ReturnLine.position)
        )
    )
    return [line for line in lines if line.stage_run_id == lines[0].stage_run_id]


def tick_off(
    session: Session, business: Business, mended: Callable[[str], bool], actor: Actor, now: dt.datetime
) -> None:
    """Mark the lines whose place was changed just now; `mended` tells of a target whether it was."""
    for line in open_lines(session, business):
        if mended(line.target.replace("/", ".")):
            line.mended_at = now
            line.mended_by = actor.name


def within(place: str) -> Callable[[str], bool]:
    """Whether a target is this place or something in it: a whole task, a material."""
    return lambda target: target == place or target.startswith(f"{place}.")
