"""Where lines end, without any font: every character is one wide."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.line_breaking import NEVER_FIRST, line_ends, may_break


def lines(text: str, *rooms: float) -> list[str]:
    ends = [0, *line_ends(text, [1.0] * len(text), rooms), len(text)]
    return [text[start:end] for start, end in pairwise(ends)]


@pytest.mark.parametrize(
    ("text", "room", "broken"),
    [
        ("甲乙丙丁戊", 2, ["甲乙", "丙丁", "戊"]),
        ("甲乙丙，丁戊", 3, ["甲乙", "丙，丁", "戊"]),
        ("甲乙（丙丁）", 3, ["甲乙", "（丙", "丁）"]),
        ("价123.45元", 4, ["价", "123.", "45元"]),
        ("总价12.5元", 5, ["总价", "12.5元"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("ab cd 甲", 3, ["ab ", "cd ", "甲"]),
        ("", 3, [""]),
        ("甲", 0.5, ["甲"]),
    ],
)
def test_lines_end_where_the_rules_allow(text: str, room: float, broken: list[str]) -> None:
    assert lines(text, room) == broken


def test_the_first_line_may_be_shorter() -> None:
    assert lines("甲乙丙丁戊己", 1, 3) == ["甲", "乙丙丁", "戊己"]


@given(st.text(alphabet="甲乙，。（）12.5ab ", max_size=60), st.integers(4, 12))
def test_no_character_is_lost_and_no_line_is_too_long(text: str, room: int) -> None:
    broken = lines(text, room)
    assert "".join(broken) == text
    assert all(len(line.rstrip(" ")) <= room for line in broken)


@given(st.text(alphabet="甲乙丙丁，。", max_size=60))
def test_closing_punctuation_begins_a_line_only_where_punctuation_fills_one(text: str) -> None:
    broken = lines(text, 6)
    for previous, line in pairwise(broken):
        assert line[0] not in NEVER_FIRST or not any(may_break(before, after) for before, after in pairwise(previous))
