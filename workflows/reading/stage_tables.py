"""What the pages of stage tables show: every type of a region at a glance, and the regions to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Region, StageTable
from models.enums import StageTableState
from workflows.actor import Actor
from workflows.engine.business_type import BusinessType, Stage
from workflows.registry import BUSINESS_TYPES
from workflows.stage_design.publishing import in_flight
from workflows.stage_design.table_key import reaches
from workflows.stage_table import effective_stages

HELD = (StageTableState.published, StageTableState.draft)


@dataclass(frozen=True, slots=True)
class TableLine:
    """One business type in a region: what is in force, what is drafted, how many businesses run by it."""

    kind: BusinessType
    current: StageTable | None
    draft: StageTable | None
    stages: tuple[Stage, ...]
    in_flight: int


def tables_of_region(session: Session, region_code: str) -> list[TableLine]:
    """All types in their declared order; three queries."""
    tables = session.scalars(
        select(StageTable)
        .where(StageTable.region_code == region_code, StageTable.state.in_(HELD))
        .options(selectinload(StageTable.rows))
    ).all()
    held = {(table.business_type, table.state): table for table in tables}
    counts = in_flight(session, [table.id for table in tables])
    return [
        line_of(kind, held.get((kind.code, HELD[0])), held.get((kind.code, HELD[1])), counts) for kind in BUSINESS_TYPES
    ]


def line_of(
    kind: BusinessType, current: StageTable | None, draft: StageTable | None, counts: Mapping[int, int]
) -> TableLine:
    stages = effective_stages(kind, current.rows) if current else kind.stages
    return TableLine(kind, current, draft, stages, counts.get(current.id, 0) if current else 0)


def regions_within(session: Session, actor: Actor) -> Sequence[Region]:
    """The counties that this person reaches, and the own region where it is none."""
    regions = session.scalars(select(Region).order_by(Region.code))
    return [
        one for one in regions if reaches(actor, one.code) and (is_county(one.code) or one.code == actor.region_code)
    ]


def regions_with_table(session: Session, code: str) -> Sequence[Region]:
    """Where the type has a table in force: what may be copied."""
    held = select(StageTable.region_code).where(
        StageTable.business_type == code, StageTable.state == StageTableState.published
    )
    return session.scalars(select(Region).where(Region.code.in_(held)).order_by(Region.code)).all()


def is_county(code: str) -> bool:
    """Six digits that end neither as a province's nor as a prefecture's."""
    return not code.endswith("00")
