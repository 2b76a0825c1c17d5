"""Layouts (户型) as people write them: 三室两厅两卫, 3室2厅1厨2卫, 三房, 三居室, or a code of the layout list."""

import re
from dataclasses import dataclass
from functools import lru_cache

from workflows.rules.code_list import CodeList, code_item
from workflows.rules.identity import clean_text

LAYOUT = CodeList(
    "layout",
    "户型",
    (
        code_item("1", "一居室", "01"),
        code_item("2", "两居室", "02", "二居室"),
        code_item("3", "三居室", "03"),
        code_item("4", "四居室", "04"),
        code_item("5", "五居室", "05"),
        code_item("99", "其它", "99"),
    ),
)

OTHER = "99"
LARGEST_OF_ITS_OWN = 5
LONGEST = 60
NUMERALS = "零一二三四五六七八九"
VALUES = {numeral: value for value, numeral in enumerate(NUMERALS)} | {"〇": 0, "两": 2}
NUMBER = f"(?:[0-9]{{1,2}}|[{''.join(VALUES)}十]{{1,3}})"
WHOLE = re.compile(f"({NUMBER})(?:居室|居|室|房)((?:{NUMBER}(?:厅|厨房|厨|卫生间|卫|阳台|阳))*)")
PART = re.compile(f"({NUMBER})(厅|厨|卫|阳)")


@dataclass(frozen=True, slots=True)
class Layout:
    """Rooms of each kind (None where not stated), the code of the layout list and a label that reads back the same."""

    rooms: int | None
    halls: int | None
    kitchens: int | None
    bathrooms: int | None
    code: str
    label: str


def parse_layout(text: str) -> Layout | None:
    """The layout meant by a text or a code; None when it cannot be read. 两 is 2; more than five rooms are code 99."""
    return _parsed(text) if len(text) <= LONGEST else None


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Layout | None:
    item = LAYOUT.find(text)
    if item:
        rooms = None if item.code == OTHER else int(item.code)
        return Layout(rooms, None, None, None, item.code, item.label)
    found = WHOLE.fullmatch(clean_text(text))
    return _layout_of(found[1], PART.findall(found[2])) if found else None


def layout_matches(wanted: str, stored: str | None) -> bool:
    """Whether a stored layout is the wanted one in all that the wanted one states: 三居室 or 3 takes 三室两厅两卫."""
    if stored is None or wanted == stored:
        return wanted == stored
    asked, found = parse_layout(wanted), parse_layout(stored)
    if asked is None or found is None or asked.code != found.code:
        return False
    return all(count is None or count == other for count, other in zip(_counts(asked), _counts(found), strict=True))


def _counts(layout: Layout) -> tuple[int | None, ...]:
    return (layout.rooms, layout.halls, layout.kitchens, layout.bathrooms)


def _layout_of(rooms_text: str, parts: list[tuple[str, str]]) -> Layout | None:
    counts = {kind: _number(text) for text, kind in parts}
    rooms = _number(rooms_text)
    if rooms is None or None in counts.values() or len(counts) != len(parts):
        return None
    code = str(rooms) if 1 <= rooms <= LARGEST_OF_ITS_OWN else OTHER
    halls, kitchens, bathrooms = counts.get("厅"), counts.get("厨"), counts.get("卫")
    return Layout(rooms, halls, kitchens, bathrooms, code, _label(rooms, halls, kitchens, bathrooms))


def _label(rooms: int, halls: int | None, kitchens: int | None, bathrooms: int | None) -> str:
    rest = [(halls, "厅"), (kitchens, "厨"), (bathrooms, "卫")]
    stated = "".join(_spoken(count) + kind for count, kind in rest if count is not None)
    return _spoken(rooms) + (f"室{stated}" if stated else "居室")


def _number(text: str) -> int | None:
    """The number of one or two digits, or of Chinese numerals below a hundred."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return VALUES[text] if len(text) == 1 else None
    if not (tens in VALUES or not tens) or not (ones in VALUES or not ones):
        return None
    return VALUES.get(tens, 1) * 10 + VALUES.get(ones, 0)


def _spoken(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return "两" if number == VALUES["两"] else NUMERALS[number]
    return (NUMERALS[tens] if tens > 1 else "") + "十" + (NUMERALS[ones] if ones else "")
