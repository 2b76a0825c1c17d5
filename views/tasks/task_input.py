"""What is sent to save a task: the version seen and the task's data."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form

from views.tasks.faults import ShapeRefused, refuse_field
from views.tasks.fields.number import WholeField
from views.tasks.filling import CodeLists, fill, filled

LARGEST_DRAFT = 256 * 1024


class VersionForm(Form):
    version = WholeField(lazy_gettext("版本"), least=1, required=True)


def version_of(sent: Mapping[str, Any]) -> int:
    """The version that the person saw; only `version` and `data` are taken."""
    unknown = next((name for name in sent if name not in {"version", "data"}), None)
    if unknown is not None:
        raise refuse_field(unknown[:60], "unknown_field", "不认识此项")
    seen: int = filled(VersionForm, {"version": sent.get("version")}).form.version.data
    return seen


def data_of(form_class: type[Form], sent: Mapping[str, Any], lists: CodeLists) -> dict[str, Any]:
    """The judged values of the task's form, or every fault of them."""
    result = fill(form_class, sent.get("data", {}), lists)
    if result.faults:
        raise ShapeRefused(*result.faults)
    return result.values


def draft_of(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Whatever was typed, as it was typed; only an object, and not endless."""
    data = sent.get("data")
    if not isinstance(data, Mapping):
        raise refuse_field("data", "type", "应为 JSON 对象")
    kept: dict[str, Any] = as_typed(data)
    if len(str(kept)) > LARGEST_DRAFT:
        raise refuse_field("data", "too_long", "暂存内容过多")
    return kept


def as_typed(value: Any) -> Any:
    """JSON again: numbers with decimals stay as they were written."""
    if isinstance(value, Mapping):
        return {name: as_typed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_typed(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value
