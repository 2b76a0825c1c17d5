"""Dictionary items begin and end on their dates: what a form offers follows, old rows keep their labels."""

import datetime as dt

from sqlalchemy import and_, or_, select

from app.extensions import db
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import DictionaryItem
from workflows import journal
from workflows.facts.calendar import local_day, midnight


def settle_items(now: dt.datetime) -> int:
    """Retire what has ended and offer what has begun since it was last changed; how many items changed."""
    today = local_day(now)
    ended = and_(DictionaryItem.retired.is_(False), DictionaryItem.valid_until < today)
    begun = and_(DictionaryItem.retired.is_(True), DictionaryItem.valid_from <= today)
    with system_scope(), unit_of_work():
        items = db.session.scalars(select(DictionaryItem).where(or_(ended, begun)))
        due = [item for item in items if not item.retired or has_begun(item, today)]
        for item in due:
            turn(item, now)
        return len(due)


def has_begun(item: DictionaryItem, today: dt.date) -> bool:
    """What an administrator retired after its first day stays retired."""
    assert item.valid_from is not None
    lasting = item.valid_until is None or item.valid_until >= today
    return lasting and item.updated_at < midnight(item.valid_from)


def turn(item: DictionaryItem, now: dt.datetime) -> None:
    item.retired = not item.retired
    item.updated_at = now
    journal.record(
        db.session(),
        actor=None,
        now=now,
        action="edit_record",
        subject_kind="dictionary_item",
        subject_id=item.id,
        detail={"changes": {"retired": [not item.retired, item.retired]}},
    )
