"""A year of the calendar as a file: taken as a whole, or refused with every fault at its row."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.calendar_file import CalendarFileRefused, SettledDay, days_of, read_calendar_file

DATA = Path(__file__).parents[1] / "data" / "calendar" / "china_workdays_2025_2027.csv"


def year_2028(**replaced: str) -> list[str]:
    rows = {day.isoformat(): f"{day.isoformat()},{int(day.weekday() < 5)}," for day in days_of(2028)}
    return ["date,is_workday,note", *({**rows, **{f"2028-{k[1:3]}-{k[3:]}": v for k, v in replaced.items()}}).values()]


def file_of(lines: list[str], encoding: str = "utf-8") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def faults_of(data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(CalendarFileRefused) as refused:
        read_calendar_file(data)
    return [(fault.row, fault.column) for fault in refused.value.faults]


def test_the_official_years_are_taken():
    days = read_calendar_file(DATA.read_bytes())
    assert len(days) == 1095
    assert days[0] == SettledDay(date(2025, 1, 1), False, "元旦")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_as_a_chinese_spreadsheet_saves_it(encoding):
    days = read_calendar_file(file_of(year_2028(d0126="2028-01-26,0,春节"), encoding))
    assert days[25] == SettledDay(date(2028, 1, 26), False, "春节")
    assert len(days) == 366


def test_every_fault_is_told_at_its_row():
    lines = year_2028(d0102="2028-13-02,1,", d0104="2028-01-04,是,", d0105=f"2028-01-05,1,{'长' * 51}")
    assert faults_of(file_of(lines)) == [(3, "date"), (5, "is_workday"), (6, "note")]


def test_a_note_with_signs_that_nobody_sees_is_told():
    assert faults_of(file_of(year_2028(d0103="2028-01-03,1,a\x00b"))) == [(4, "note")]


def test_a_day_twice_and_a_day_missing_are_told():
    assert faults_of(file_of([*year_2028(), "2028-01-01,0,"])) == [(368, "date")]
    short = [line for line in year_2028() if not line.startswith("2028-02-29")]
    with pytest.raises(CalendarFileRefused, match="2028 年缺少 1 天：2028-02-29"):
        read_calendar_file(file_of(short))


def test_a_file_that_is_no_calendar_is_refused_as_a_whole():
    assert faults_of(b"") == [(1, "date"), (1, "is_workday"), (1, "note")]
    assert faults_of(b"date,is_workday,note\r\n") == [(0, "")]
    assert faults_of(b"date,is_workday\r\n2028-01-01,1") == [(1, "note")]
    assert faults_of(b'date,is_workday,note\r\n"2028-01-01,1,\x00\xff') == [(0, "")]


@given(st.binary(max_size=400))
def test_garbage_is_refused_and_never_fails_otherwise(data):
    with pytest.raises(CalendarFileRefused):
        read_calendar_file(data)


@given(st.text(max_size=60))
def test_any_text_in_a_row_is_a_told_fault(text):
    cell = text.replace('"', "").replace("\r", "").replace("\n", "").replace(",", "")
    if cell.strip() in {"0", "1"}:
        return
    lines = year_2028(d0103=f'2028-01-03,"{cell}",')
    assert (4, "is_workday") in faults_of(file_of(lines))
