"""What every page and every call of records shares: labels, masking, versions, the log of what changed."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from flask import abort
from flask_babel import lazy_gettext
from sqlalchemy import Column, Integer, event, inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.extensions import db
from models import Event
from models.base import LongInteger
from models.encryption import EncryptedText, keyring
from workflows import journal
from workflows.actor import Actor
from workflows.messages import Message, Refused
from workflows.overtaken import overtaken_by
from workflows.rules.identity import clean_number, mask_account, mask_id, mask_phone

ALREADY_USED = Message("already_used", "与已有记录重复，或仍被其他记录使用，未能保存")
TARGET_UNKNOWN = Message("unknown_reference", "所选的{what}不存在")
LARGEST_KEY = 2**31 - 1


# ---- columns ----


def columns_of(model: type[Any]) -> Mapping[str, Column[Any]]:
    return {attribute.key: attribute.columns[0] for attribute in inspect(model).column_attrs}


def labels_of(model: type[Any]) -> dict[str, Any]:
    """What people call each column and relation: the comments of the models."""
    labels = {name: lazy_gettext(column.comment) for name, column in columns_of(model).items() if column.comment}
    for relation in inspect(model).relationships:
        (first, *_) = relation.local_columns
        comment = first.comment if first.foreign_keys else relation.mapper.local_table.comment
        if comment:
            labels[relation.key] = lazy_gettext(comment)
    return labels


def encrypted(model: type[Any]) -> frozenset[str]:
    return frozenset(name for name, column in columns_of(model).items() if isinstance(column.type, EncryptedText))


def masked(name: str, value: str | None) -> str:
    """What may be shown of a personal number without asking for it."""
    if not value:
        return ""
    if "phone" in name:
        return mask_phone(value)
    return mask_account(value) if "account" in name else mask_id(value)


def has_version(model: type[Any]) -> bool:
    return "version" in columns_of(model)


# ---- rows ----


def find(model: type[Any], key: str | int) -> Any:
    """The row of this key that the person may see; 404 otherwise, also for what cannot be a key."""
    (primary,) = inspect(model).primary_key
    value = readable_key(primary, key)
    row = db.session.scalars(
        select(model).where(primary == value).execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        abort(404)
    return row


def readable_key(primary: Column[Any], key: str | int) -> Any:
    if not isinstance(primary.type, (Integer, type(LongInteger))):
        return str(key)
    text = str(key)
    if not text.isascii() or not text.isdigit() or int(text) > LARGEST_KEY:
        abort(404)
    return int(text)


def refuse_unseen_references(session: Session, row: Any) -> None:
    """Refused where a key of the row names something that the person does not see, as if it did not exist.

    The wall judges to whom the row itself belongs; what a person sent as a key is judged here. A form's choices are
    rows already, read within the scope.
    """
    for relation in inspect(type(row)).relationships:
        column = next(iter(relation.local_columns))
        if not column.foreign_keys or relation.uselist:
            continue
        name = relation.parent.get_property_by_column(column).key
        value = getattr(row, name)
        if value is not None and not sees(session, relation.mapper.class_, value):
            raise Refused([TARGET_UNKNOWN(at=name, what=str(column.comment or name))])


def sees(session: Session, model: type[Any], key: Any) -> bool:
    (primary,) = inspect(model).primary_key
    return session.scalars(select(primary).select_from(model).where(primary == key)).one_or_none() is not None


# ---- writing ----


def save(session: Session, row: Any, *, action: str, actor: Actor, now: dt.datetime) -> None:
    """Flush a new or changed row and write down what changed; Refused where the database says no."""
    with session.no_autoflush:
        changes = changes_of(row)
        if action == "edit" and not changes:
            return
        refuse_unseen_references(session, row)
    session.add(row)
    flush(session)
    write_down(session, row, action, actor, now, {"changes": changes})


def remove(session: Session, row: Any, *, actor: Actor, now: dt.datetime) -> None:
    """Delete a row and write down what it was; Refused while something else needs it."""
    kept = {name: told(row, name, getattr(row, name)) for name in columns_of(type(row))}
    write_down(session, row, "delete", actor, now, {"was": kept})
    session.delete(row)
    flush(session)


def flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as clash:
        raise Refused([ALREADY_USED()]) from clash


def write_down(
    session: Session, row: Any, action: str, actor: Actor, now: dt.datetime, detail: Mapping[str, Any]
) -> None:
    journal.record(
        session,
        actor=actor,
        now=now,
        action=f"{action}_record",
        subject_kind=type(row).__tablename__,
        subject_id=identity_of(row),
        detail=detail,
    )


def identity_of(row: Any) -> str:
    return "/".join(str(part) for part in inspect(type(row)).primary_key_from_instance(row))


def changes_of(row: Any) -> dict[str, list[Any]]:
    """原值→新值 of each column that differs, personal numbers masked."""
    state = inspect(row)
    changes = {}
    for name in columns_of(type(row)):
        history = state.attrs[name].history
        if history.has_changes() and not name.endswith("_index"):
            before = history.deleted[0] if history.deleted else None
            after = history.added[0] if history.added else None
            if before != after:
                changes[name] = [told(row, name, before), told(row, name, after)]
    return changes


def told(row: Any, name: str, value: Any) -> Any:
    """A value as the log holds it."""
    if value is None or isinstance(value, bool | int | list | dict):
        return value
    if name in encrypted(type(row)):
        return masked(name, str(value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


# ---- versions ----


def expect_version(session: Session, row: Any, version: int | None, typed: Mapping[str, Any], what: str) -> None:
    """The person edited the version that stands now; otherwise M20, with who was first and what differs."""
    if version == row.version:
        return
    last = session.scalars(
        select(Event)
        .where(Event.subject_kind == type(row).__tablename__, Event.subject_id == identity_of(row))
        .order_by(Event.id.desc())
        .limit(1)
    ).one_or_none()
    moment = last.happened_at if last else row.updated_at if hasattr(row, "updated_at") else None
    refusal = overtaken_by(what, last.actor_name if last else None, moment)
    raise Refused([refusal], differs={"version": {"yours": version, "current": row.version}, **differences(row, typed)})


def differences(row: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
    columns = columns_of(type(row))
    return {
        name: {"yours": told(row, name, value), "current": told(row, name, getattr(row, name))}
        for name, value in typed.items()
        if name in columns and comparable(value) != comparable(getattr(row, name))
    }


def comparable(value: Any) -> Any:
    return value.normalize() if isinstance(value, Decimal) else value


# ---- what stands beside an encrypted column ----


def index_encrypted(session: Session, _context: Any, _instances: Any) -> None:
    """Whatever is stored encrypted is findable by its blind index, whoever stores it."""
    for row in [*session.new, *session.dirty]:
        fill_indexes(row)


def fill_indexes(row: Any) -> None:
    for name in encrypted(type(row)):
        if hasattr(row, f"{name}_index") and inspect(row).attrs[name].history.has_changes():
            value = getattr(row, name)
            setattr(row, f"{name}_index", keyring.blind_index(clean_number(value)) if value else None)


def install(session: Any) -> None:
    if not event.contains(session, "before_flush", index_encrypted):
        event.listen(session, "before_flush", index_encrypted)
