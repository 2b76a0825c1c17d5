"""Made-up contents to try a template with: little, as usual, and much, made from the types of the fields."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.documents.templates.fields import element_of
from app.documents.templates.words import WORDS

DAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
# What a person may type into any field: markup, marks of the template language, quotes, rare characters, no blank.
AS_TYPED = """<b>"x' & {{ 7*7 }} {% for %} 向㳇、覃𬱖 """
LONG = "按规划许可、施工图审查意见及分层分户图逐项核对后重新提交，并加盖测绘机构公章。" * 6


@dataclass(frozen=True, slots=True)
class Amount:
    """How many rows each list has, and whether blanks stay blank."""

    title: str
    rows: int
    blank: bool = False
    hostile: bool = False


class Size(Enum):
    small = Amount("内容最少的样例", 0, blank=True)
    usual = Amount("一般样例", 3)
    large = Amount("内容最多的样例", 60, hostile=True)


def sample(content_type: type[Any], size: Size) -> Any:
    """A content of this kind."""
    return made(content_type, "", size.value, 1)


def made(hint: Any, name: str, amount: Amount, place: int) -> Any:
    """A value of the type for the field of that name; `place` counts the rows of a list from 1."""
    if get_origin(hint) in {Union, UnionType}:
        wanted = next(part for part in get_args(hint) if part is not type(None))
        return None if amount.blank else made(wanted, name, amount, place)
    element = element_of(hint)
    if element is not None:
        return tuple(made(element, name, amount, number) for number in range(1, amount.rows + 1))
    if isinstance(hint, type) and is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{field.name: made(hints[field.name], field.name, amount, place) for field in fields(hint)})
    if hint is str:
        return typed(name, amount, place)
    return PLAIN[hint](place)


def typed(name: str, amount: Amount, place: int) -> str:
    example = WORDS[name][1]
    if name in CODED:
        return example
    if name == "room_no":
        return f"{place}-01"
    if not amount.hostile:
        return "" if amount.blank else example
    return (AS_TYPED + LONG if name in WORDY else AS_TYPED) if place % 2 else example


# Chosen from lists or drawn by; nobody types into these.
CODED = frozenset({"entrance", "marks", "phase", "shade", "state", "use"})
WORDY = frozenset({"text", "fault", "wanted", "opinion", "remark"})
PLAIN: Mapping[Any, Any] = {
    int: lambda place: place,
    bool: lambda place: place % 2 == 1,
    Decimal: lambda place: Decimal("124.7300") + place,
    date: lambda _place: DAY,
    datetime: lambda _place: MOMENT,
}
