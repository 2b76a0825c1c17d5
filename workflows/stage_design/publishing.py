"""Publishing a draft, and going back to an earlier version by publishing its rows as a new one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from models import Business, Region, StageTable
from models.enums import BusinessStatus, StageTableState
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.facts.region_rules import region_rule
from workflows.messages import Message, NotVisible, Refused
from workflows.stage_design.checks import NOTHING_CHANGED, Ground, checks, refusals
from workflows.stage_design.drafts import NO_DRAFT
from workflows.stage_design.finding import copies_of, expected_draft, find_draft, of_key, overtaken
from workflows.stage_design.people import people_in_duty
from workflows.stage_design.table_key import TableKey
from workflows.stage_design.writing_down import changes, data_of, write_down
from workflows.stage_table import find_published, published, retire

LONGEST_NOTE = 200
NOTE_MISSING = Message("required", "请填写发布说明，让同事知道改了什么")
NOTE_LENGTH = Message("too_long", "发布说明最多 {most} 个字")
STILL_DRAFT = Message("draft_open", "有未发布的草稿，请先发布或放弃草稿")
IN_FORCE_ALREADY = Message("in_force", "第 {number} 版正在执行，不需要回退")
OPEN = (BusinessStatus.open, BusinessStatus.suspended)


def publish_draft(
    session: Session, key: TableKey, version: int, note: str, actor: Actor, now: dt.datetime
) -> StageTable:
    """The draft becomes the table in force for businesses accepted from now on; those under way keep theirs."""
    draft = expected_draft(session, key, version, actor, now)
    if draft is None:
        raise Refused([NO_DRAFT()])
    refuse_bad_note(note)
    refuse_faulty(session, key, draft, now)
    return put_in_force(session, key, draft, note, actor, now)


def refuse_bad_note(note: str) -> None:
    if not note:
        raise Refused([NOTE_MISSING(at="note")])
    if len(note) > LONGEST_NOTE:
        raise Refused([NOTE_LENGTH(at="note", most=LONGEST_NOTE)])


def refuse_faulty(session: Session, key: TableKey, table: StageTable, now: dt.datetime) -> None:
    current = published(session, key.kind, key.region_code, now)
    if data_of(current.rows) == data_of(table.rows):
        raise Refused([NOTHING_CHANGED()])
    faults = refusals(checks(key.kind, table.rows, ground_of(session, key, now)))
    if faults:
        raise Refused(faults)


def put_in_force(
    session: Session, key: TableKey, table: StageTable, note: str, actor: Actor, now: dt.datetime
) -> StageTable:
    current = published(session, key.kind, key.region_code, now)
    before = data_of(current.rows)
    retire(session, key.kind.code, key.region_code)
    table.number = last_number(session, key) + 1
    table.state = StageTableState.published
    table.published_at, table.published_by, table.note = now, actor.name, note
    session.flush()
    detail = {
        "number": table.number,
        "note": note,
        "changes": {"number": [current.number, table.number], **changes(before, data_of(table.rows))},
    }
    write_down(session, key, "publish_stage_table", detail, actor, now)
    return table


def last_number(session: Session, key: TableKey) -> int:
    """Of the versions that were ever in force."""
    return session.scalar(versions_query(key).with_only_columns(func.max(StageTable.number)).order_by(None)) or 0


def roll_back(
    session: Session, key: TableKey, in_force: int, number: int, actor: Actor, now: dt.datetime
) -> StageTable:
    """Publish the rows of an earlier version as a new one; `in_force` is the version seen, a draft is settled first."""
    if find_draft(session, key) is not None:
        raise Refused([STILL_DRAFT()])
    expected_draft(session, key, 0, actor, now)
    if published(session, key.kind, key.region_code, now).number != in_force:
        raise overtaken(session, key, None, in_force, now)
    earlier = version_of(session, key, number)
    if earlier.state is StageTableState.published:
        raise Refused([IN_FORCE_ALREADY(number=number)])
    table = StageTable(
        region_code=key.region_code,
        business_type=key.kind.code,
        number=last_number(session, key) + 1,
        state=StageTableState.draft,
        rows=copies_of(earlier.rows),
    )
    session.add(table)
    session.flush()
    refuse_faulty(session, key, table, now)
    return put_in_force(session, key, table, f"回退到第 {number} 版", actor, now)


# ---- versions ----


def versions_query(key: TableKey) -> Select[Any]:
    return (
        select(StageTable)
        .where(*of_key(key), StageTable.state != StageTableState.draft)
        .order_by(StageTable.number.desc())
    )


def versions(session: Session, key: TableKey) -> Sequence[StageTable]:
    """Every version that was ever in force, the newest first."""
    return session.scalars(versions_query(key).options(selectinload(StageTable.rows))).all()


def version_of(session: Session, key: TableKey, number: int) -> StageTable:
    found: StageTable | None = session.scalars(
        versions_query(key).where(StageTable.number == number).options(selectinload(StageTable.rows))
    ).one_or_none()
    if found is None:
        raise NotVisible(f"{key} {number}")
    return found


def in_flight(session: Session, table_ids: Sequence[int]) -> Mapping[int, int]:
    """How many businesses are under way by each table; a figure that the platform may know without seeing them."""
    rows = session.execute(
        select(Business.stage_table_id, func.count())
        .where(Business.stage_table_id.in_(table_ids), Business.status.in_(OPEN))
        .group_by(Business.stage_table_id)
        .execution_options(unscoped=True)
    )
    return {int(row[0]): int(row[1]) for row in rows}


def ground_of(session: Session, key: TableKey, now: dt.datetime) -> Ground:
    """What the region brings to the check of a table."""
    today = local_day(now)
    current = find_published(session, key.kind.code, key.region_code)
    region = session.get(Region, key.region_code)
    return Ground(
        region=region.name if region else key.region_code,
        people=people_in_duty(session, key.region_code, today),
        longest_total=int(region_rule(session, key.region_code, "stage_total_limit", today)),
        in_force=current.number if current else 0,
        in_flight=in_flight(session, [current.id]).get(current.id, 0) if current else 0,
    )
