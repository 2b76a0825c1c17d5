"""How a value of a region's rule is typed, read and judged.

Figures and ratios are kept as whole numbers or as decimals in text ("0.25"), never as floats; a ratio is a fraction
of one. A table is a list of rows with the declared columns.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from workflows.messages import Message, Reason

LARGEST = Decimal(10) ** 12
LONGEST_TEXT, MOST_ROWS = 200, 100


class ValueKind(Enum):
    """How a value is typed and judged."""

    figure = "figure"
    ratio = "ratio"
    switch = "switch"
    choice = "choice"
    text = "text"
    table = "table"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table rule; its cells are text, figures or ratios."""

    name: str
    title: str
    kind: ValueKind = ValueKind.text


@dataclass(frozen=True, slots=True)
class RegionRuleKey:
    """One rule: its default, its choices (code → title) where it is a choice, and where it comes from."""

    key: str
    title: str
    default: Any
    kind: ValueKind
    group: str
    choices: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    unit: str = ""
    legal_basis: str = ""


NOT_A_CHOICE = Message("value", "【{title}】的取值应为 {choices} 之一")
NOT_A_SWITCH = Message("value", "【{title}】的取值应为 true 或 false")
NOT_A_NUMBER = Message("value", "【{title}】的取值应为不小于 0 的数字")
NOT_A_RATIO = Message("value", "【{title}】的取值应为 0 至 1 之间的小数，如 0.25")
NOT_A_TEXT = Message("value", "【{title}】的取值应为不超过 {most} 个字的文本")
NOT_A_TABLE = Message("value", "【{title}】的取值应为最多 {most} 行的表")
WRONG_CELL = Message("value", "【{title}】第 {row} 行的{column}填写有误")


# ---- judging a value ----


def value_faults(rule: RegionRuleKey, value: Any) -> list[Reason]:
    """Why the value cannot be the rule's; empty where it can."""
    if rule.kind is ValueKind.table:
        return list(table_faults(rule, value))
    if fits(rule.kind, value, rule.choices):
        return []
    message = REFUSALS[rule.kind]
    return [message(at="value", title=rule.title, choices="、".join(rule.choices), most=LONGEST_TEXT)]


REFUSALS = {
    ValueKind.choice: NOT_A_CHOICE,
    ValueKind.switch: NOT_A_SWITCH,
    ValueKind.figure: NOT_A_NUMBER,
    ValueKind.ratio: NOT_A_RATIO,
    ValueKind.text: NOT_A_TEXT,
}


def fits(kind: ValueKind, value: Any, choices: Mapping[str, str]) -> bool:
    if kind is ValueKind.choice:
        return isinstance(value, str) and value in choices
    if kind is ValueKind.switch:
        return isinstance(value, bool)
    if kind is ValueKind.text:
        return isinstance(value, str) and len(value) <= LONGEST_TEXT
    number = exact(value)
    return number is not None and 0 <= number <= (1 if kind is ValueKind.ratio else LARGEST)


def exact(value: Any) -> Decimal | None:
    """The number of a stored or typed value; None for anything that is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str) or len(str(value)) > 20:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and "e" not in str(value).lower() else None


def table_faults(rule: RegionRuleKey, value: Any) -> Iterator[Reason]:
    if not isinstance(value, list) or len(value) > MOST_ROWS or not all(isinstance(row, dict) for row in value):
        yield NOT_A_TABLE(at="value", title=rule.title, most=MOST_ROWS)
        return
    names = {column.name for column in rule.columns}
    for number, row in enumerate(value, start=1):
        if set(row) != names:
            yield WRONG_CELL(at="value", title=rule.title, row=number, column="列")
            continue
        for column in rule.columns:
            cell = row[column.name]
            if not fits(column.kind, cell, {}) or cell == "":
                yield WRONG_CELL(at="value", title=rule.title, row=number, column=column.title)


# ---- reading what was typed ----


def read_value(rule: RegionRuleKey, text: str) -> Any:
    """What somebody typed as the value it means; left as it is where it means none, so that judging says why."""
    return read_cell(rule.kind, text.strip())


def read_cell(kind: ValueKind, text: str) -> Any:
    if kind is ValueKind.switch:
        return {"true": True, "false": False}.get(text, text)
    if kind in {ValueKind.figure, ValueKind.ratio}:
        return read_number(kind, text)
    return text


def read_number(kind: ValueKind, text: str) -> Any:
    """25% and 0.25 are the same ratio; a whole number stays one."""
    plain = text.replace(",", "").replace("，", "").replace("％", "%")
    number = exact(plain.removesuffix("%"))
    if number is None:
        return text
    if kind is ValueKind.ratio and plain.endswith("%"):
        number /= 100
    return int(number) if number == number.to_integral_value() and kind is ValueKind.figure else f"{number:f}"


def stored_form(rule: RegionRuleKey, value: Any) -> Any:
    """A value of a program as it is kept: numbers exact, everything else as it came."""
    is_number = rule.kind in {ValueKind.figure, ValueKind.ratio} and exact(value) is not None
    return read_number(rule.kind, str(value)) if is_number else value


def read_rows(rule: RegionRuleKey, columns: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The rows of a table as they were typed column by column; a row with nothing in it is none."""
    rows = zip(*(columns.get(column.name, ()) for column in rule.columns), strict=False)
    return [
        {column.name: read_cell(column.kind, text.strip()) for column, text in zip(rule.columns, row, strict=True)}
        for row in rows
        if any(text.strip() for text in row)
    ]
