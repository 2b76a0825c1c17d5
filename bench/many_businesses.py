"""A desk as busy as a province: companies, two thousand people, buildings, and as many businesses as are asked for.

Everything is written by a few INSERT … SELECT, because a million rows row by row would take longer than the benchmark.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from app.extensions import db
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from bench.databases import Desk, settle
from models import Business, StageRun
from models.encryption import keyring
from workflows.stage_table import seed

REGION = "430802"
DEVELOPERS, BUILDINGS = 200, 10_000
PEOPLE, REVIEWERS = 2_000, 200
WAITING, IN_HAND = 2_000, 18_000  # what is going on, however much is finished
FIRST = 1_000  # ids of what is added here begin behind the town's

COUNTED = "WITH RECURSIVE counted(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < :count) "


@dataclass(frozen=True, slots=True)
class Words:
    """What the two databases say differently."""

    moment: str  # the moment so many minutes after the beginning of 2020
    yes: str


WORDS = {
    "sqlite": Words("datetime('2020-01-01', '+' || ({minutes}) || ' minutes')", "1"),
    "postgresql": Words("timestamptz '2020-01-01 00:00Z' + ({minutes}) * interval '1 minute'", "true"),
}


def fill(desk: Desk, businesses: int) -> None:
    """So many businesses, one stage run each; the newest are going on, all others are finished."""
    table_id = publish_stages(desk)
    with desk.connection() as connection:
        add_companies(connection)
        add_people(connection)
        add_buildings(connection)
        with indexed_afterwards(connection, Business.__table__, StageRun.__table__):
            add_businesses(connection, businesses, table_id)
            add_runs(connection, businesses)
    settle(desk)


def publish_stages(desk: Desk) -> int:
    app = desk.app()
    with app.app_context(), system_scope():
        with unit_of_work():
            seed(db.session(), REGION, datetime.now(UTC))
        found = db.session.execute(
            text("SELECT id FROM stage_table WHERE business_type = 'predicted_survey' AND region_code = :region"),
            {"region": REGION},
        ).scalar_one()
        db.session.remove()
        db.engine.dispose()
    return int(found)


@contextmanager
def indexed_afterwards(connection: Connection, *tables: Any) -> Iterator[None]:
    """Without the indexes of these tables, which are built at once when the rows are there: half the time."""
    indexes = [index for table in tables for index in table.indexes]
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)


def words(connection: Connection) -> Words:
    return WORDS[connection.dialect.name]


def moment(connection: Connection, minutes: str) -> str:
    return words(connection).moment.format(minutes=minutes)


def insert(connection: Connection, table: str, count: int, values: dict[str, str], **given: object) -> None:
    """So many rows, their columns as expressions of the number i."""
    columns, expressions = ", ".join(f'"{name}"' for name in values), ", ".join(values.values())
    head = "" if connection.dialect.name == "postgresql" else COUNTED
    tail = COUNTED if connection.dialect.name == "postgresql" else ""
    statement = f"{head}INSERT INTO {table} ({columns}) {tail}SELECT {expressions} FROM counted"
    connection.execute(text(statement), {"count": count, **given})


def add_companies(connection: Connection) -> None:
    sealed = keyring.encrypt("430899197001011234")
    insert(
        connection,
        "organization",
        DEVELOPERS,
        {
            "id": f"{FIRST} + i",
            "version": "1",
            "credit_code": "'91430899MA' || CAST(10000000 + i AS TEXT)",
            "name": "'第' || CAST(i AS TEXT) || '置业有限公司(测试)'",
            "kind": "'developer'",
            "legal_form": "'limited'",
            "legal_representative": "'张三'",
            "legal_representative_id": f"'{sealed}'",
            "region_code": f"'{REGION}'",
            "status": "'normal'",
            "valid": words(connection).yes,
            "created_at": moment(connection, "0"),
            "updated_at": moment(connection, "0"),
        },
    )


def add_people(connection: Connection) -> None:
    """The first ones review at the bureau, all others are clerks of the companies in turn."""
    bureau = connection.execute(
        text("SELECT id FROM organization WHERE kind = 'authority' AND region_code = :region"), {"region": REGION}
    ).scalar_one()
    insert(
        connection,
        "ab_user",
        PEOPLE,
        {
            "id": f"{FIRST} + i",
            "first_name": "'某'",
            "last_name": "'人'",
            "full_name": "'人员' || CAST(i AS TEXT)",
            "username": "'person_' || CAST(i AS TEXT)",
            "password": "'none'",
            "active": words(connection).yes,
            "email": "'person_' || CAST(i AS TEXT) || '@example.invalid'",
            "session_version": "0",
        },
    )
    insert(
        connection,
        "membership",
        PEOPLE,
        {
            "id": f"{FIRST} + i",
            "version": "1",
            "user_id": f"{FIRST} + i",
            "organization_id": f"CASE WHEN i <= {REVIEWERS} THEN {bureau} ELSE {FIRST} + 1 + i % {DEVELOPERS} END",
            "state": "'approved'",
            "created_at": moment(connection, "0"),
            "updated_at": moment(connection, "0"),
        },
    )
    role = f"CASE WHEN i <= {REVIEWERS} THEN 'survey_reviewer' ELSE 'developer_operator' END"
    insert(connection, "membership_role", PEOPLE, {"id": f"{FIRST} + i", "membership_id": f"{FIRST} + i", "role": role})


def add_buildings(connection: Connection) -> None:
    project = connection.execute(text("SELECT min(id) FROM project")).scalar_one()
    insert(
        connection,
        "building",
        BUILDINGS,
        {
            "id": f"{FIRST} + i",
            "version": "1",
            "building_no": "'B' || CAST(i AS TEXT)",
            "natural_building_no": "CAST(i AS TEXT)",
            "parcel_code": "'430802009001GB' || CAST(10000 + i AS TEXT)",
            "project_id": str(project),
            "developer_id": f"{FIRST} + 1 + i % {DEVELOPERS}",
            "region_code": f"'{REGION}'",
            "state": "'current'",
            "phase": "'presale'",
            "floors_total": "18",
            "floors_above": "18",
            "floors_below": "0",
            "entrance_count": "2",
            "unit_count": "144",
            "surveyed_fields": "'[]'",
            "floors": "'[]'",
            "created_at": moment(connection, "0"),
            "updated_at": moment(connection, "0"),
        },
    )


def add_businesses(connection: Connection, count: int, table_id: int) -> None:
    going_on = f"i > {count} - {min(WAITING + IN_HAND, count // 2)}"
    insert(
        connection,
        "business",
        count,
        {
            "id": f"{FIRST} + i",
            "version": "1",
            "business_no": "'C' || CAST(202600000000000 + i AS TEXT)",
            "business_type": "'predicted_survey'",
            "status": f"CASE WHEN {going_on} THEN 'open' ELSE 'archived' END",
            "region_code": f"'{REGION}'",
            "developer_id": f"{FIRST} + 1 + i % {DEVELOPERS}",
            "building_id": f"{FIRST} + 1 + i % {BUILDINGS}",
            "subject": """'{"survey_no": "CL20260101001", "project_id": 1}'""",
            "subject_title": f"'澧岸云庭 B' || CAST(1 + i % {BUILDINGS} AS TEXT)",
            "snapshot": """'{"building": {"floors_total": 18, "unit_count": 144, "location": "澧水北岸03地块"}}'""",
            "stage_table_id": str(table_id),
            "initiator_id": f"{FIRST} + {REVIEWERS} + 1 + i % {PEOPLE - REVIEWERS}",
            "initiator_name": "'人员' || CAST(i % 1800 AS TEXT)",
            "accepted_at": moment(connection, "i * 3"),
            "finished_at": f"CASE WHEN {going_on} THEN NULL ELSE {moment(connection, 'i * 3 + 2000')} END",
            "created_at": moment(connection, "i * 3"),
            "updated_at": moment(connection, "i * 3"),
        },
    )


def add_runs(connection: Connection, count: int) -> None:
    """Of what goes on, some waits for any reviewer of the region, the rest is in the hands of everybody in turn."""
    going_on = min(WAITING + IN_HAND, count // 2)
    waiting = going_on * WAITING // (WAITING + IN_HAND)
    waits, held = f"i > {count - waiting}", f"i > {count - going_on}"
    insert(
        connection,
        "stage_run",
        count,
        {
            "business_id": f"{FIRST} + i",
            "developer_id": f"{FIRST} + 1 + i % {DEVELOPERS}",
            "region_code": f"'{REGION}'",
            "stage": "'review'",
            "title": "'测绘科审核'",
            "role": "'survey_reviewer'",
            "state": f"CASE WHEN {waits} THEN 'waiting' WHEN {held} THEN 'open' ELSE 'done' END",
            "sender_name": "'某人'",
            "sent_at": moment(connection, "i * 3 + 100"),
            "holder_id": f"CASE WHEN {waits} THEN NULL ELSE {FIRST} + 1 + (i - 1) % {PEOPLE} END",
            "holder_name": f"CASE WHEN {waits} THEN NULL ELSE '人员' END",
            "received_at": f"CASE WHEN {waits} THEN NULL ELSE {moment(connection, 'i * 3 + 200')} END",
            "finished_at": f"CASE WHEN {held} THEN NULL ELSE {moment(connection, 'i * 3 + 2000')} END",
        },
    )
