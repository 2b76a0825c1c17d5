"""A reason kept in a row, so that whoever reads it later is told in his own language."""

from collections.abc import Mapping
from typing import Any

from workflows.messages import Message, Reason

Kept = dict[str, Any]


def kept(reason: Reason) -> Kept:
    """The reason as JSON; a blank filled by another reason is kept the same way."""
    values = {name: kept(value) if isinstance(value, Reason) else value for name, value in reason.values.items()}
    return {"code": reason.code, "text": reason.message.text, "values": values}


def restored(row: Mapping[str, Any]) -> Reason:
    """The reason that was kept."""
    values = {name: restored(value) if isinstance(value, Mapping) else value for name, value in row["values"].items()}
    return Reason(Message(row["code"], row["text"]), values)
