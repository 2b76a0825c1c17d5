"""The draft of a stage table: begun with the first change, changed row by row, each act an event with before and after.

Every act names the version of the draft that the administrator saw (0 where there was none); another one raises M20.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.attributes import flag_modified

from models import Event, StageRow, StageTable
from models.enums import Role, StageTableState
from workflows import journal
from workflows.actor import Actor
from workflows.messages import Kind, Message, Refused
from workflows.overtaken import overtaken_by
from workflows.stage_design.table_key import TableKey, may_design
from workflows.stage_table import find_published, next_number, published, row_data
from workflows.stage_table_faults import LONGEST_PAPER, LONGEST_TITLE, MANDATORY, MOST_STAGES, TOO_MANY_STAGES

SUBJECT = "stage_table"
NOT_DESIGNER = Message("not_designer", "环节表由主管部门管理员维护", Kind.forbidden)
UNKNOWN_STAGE = Message("stage_unknown", "没有这个环节，可能已被他人删除")
UNKNOWN_ORDER = Message("stage_order", "环节已有变化，请刷新后再排序")
NO_DRAFT = Message("no_draft", "没有草稿")
NOTHING_TO_COPY = Message("stage_none", "该地区没有这项业务的环节表")


@dataclass(frozen=True, slots=True)
class Paper:
    """收件资料 as it was typed; a new one has no key yet."""

    title: str
    required: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class StageInput:
    """One stage as the administrator typed it; its shape was judged by the form."""

    title: str
    role: Role
    time_limit_days: int | None = None
    opinion: bool = False
    not_by: str | None = None
    papers: tuple[Paper, ...] = field(default=())


# ---- finding ----


def find_draft(session: Session, key: TableKey) -> StageTable | None:
    found: StageTable | None = session.scalars(
        select(StageTable)
        .where(*of_key(key), StageTable.state == StageTableState.draft)
        .options(selectinload(StageTable.rows))
        .execution_options(populate_existing=True)
    ).one_or_none()
    return found


def of_key(key: TableKey) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
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
    reason = overtaken_by(f"环节表【{key.kind.title}】", last.actor_name if last else None, moment)
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


# ---- changing ----


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


def unused(stem: str, used: set[str]) -> str:
    return next(name for number in range(1, len(used) + 2) if (name := f"{stem}_{number}") not in used)


def change_stage(
    session: Session, key: TableKey, version: int, stage: str, given: StageInput, actor: Actor, now: dt.datetime
) -> None:
    with drafting(session, key, version, actor, now, "edit_stage") as draft:
        fill(row_of_key(draft, stage), given)


def fill(row: StageRow, given: StageInput) -> None:
    row.title, row.role = given.title[:LONGEST_TITLE], given.role
    row.opinion, row.time_limit_days = given.opinion, given.time_limit_days
    row.not_by = given.not_by if given.not_by != row.key else None
    row.materials = papers_of(given.papers)


def papers_of(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    """The papers as they are stored; who had a key keeps it, for what was handed in is known by it."""
    kept, stored = {paper.key for paper in papers if paper.key}, []
    for paper in papers:
        name = paper.key or unused("paper", kept)
        kept.add(name)
        stored.append({"key": name, "title": paper.title[:LONGEST_PAPER], "required": paper.required})
    return stored


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
    found = next((row for row in draft.rows if row.key == stage), None)
    if found is None:
        raise Refused([UNKNOWN_STAGE()])
    return found


# ---- writing down ----

Data = Mapping[str, Mapping[str, Any]]


def data_of(rows: Sequence[StageRow]) -> dict[str, dict[str, Any]]:
    """Every row as plain data with its place, by key."""
    return {row.key: {"position": place, **row_data(row)} for place, row in enumerate(rows, start=1)}


def changes(before: Data, after: Data) -> dict[str, list[Any]]:
    """原值→新值 of each row that differs, whole rows for what came or went."""
    return {
        key: [before.get(key), after.get(key)]
        for key in dict.fromkeys([*before, *after])
        if before.get(key) != after.get(key)
    }


def write_down(
    session: Session, key: TableKey, action: str, detail: Mapping[str, Any], actor: Actor, now: dt.datetime
) -> None:
    journal.record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject_kind=SUBJECT,
        subject_id=key,
        detail={"region": key.region_code, "business_type": key.kind.code, **detail},
    )
