import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.calendar import WorkingCalendar

DATA = Path(__file__).parents[1] / "data" / "calendar"
VECTORS: dict[str, Any] = json.loads((DATA / "due_dates.json").read_text("utf-8"))
EXPECTED: dict[str, Any] = json.loads((DATA / "expected.json").read_text("utf-8"))


def read_calendar(path: Path) -> WorkingCalendar:
    with path.open(encoding="utf-8") as file:
        return WorkingCalendar(
            {date.fromisoformat(row["date"]): row["is_workday"] == "1" for row in csv.DictReader(file)}
        )


CALENDAR = read_calendar(DATA / "china_workdays_2025_2027.csv")
FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, 20) + timedelta(days=n) for n in range(4))


@pytest.mark.parametrize("vector", VECTORS["vectors"], ids=lambda vector: f"{vector['start']}+{vector['working_days']}")
def test_due_dates(vector: dict[str, Any]) -> None:
    start, result = date.fromisoformat(vector["start"]), date.fromisoformat(vector["result"])
    assert CALENDAR.due_date(start, vector["working_days"]) == result
    assert CALENDAR.working_days_left(start, result) == vector["working_days"]


@pytest.mark.parametrize("vector", VECTORS["beyond"], ids=lambda vector: vector["start"])
def test_beyond_the_calendar_there_is_no_due_date_and_no_failure(vector: dict[str, Any]) -> None:
    start = date.fromisoformat(vector["start"])
    assert CALENDAR.due_date(start, vector["working_days"]) is None
    assert CALENDAR.working_days_left(start, date(2028, 1, 5)) is None
    assert CALENDAR.time_left_text(start, date(2028, 1, 5)) == "超出工作日历，期限待定"
    assert CALENDAR.time_left_text(start, None) == "超出工作日历，期限待定"


@pytest.mark.parametrize("year", EXPECTED["years"])
def test_the_demo_calendar_is_the_one_tested_with(year: str) -> None:
    seeded = read_calendar(Path(__file__).parents[2] / "app" / "demo" / "calendar.csv")
    days = {day: works for day, works in seeded.days.items() if day.year == int(year)}
    assert (len(days), sum(days.values())) == (EXPECTED["years"][year]["days"], EXPECTED["years"][year]["working_days"])
    assert seeded == CALENDAR


@pytest.mark.parametrize(
    ("today", "due", "left", "text"),
    [
        (date(2026, 11, 18), FRIDAY, 2, "剩 2 个工作日"),
        (FRIDAY, FRIDAY, 0, "今日到期"),
        (SATURDAY, FRIDAY, -1, "超期 1 个工作日"),
        (SUNDAY, FRIDAY, -1, "超期 1 个工作日"),
        (MONDAY, FRIDAY, -1, "超期 1 个工作日"),
        (date(2026, 11, 24), FRIDAY, -2, "超期 2 个工作日"),
        (SATURDAY, MONDAY, 1, "剩 1 个工作日"),
        (SATURDAY, SUNDAY, 0, "剩 0 个工作日"),
    ],
)
def test_time_left_in_words(today: date, due: date, left: int, text: str) -> None:
    assert CALENDAR.working_days_left(today, due) == left
    assert CALENDAR.time_left_text(today, due) == text


def test_overdue_beyond_the_calendar_is_unknown() -> None:
    assert CALENDAR.working_days_left(date(2028, 1, 3), date(2027, 12, 30)) is None


def test_an_edited_calendar_moves_the_due_date() -> None:
    typhoon = WorkingCalendar({**CALENDAR.days, date(2026, 11, 24): False})
    assert typhoon.due_date(MONDAY, 1) == date(2026, 11, 25)
    assert CALENDAR.due_date(MONDAY, 1) == date(2026, 11, 24)


def test_a_gap_in_the_calendar_is_its_end() -> None:
    days = {day: works for day, works in CALENDAR.days.items() if day != date(2026, 11, 24)}
    assert WorkingCalendar(days).due_date(MONDAY, 1) is None
    assert WorkingCalendar(days).working_days_left(MONDAY, date(2026, 11, 25)) is None


def test_no_days_are_due_at_once_and_negative_days_are_refused() -> None:
    assert CALENDAR.due_date(SATURDAY, 0) == SATURDAY
    with pytest.raises(ValueError, match="不能为负"):
        CALENDAR.due_date(SATURDAY, -1)


@given(st.dates(date(2025, 1, 1), date(2027, 6, 30)), st.integers(1, 60))
def test_a_due_date_is_a_working_day_and_exactly_so_many_away(start: date, working_days: int) -> None:
    due = CALENDAR.due_date(start, working_days)
    assert due is not None
    assert CALENDAR.days[due]
    assert CALENDAR.working_days_left(start, due) == working_days
    assert CALENDAR.due_date(start, working_days + 1) > due  # type: ignore[operator]
