"""What an act on the stages changed: an event with before and after."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from models import StageRow
from workflows import journal
from workflows.actor import Actor
from workflows.stage_design.table_key import TableKey
from workflows.stage_table import row_data

SUBJECT = "stage_table"
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
    """The event, under the table that it is about."""
    journal.record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject_kind=SUBJECT,
        subject_id=key,
        detail={"region": key.region_code, "business_type": key.kind.code, **detail},
    )
