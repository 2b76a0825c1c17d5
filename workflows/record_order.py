"""Lists that an administrator puts in order: dictionary items, tiles. The whole order is given, or it is refused."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from workflows import journal
from workflows.actor import Actor
from workflows.messages import Kind, Message, Refused

ANOTHER_LIST = Message("order", "列表已有变化，请刷新后再排序", Kind.conflict)


def put_in_order(
    session: Session, rows: Sequence[Any], ids: Sequence[str], actor: Actor, now: dt.datetime, subject_id: str
) -> None:
    """Number the rows 1, 2, 3… as their ids are given; refused where these are not exactly the rows there are."""
    by_id = {str(row.id): row for row in rows}
    if sorted(by_id) != sorted(ids):
        raise Refused([ANOTHER_LIST()])
    changes = {}
    for position, one in enumerate(ids, start=1):
        row = by_id[one]
        if row.position != position:
            changes[str(row)] = [row.position, position]
            row.position = position
    if not changes:
        return
    kind = type(rows[0]).__tablename__
    journal.record(
        session,
        actor=actor,
        now=now,
        action="order_records",
        subject_kind=kind,
        subject_id=subject_id,
        detail={"changes": changes},
    )
    session.flush()
