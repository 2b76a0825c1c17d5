"""What is judged of any record before it is saved, by page and API alike; every fault is told at its field."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import Text, inspect

from app.web import records
from app.web.form_fields import LONGEST_TEXT, tidy
from models.encryption import EncryptedText
from workflows.messages import Message, Reason
from workflows.rules.identity import (
    bank_account_fault,
    bank_code_fault,
    clean_number,
    credit_code_fault,
    mobile_fault,
    resident_id_fault,
)

LANDLINE = re.compile(r"[0-9+() -]{7,20}")
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
LONGEST_SECRET = 60

REQUIRED = Message("required", "请填写{label}")
NEGATIVE = Message("negative", "{label}不能为负数")
TOO_LONG = Message("too_long", "{label}最多 {most} 个字，现为 {count} 个")
NOT_ONE_LINE = Message("line_break", "{label}不能换行或含制表符")
OUT_OF_CALENDAR = Message("range", "{label}应在 1900 年至 2199 年之间")
ENDS_BEFORE_START = Message("range", "{until}不能早于{since}")
TOO_HIGH = Message("range", "{label}不能大于 {most}")

# Which columns hold a number that names somebody or something, and how it is judged.
NUMBERS: Mapping[str, Callable[[str, dt.date], str | None]] = {
    "credit_code": lambda number, _today: credit_code_fault(number),
    "legal_representative_id": resident_id_fault,
    "legal_representative_phone": lambda number, _today: mobile_fault(number),
    "account_no": lambda number, _today: bank_account_fault(number),
    "bank_code": lambda number, _today: bank_code_fault(number),
    "contact_phone": lambda number, _today: landline_fault(number),
    "phone": lambda number, _today: landline_fault(number),
}
PERIODS = (
    ("started_on", "completion_planned_on"),
    ("land_from", "land_until"),
    ("contract_from", "contract_until"),
    ("valid_from", "valid_until"),
    ("issued_on", "valid_until"),
)
AT_MOST = {"green_ratio": Decimal(100), "building_density": Decimal(100)}


def landline_fault(number: str) -> str | None:
    """A telephone of an office: digits with the signs people write between them."""
    return None if LANDLINE.fullmatch(number) else "联系电话应为 7 至 20 位，可含区号和短横线，如 0744-8899001"


def worded(code: str, sentence: str, *, at: str) -> Reason:
    """A reason whose sentence is already complete."""
    return Message(code, "{sentence}")(at=at, sentence=sentence)


def changed_columns(row: Any) -> list[str]:
    """Of a new row all of them."""
    state = inspect(row)
    if state.identity is None:
        return list(records.columns_of(type(row)))
    return [name for name in records.columns_of(type(row)) if state.attrs[name].history.has_changes()]


def clean(row: Any) -> None:
    """What was typed as it is meant: no signs that nobody sees, numbers without the blanks between their groups."""
    key_relations(row)
    for name in changed_columns(row):
        value = getattr(row, name)
        if isinstance(value, str):
            setattr(row, name, (clean_number(value) if is_number(name) else tidy(value)) or None)


def key_relations(row: Any) -> None:
    """A row chosen in a form is told by its key as well, so that the log has it."""
    state = inspect(row)
    for relation in state.mapper.relationships:
        column = next(iter(relation.local_columns))
        history = state.attrs[relation.key].history
        if relation.uselist or not column.foreign_keys or not history.has_changes():
            continue
        chosen = getattr(row, relation.key)
        key = inspect(chosen).identity[0] if chosen is not None else None
        setattr(row, state.mapper.get_property_by_column(column).key, key)


def is_number(name: str) -> bool:
    return name in NUMBERS and name not in {"contact_phone", "phone"}


def faults(row: Any, today: dt.date) -> Iterator[Reason]:
    """Everything wrong with what changed; what stood there before is not judged again."""
    columns, changed = records.columns_of(type(row)), changed_columns(row)
    for name in changed:
        yield from faults_of_value(name, columns[name], getattr(row, name), today)
    for since, until in PERIODS:
        if since in columns and until in columns and {since, until} & set(changed):
            yield from period_faults(row, since, until, columns)


def faults_of_value(name: str, column: Any, value: Any, today: dt.date) -> Iterator[Reason]:
    label = column.comment or name
    if value is None:
        if not column.nullable and column.default is None and not column.primary_key and not name.endswith("_index"):
            yield REQUIRED(at=name, label=label)
    elif name in NUMBERS:
        sentence = NUMBERS[name](str(value), today)
        if sentence:
            yield worded(name, sentence, at=name)
    else:
        yield from plain_faults(name, column, value, label)


def plain_faults(name: str, column: Any, value: Any, label: str) -> Iterator[Reason]:
    if isinstance(value, str):
        yield from text_faults(name, column, value, label)
    elif isinstance(value, Decimal | int) and value < 0:
        yield NEGATIVE(at=name, label=label)
    elif name in AT_MOST and value > AT_MOST[name]:
        yield TOO_HIGH(at=name, label=label, most=AT_MOST[name])
    elif isinstance(value, dt.date) and not EARLIEST.year <= value.year <= LATEST.year:
        yield OUT_OF_CALENDAR(at=name, label=label)


def text_faults(name: str, column: Any, value: str, label: str) -> Iterator[Reason]:
    many_lines = isinstance(column.type, Text) and not isinstance(column.type, EncryptedText)
    most = LONGEST_TEXT if many_lines else getattr(column.type, "length", None) or LONGEST_SECRET
    if len(value) > most:
        yield TOO_LONG(at=name, label=label, most=most, count=len(value))
    if not many_lines and any(sign in value for sign in "\t\r\n"):
        yield NOT_ONE_LINE(at=name, label=label)


def period_faults(row: Any, since: str, until: str, columns: Mapping[str, Any]) -> Iterator[Reason]:
    start, end = getattr(row, since), getattr(row, until)
    if start and end and end < start:
        yield ENDS_BEFORE_START(at=until, since=columns[since].comment, until=columns[until].comment)
