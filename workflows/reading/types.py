"""The business types as they run in a region."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import StageTable
from models.enums import StageTableState
from workflows.engine.business_type import BusinessType, Stage
from workflows.registry import BUSINESS_TYPES
from workflows.stage_table import effective_stages


@dataclass(frozen=True, slots=True)
class RegionalType:
    """A type with the stages that a business accepted now would run through."""

    business_type: BusinessType
    stages: tuple[Stage, ...]


def types_in_region(session: Session, region_code: str) -> Sequence[RegionalType]:
    """Every type, with the region's published stages where it has its own; two queries for all."""
    published = session.scalars(
        select(StageTable)
        .where(StageTable.region_code == region_code, StageTable.state == StageTableState.published)
        .options(selectinload(StageTable.rows))
    )
    tables = {table.business_type: table for table in published}
    return [RegionalType(kind, stages_of(kind, tables.get(kind.code))) for kind in BUSINESS_TYPES]


def stages_of(kind: BusinessType, table: StageTable | None) -> tuple[Stage, ...]:
    return effective_stages(kind, table.rows) if table else kind.stages
