"""A person's own filters and columns of the lists: kept, taken away, read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import ListArrangement
from models.enums import ListKind
from workflows import journal, messages
from workflows.actor import Actor
from workflows.messages import Message, NotVisible

MOST_FILTERS = 20
LONGEST_NAME, LONGEST_QUERY = 30, 500
COLUMNS_ROW = ""
NAME_FAULT = Message("filter_name", "请填写筛选名称，最多 {most} 个字")
QUERY_FAULT = Message("filter_query", "筛选条件过长，未能保存")
TOO_MANY = Message("too_many_filters", "每个列表最多保存 {most} 个筛选，请先删除不用的")


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The saved filters of a list, by name, and the columns in their order (empty: as the list comes)."""

    filters: Sequence[ListArrangement]
    columns: Sequence[str]


def arrangement_of(session: Session, actor: Actor, kind: ListKind) -> Arrangement:
    rows = session.scalars(
        select(ListArrangement)
        .where(ListArrangement.user_id == actor.person_id, ListArrangement.list_kind == kind)
        .order_by(ListArrangement.id)
    ).all()
    columns = next((row.columns for row in rows if row.name == COLUMNS_ROW), [])
    return Arrangement([row for row in rows if row.name != COLUMNS_ROW], columns)


def save_filter(session: Session, kind: ListKind, name: str, query: str, actor: Actor, now: dt.datetime) -> None:
    """Keep what the address asks for under a name; the same name is written anew."""
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise messages.refuse(NAME_FAULT(at="name", most=LONGEST_NAME))
    if len(query) > LONGEST_QUERY:
        raise messages.refuse(QUERY_FAULT(at="query"))
    row = find(session, actor, kind, name)
    if row is None and len(arrangement_of(session, actor, kind).filters) >= MOST_FILTERS:
        raise messages.refuse(TOO_MANY(at="name", most=MOST_FILTERS))
    row = row or added(session, actor, kind, name)
    row.query = query
    written(session, row, actor, now, "save_filter")


def drop_filter(session: Session, filter_id: int, actor: Actor, now: dt.datetime) -> ListKind:
    """Take a saved filter away; NotVisible where it is not this person's. The list that it was of."""
    row: ListArrangement | None = session.scalars(
        select(ListArrangement).where(
            ListArrangement.id == filter_id,
            ListArrangement.user_id == actor.person_id,
            ListArrangement.name != COLUMNS_ROW,
        )
    ).one_or_none()
    if row is None:
        raise NotVisible(filter_id)
    written(session, row, actor, now, "drop_filter")
    session.delete(row)
    return row.list_kind


def choose_columns(session: Session, kind: ListKind, columns: Sequence[str], actor: Actor, now: dt.datetime) -> None:
    """The columns in the order chosen; none is the list as it comes."""
    row = find(session, actor, kind, COLUMNS_ROW) or added(session, actor, kind, COLUMNS_ROW)
    row.columns = list(columns)
    written(session, row, actor, now, "choose_columns")


def find(session: Session, actor: Actor, kind: ListKind, name: str) -> ListArrangement | None:
    found: ListArrangement | None = session.scalars(
        select(ListArrangement).where(
            ListArrangement.user_id == actor.person_id, ListArrangement.list_kind == kind, ListArrangement.name == name
        )
    ).one_or_none()
    return found


def added(session: Session, actor: Actor, kind: ListKind, name: str) -> ListArrangement:
    row = ListArrangement(user_id=actor.person_id, list_kind=kind, name=name, query="", columns=[])
    session.add(row)
    return row


def written(session: Session, row: ListArrangement, actor: Actor, now: dt.datetime, action: str) -> None:
    session.flush()
    detail = {"list": row.list_kind.value, "name": row.name, "query": row.query, "columns": row.columns}
    journal.record(
        session, actor=actor, now=now, action=action, subject_kind="list_arrangement", subject_id=row.id, detail=detail
    )
