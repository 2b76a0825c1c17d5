"""A rule's value as people read it."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext

from workflows.rules.rule_values import RegionRuleKey, ValueKind, exact


def value_words(rule: RegionRuleKey, value: Any) -> str:
    """25 %, 20 工作日, 是, the title of a choice; a table is told by its rows. What is none of it is shown as it is."""
    return WORDS[rule.kind](rule, value)


def figure_words(rule: RegionRuleKey, value: Any) -> str:
    number = exact(value)
    return f"{number:,f} {gettext(rule.unit)}".strip() if number is not None and rule.unit else str(value)


def ratio_words(_rule: RegionRuleKey, value: Any) -> str:
    number = exact(value)
    return f"{percent(number)}%" if number is not None else str(value)


def percent(number: Decimal) -> str:
    """Without zeros behind the last digit that says something."""
    return f"{(number * 100).normalize():f}"


def switch_words(_rule: RegionRuleKey, value: Any) -> str:
    return str(gettext("是") if value is True else gettext("否") if value is False else value)


def choice_words(rule: RegionRuleKey, value: Any) -> str:
    title = rule.choices.get(value) if isinstance(value, str) else None
    return str(gettext(title)) if title else str(value)


def text_words(_rule: RegionRuleKey, value: Any) -> str:
    return str(value) or "—"


def table_words(rule: RegionRuleKey, value: Any) -> str:
    rows = value if isinstance(value, list) else []
    return "；".join(row_words(rule, row) for row in rows) or "—"


def row_words(rule: RegionRuleKey, row: Any) -> str:
    cells = row if isinstance(row, Mapping) else {}
    return " ".join(cell_words(column.kind, cells.get(column.name, "")) for column in rule.columns)


def cell_words(kind: ValueKind, cell: Any) -> str:
    number = exact(cell) if kind is ValueKind.ratio else None
    return f"{percent(number)}%" if number is not None else str(cell)


WORDS: Mapping[ValueKind, Callable[[RegionRuleKey, Any], str]] = {
    ValueKind.figure: figure_words,
    ValueKind.ratio: ratio_words,
    ValueKind.switch: switch_words,
    ValueKind.choice: choice_words,
    ValueKind.text: text_words,
    ValueKind.table: table_words,
}
