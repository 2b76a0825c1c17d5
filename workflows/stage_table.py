"""The state table as data: a region's published stages over the declared ones, pinned by every business."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from models import Region, StageRow, StageTable
from models.enums import Role, StageTableState
from workflows.actor import BY_ITSELF
from workflows.engine.business_type import BusinessType, Material, Stage
from workflows.registry import BUSINESS_TYPES, BY_CODE
from workflows.stage_table_faults import faults_of

DEFAULT_NOTE = "按默认环节"  # what the first version of a region says of itself


class StageTableRefused(ValueError):
    """A stage table that cannot be published; the sentences say why."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("；".join(faults))


def declared_rows(business_type: BusinessType) -> list[StageRow]:
    """The rows of version 1: the stages as the definition declares them."""
    return [row_of(stage, position) for position, stage in enumerate(business_type.stages, start=1)]


def row_of(stage: Stage, position: int) -> StageRow:
    return StageRow(
        position=position,
        key=stage.key,
        title=stage.title,
        role=stage.role,
        opinion=stage.opinion,
        time_limit_days=stage.time_limit_days,
        not_by=stage.not_by,
        materials=[material_data(material) for material in stage.materials],
    )


def material_data(material: Material) -> dict[str, Any]:
    return {"key": material.key, "title": material.title, "required": material.required}


def effective_stages(business_type: BusinessType, rows: Sequence[StageRow]) -> tuple[Stage, ...]:
    """The stages a business runs through: rows decide order, title, role, opinion and papers; code keeps the tasks."""
    return tuple(stage_of(business_type, row) for row in sorted(rows, key=lambda row: row.position))


def stage_of(business_type: BusinessType, row: StageRow) -> Stage:
    declared = business_type.stage(row.key) or Stage(row.key, row.title, row.role)
    return replace(
        declared,
        title=row.title,
        role=row.role,
        opinion=row.opinion,
        time_limit_days=row.time_limit_days,
        not_by=row.not_by,
        materials=tuple(Material(**material) for material in row.materials),
    )


def published(session: Session, business_type: BusinessType, region_code: str, now: dt.datetime) -> StageTable:
    """The table in force in a region; the first use of a type there publishes its declared stages as version 1."""
    table = find_published(session, business_type.code, region_code)
    if table is not None:
        return table
    try:
        with session.begin_nested():
            first = StageTable(
                region_code=region_code,
                business_type=business_type.code,
                number=1,
                state=StageTableState.published,
                published_at=now,
                published_by=BY_ITSELF,
                note=DEFAULT_NOTE,
                rows=declared_rows(business_type),
            )
            session.add(first)
    except IntegrityError:
        return session.scalars(published_query(business_type.code, region_code)).one()
    return first


def published_query(code: str, region_code: str) -> Any:
    return (
        select(StageTable)
        .where(
            StageTable.business_type == code,
            StageTable.region_code == region_code,
            StageTable.state == StageTableState.published,
        )
        .options(selectinload(StageTable.rows))
    )


def find_published(session: Session, code: str, region_code: str) -> StageTable | None:
    found: StageTable | None = session.scalars(published_query(code, region_code)).one_or_none()
    return found


def stages_in_region(session: Session, business_type: BusinessType, region_code: str) -> tuple[Stage, ...]:
    """The stages that a business accepted now would run through, without writing anything."""
    table = find_published(session, business_type.code, region_code)
    return effective_stages(business_type, table.rows) if table else business_type.stages


def publish(
    session: Session,
    business_type: BusinessType,
    region_code: str,
    rows: Sequence[StageRow],
    *,
    published_by: str,
    now: dt.datetime,
    note: str = "",
) -> StageTable:
    """Make these rows the region's stages for businesses accepted from now on; running ones keep their version."""
    faults = faults_of(business_type, rows)
    if faults:
        raise StageTableRefused([str(fault) for fault in faults])
    retire(session, business_type.code, region_code)
    table = StageTable(
        region_code=region_code,
        business_type=business_type.code,
        number=next_number(session, business_type.code, region_code),
        state=StageTableState.published,
        published_at=now,
        published_by=published_by,
        note=note,
        rows=list(rows),
    )
    session.add(table)
    session.flush()
    return table


def retire(session: Session, code: str, region_code: str) -> None:
    """What is in force now holds no longer for new businesses; those accepted under it keep it."""
    current = find_published(session, code, region_code)
    if current is not None:
        current.state = StageTableState.retired
        session.flush()


def next_number(session: Session, code: str, region_code: str) -> int:
    last = session.scalar(
        select(func.max(StageTable.number)).where(
            StageTable.business_type == code, StageTable.region_code == region_code
        )
    )
    return int(last or 0) + 1


def seed(session: Session, region_code: str, now: dt.datetime) -> None:
    """Publish the declared stages of every type in a region that has none yet."""
    for business_type in BUSINESS_TYPES:
        published(session, business_type, region_code, now)


def row_data(row: StageRow) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.title,
        "role": row.role.value,
        "opinion": row.opinion,
        "time_limit_days": row.time_limit_days,
        "not_by": row.not_by,
        "materials": row.materials,
    }


def export_region(session: Session, region_code: str) -> dict[str, Any]:
    """All published tables of a region as plain data for one YAML file."""
    return {
        "region": region_code,
        "tables": [
            {"business_type": business_type.code, "stages": [row_data(row) for row in rows]}
            for business_type in BUSINESS_TYPES
            for rows in [rows_in_region(session, business_type, region_code)]
        ],
    }


def rows_in_region(session: Session, business_type: BusinessType, region_code: str) -> Sequence[StageRow]:
    table = find_published(session, business_type.code, region_code)
    return table.rows if table else declared_rows(business_type)


def import_region(
    session: Session, data: Mapping[str, Any], *, published_by: str, now: dt.datetime
) -> list[StageTable]:
    """Publish each table of the file that differs from the one in force; all or nothing."""
    region_code = str(data.get("region", ""))
    if session.get(Region, region_code) is None:
        raise StageTableRefused([f"未知地区 {region_code}"])
    changed = []
    for entry in data.get("tables", []):
        code = str(entry.get("business_type", ""))
        if code not in BY_CODE:
            raise StageTableRefused([f"未知业务类型 {code}"])
        rows = [parse_row(stage, position) for position, stage in enumerate(entry.get("stages", []), start=1)]
        if [row_data(row) for row in rows] == [
            row_data(row) for row in rows_in_region(session, BY_CODE[code], region_code)
        ]:
            continue
        changed.append(publish(session, BY_CODE[code], region_code, rows, published_by=published_by, now=now))
    return changed


def parse_row(data: Mapping[str, Any], position: int) -> StageRow:
    """One stage of the file; StageTableRefused with the place where it cannot be read."""
    try:
        return StageRow(
            position=position,
            key=str(data["key"]),
            title=str(data["title"]),
            role=Role(data["role"]),
            opinion=bool(data.get("opinion", False)),
            time_limit_days=int(data["time_limit_days"]) if data.get("time_limit_days") is not None else None,
            not_by=str(data["not_by"]) if data.get("not_by") else None,
            materials=[
                {"key": str(m["key"]), "title": str(m["title"]), "required": bool(m.get("required", True))}
                for m in data.get("materials") or []
            ],
        )
    except (KeyError, ValueError, TypeError) as error:
        raise StageTableRefused([f"第 {position} 个环节无法读取：{error}"]) from error
