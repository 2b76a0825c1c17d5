"""The next business number: one counter a day for all prefixes, never used twice (domain 2.0)."""

import datetime as dt

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from models import NumberCounter
from workflows.facts.calendar import local_day
from workflows.rules.numbering import business_no


def next_business_no(session: Session, prefix: str, now: dt.datetime) -> str:
    """Count on in one statement; a rolled-back accept gives its number back, an ended one never does."""
    insert = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    day = local_day(now)
    count = session.scalar(
        insert(NumberCounter)
        .values(day=day, last=1)
        .on_conflict_do_update(index_elements=[NumberCounter.day], set_={"last": NumberCounter.last + 1})
        .returning(NumberCounter.last)
    )
    assert count is not None
    return business_no(prefix, day, count)
