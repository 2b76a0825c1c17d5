"""The draft of a table, found under lock as the administrator saw it, or begun as a copy of what is in force."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from models import Event, StageRow, StageTable
from models.enums import StageTableState
from workflows.actor import Actor
from workflows.messages import Kind, Message, Refused
from workflows.overtaken import STAGE_TABLE, overtaken_by
from workflows.stage_design.table_key import TableKey, may_design
from workflows.stage_design.writing_down import SUBJECT
from workflows.stage_table import next_number, published

NOT_DESIGNER = Message("not_designer", "环节表由主管部门管理员维护", Kind.forbidden)


def find_draft(session: Session, key: TableKey) -> StageTable | None:
    """The draft of the table, if one was begun."""
    found: StageTable | None = session.scalars(
        select(StageTable)
        .where(*of_key(key), StageTable.state == StageTableState.draft)
        .options(selectinload(StageTable.rows))
        .execution_options(populate_existing=True)
    ).one_or_none()
    return found


def of_key(key: TableKey) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """All versions of the table."""
    return StageTable.business_type == key.kind.code, StageTable.region_code == key.region_code


def wait_for_turn(session: Session, key: TableKey) -> None:
    """One administrator after the other: all versions of the table are locked until the unit of work ends."""
    session.execute(select(StageTable.id).where(*of_key(key)).order_by(StageTable.id).with_for_update()).all()


def expected_draft(session: Session, key: TableKey, version: int, actor: Actor, now: dt.datetime) -> StageTable | None:
    """The draft as the administrator saw it, locked; M20 where somebody has changed it since."""
    if not may_design(actor):
        raise Refused([NOT_DESIGNER()])
    wait_for_turn(session, key)
    draft = find_draft(session, key)
    if version != (draft.version if draft else 0):
        raise overtaken(session, key, draft, version, now)
    return draft


def overtaken(session: Session, key: TableKey, draft: StageTable | None, version: int, now: dt.datetime) -> Refused:
    """M20 with who was quicker, as far as the log tells this person."""
    last = session.scalars(
        select(Event)
        .where(Event.subject_kind == SUBJECT, Event.subject_id == str(key))
        .order_by(Event.id.desc())
        .limit(1)
    ).one_or_none()
    moment = last.happened_at if last else draft.updated_at if draft else now
    reason = overtaken_by(STAGE_TABLE(title=key.kind.title), last.actor_name if last else None, moment)
    return Refused([reason], differs={"version": {"yours": version, "current": draft.version if draft else 0}})


def begun_draft(session: Session, key: TableKey, now: dt.datetime) -> StageTable:
    """A draft of what is in force."""
    current = published(session, key.kind, key.region_code, now)
    draft = StageTable(
        region_code=key.region_code,
        business_type=key.kind.code,
        number=next_number(session, key.kind.code, key.region_code),
        state=StageTableState.draft,
        rows=copies_of(current.rows),
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as clash:
        raise overtaken(session, key, None, 0, now) from clash
    return draft


def copies_of(rows: Sequence[StageRow]) -> list[StageRow]:
    """The rows anew, numbered from 1."""
    ordered = sorted(rows, key=lambda row: row.position)
    return [
        StageRow(
            position=position,
            key=row.key,
            title=row.title,
            role=row.role,
            opinion=row.opinion,
            time_limit_days=row.time_limit_days,
            not_by=row.not_by,
            materials=[dict(paper) for paper in row.materials],
        )
        for position, row in enumerate(ordered, start=1)
    ]
