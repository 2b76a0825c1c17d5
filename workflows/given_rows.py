"""Rows with values of their own as a table inside one statement, sent as a single parameter whatever their number."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Text, cast, column, func, literal, select, type_coerce
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect


def given_rows(dialect: Dialect, columns: Sequence[Column[Any]], rows: Sequence[Sequence[Any]]) -> Mapping[str, Any]:
    """The columns of such a table by name, typed as these columns are; each row holds a value for each of them."""
    sent = literal(as_json(dialect, columns, rows), Text)
    return WAYS[dialect.name](sent, columns)


def as_json(dialect: Dialect, columns: Sequence[Column[Any]], rows: Sequence[Sequence[Any]]) -> str:
    """Every value as the database stores it; a number of PostgreSQL as its digits."""
    writers = [writer(dialect, each) for each in columns]
    names = [each.name for each in columns]
    stored = ({name: write(value) for name, write, value in zip(names, writers, row, strict=True)} for row in rows)
    return json.dumps(list(stored), ensure_ascii=False, default=str, separators=(",", ":"))


def writer(dialect: Dialect, held: Column[Any]) -> Any:
    return held.type.dialect_impl(dialect).bind_processor(dialect) or unchanged


def unchanged(value: Any) -> Any:
    return value


def of_sqlite(sent: Any, columns: Sequence[Column[Any]]) -> Mapping[str, Any]:
    """With an offset of nothing, or SQLite would unpack the parameter again for every row it is compared with."""
    each_row = func.json_each(sent).table_valued("value", name="given_json")
    values = [
        type_coerce(func.json_extract(each_row.c.value, f"$.{each.name}"), each.type).label(each.name)
        for each in columns
    ]
    rows = select(*values).offset(0).subquery("given")
    return {each.name: rows.c[each.name] for each in columns}


def of_postgresql(sent: Any, columns: Sequence[Column[Any]]) -> Mapping[str, Any]:
    named = [column(each.name, each.type) for each in columns]
    rows = func.jsonb_to_recordset(cast(sent, JSONB)).table_valued(*named, name="given").render_derived(with_types=True)
    return {each.name: rows.c[each.name] for each in columns}


WAYS = {"sqlite": of_sqlite, "postgresql": of_postgresql}
