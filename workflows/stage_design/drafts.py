"""The acts on the draft of a stage table: begun with the first change, changed row by row, each act an event.

Every act names the version of the draft that the administrator saw (0 where there was none); another one raises M20.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from models import StageRow, StageTable
from workflows.actor import Actor
from workflows.messages import Message, Refused
from workflows.stage_design.finding import begun_draft, copies_of, expected_draft, of_key
from workflows.stage_design.stage_input import StageInput, fill, unused
from workflows.stage_design.table_key import TableKey
from workflows.stage_design.writing_down import changes, data_of, write_down
from workflows.stage_table import find_published, published
from workflows.stage_table_faults import MANDATORY, MOST_STAGES, TOO_MANY_STAGES

UNKNOWN_STAGE = Message("stage_unknown", "没有这个环节，可能已被他人删除")
UNKNOWN_ORDER = Message("stage_order", "环节已有变化，请刷新后再排序")
NO_DRAFT = Message("no_draft", "没有草稿")
NOTHING_TO_COPY = Message("stage_none", "该地区没有这项业务的环节表")


@contextmanager
def drafting(
    session: Session, key: TableKey, version: int, actor: Actor, now: dt.datetime, action: str
) -> Iterator[StageTable]:
    """Inside, the rows of the draft are changed; then they are put in order, saved and written down."""
    draft = expected_draft(session, key, version, actor, now) or begun_draft(session, key, now)
    before = data_of(draft.rows)
    yield draft
    place(session, draft, draft.rows)
    draft.updated_at = now
    flag_modified(draft, "updated_at")  # the version rises also within one tick of the clock
    session.flush()
    detail = {"number": draft.number, "changes": changes(before, data_of(draft.rows))}
    write_down(session, key, action, detail, actor, now)


def place(session: Session, draft: StageTable, rows: Sequence[StageRow]) -> None:
    """Number the rows in this order; first out of the way, for no two may hold a place even for a moment."""
    ordered = list(rows)
    if [row.position for row in ordered] == list(range(1, len(ordered) + 1)):
        session.flush()
        return
    for sign in (-1, 1):
        for position, row in enumerate(ordered, start=1):
            row.position = sign * position
        session.flush()
    draft.rows.sort(key=lambda row: row.position)


def add_stage(
    session: Session,
    key: TableKey,
    version: int,
    given: StageInput,
    after: str,
    actor: Actor,
    now: dt.datetime,
) -> str:
    """A new stage behind the one of key `after` (before the last where that is unknown); its key."""
    with drafting(session, key, version, actor, now, "add_stage") as draft:
        if len(draft.rows) >= MOST_STAGES:
            raise Refused([TOO_MANY_STAGES(most=MOST_STAGES)])
        row = StageRow(position=0, key=new_key(session, key, draft), materials=[])
        fill(row, given)
        keys = [one.key for one in draft.rows]
        index = keys.index(after) + 1 if after in keys else len(keys) - 1
        row.position = -len(keys) - 1
        draft.rows.insert(index, row)
        return row.key


def new_key(session: Session, key: TableKey, draft: StageTable) -> str:
    """One that no version of this table has used, so that old businesses and new ones never mean two things by it."""
    used = set(
        session.scalars(select(StageRow.key).join(StageTable, StageTable.id == StageRow.table_id).where(*of_key(key)))
    )
    return unused("stage", used | {row.key for row in draft.rows})


def change_stage(
    session: Session, key: TableKey, version: int, stage: str, given: StageInput, actor: Actor, now: dt.datetime
) -> None:
    """Write what was typed over the stage."""
    with drafting(session, key, version, actor, now, "edit_stage") as draft:
        fill(row_of_key(draft, stage), given)


def remove_stage(session: Session, key: TableKey, version: int, stage: str, actor: Actor, now: dt.datetime) -> str:
    """Take an added or optional stage out, with the four-eyes rules that named it; its title."""
    declared = key.kind.stage(stage)
    if declared is not None and not declared.optional:
        raise Refused([MANDATORY(stage=declared.title)])
    with drafting(session, key, version, actor, now, "remove_stage") as draft:
        row = row_of_key(draft, stage)
        draft.rows.remove(row)
        for other in draft.rows:
            other.not_by = None if other.not_by == stage else other.not_by
        session.flush()
        return row.title


def order_stages(
    session: Session, key: TableKey, version: int, keys: Sequence[str], actor: Actor, now: dt.datetime
) -> None:
    """Put the stages in this order; refused where one came or went meanwhile."""
    with drafting(session, key, version, actor, now, "order_stages") as draft:
        if sorted(keys) != sorted(row.key for row in draft.rows):
            raise Refused([UNKNOWN_ORDER()])
        draft.rows.sort(key=lambda row: keys.index(row.key))


def copy_stages(session: Session, key: TableKey, version: int, source: str, actor: Actor, now: dt.datetime) -> None:
    """Take over what is in force in another region, in place of everything in the draft."""
    table = find_published(session, key.kind.code, source)
    if table is None:
        raise Refused([NOTHING_TO_COPY(at="source")])
    with drafting(session, key, version, actor, now, "copy_stages") as draft:
        copies = copies_of(table.rows)
        draft.rows.clear()
        session.flush()
        draft.rows.extend(copies)


def discard_draft(session: Session, key: TableKey, version: int, actor: Actor, now: dt.datetime) -> None:
    """放弃草稿: what is in force stays as it is."""
    draft = expected_draft(session, key, version, actor, now)
    if draft is None:
        raise Refused([NO_DRAFT()])
    current = published(session, key.kind, key.region_code, now)
    detail = {"number": draft.number, "changes": changes(data_of(draft.rows), data_of(current.rows))}
    write_down(session, key, "discard_stages", detail, actor, now)
    session.delete(draft)
    session.flush()


def row_of_key(draft: StageTable, stage: str) -> StageRow:
    """The stage of this key; refused where another has taken it out."""
    found = next((row for row in draft.rows if row.key == stage), None)
    if found is None:
        raise Refused([UNKNOWN_STAGE()])
    return found
