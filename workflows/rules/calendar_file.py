"""Years of the working calendar as a CSV file: date, is_workday (1 or 0) and note, a row for each day of each year."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflows.messages import Message, Reason

COLUMNS = ("date", "is_workday", "note")
WORKING = {"1": True, "0": False}
LONGEST_NOTE = 50
FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_FAULTS = 200
LARGEST_FILE = 1024 * 1024  # bytes: some eighty years
TOO_LARGE = Message("too_large", "文件超过 1 MB")
NOT_CSV = Message("not_csv", "文件不是 CSV 文本")
EMPTY = Message("empty", "文件没有日期")
COLUMN_MISSING = Message("column_missing", "缺少列 {column}")
DATE_UNREADABLE = Message("date_unreadable", "日期无法识别，应为 2027-01-01 的形式")
NEITHER_ONE_NOR_ZERO = Message("neither_one_nor_zero", "应为 1（工作日）或 0（休息日）")
NOTE_INVISIBLE = Message("note_invisible", "说明含有不可见字符")
NOTE_TOO_LONG = Message("note_too_long", "说明最多 {most} 个字")
DAY_TWICE = Message("day_twice", "{day} 重复")
DAYS_MISSING = Message("days_missing", "{year} 年缺少 {count} 天：{days}")
# So begins the note of a day that stands only until the State Council's notice for its year comes.
PROVISIONAL = "provisional"


@dataclass(frozen=True, slots=True)
class SettledDay:
    """A day with what it is and why."""

    day: date
    working: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileFault:
    """What is wrong in which row (as a spreadsheet counts, 0: the whole file), what stands there and what should."""

    row: int
    column: str
    found: str
    expected: str
    reason: Reason


class CalendarFileRefused(ValueError):
    """Nothing of the file is taken; `faults` lists everything that is wrong."""

    def __init__(self, faults: Sequence[FileFault]) -> None:
        self.faults = tuple(faults[:MOST_FAULTS])
        super().__init__("；".join(str(fault.reason) for fault in self.faults[:5]))


def read_calendar_file(data: bytes) -> list[SettledDay]:
    """Every day of every year in the file, in order; CalendarFileRefused with all faults by row."""
    if len(data) > LARGEST_FILE:
        raise CalendarFileRefused([FileFault(0, "", "", "1 MB", TOO_LARGE())])
    rows = rows_of(decoded(data))
    faults = [fault for number, row in rows for fault in row_faults(number, row)]
    days = [day_of(row) for _, row in rows] if not faults else []
    faults += [*repeated(rows), *(missing(days) if days else [])]
    if faults:
        raise CalendarFileRefused(sorted(faults, key=lambda fault: fault.row))
    return sorted(days, key=lambda settled: settled.day)


def decoded(data: bytes) -> str:
    """UTF-8, or GB 18030 as spreadsheets on Chinese desks save it."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CalendarFileRefused([FileFault(0, "", "", "CSV", NOT_CSV())])


def rows_of(text: str) -> list[tuple[int, Mapping[str, str]]]:
    """The rows under the heading, with their numbers; blank ones are passed over."""
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise CalendarFileRefused([FileFault(0, "", "", "CSV", NOT_CSV())]) from error
    heading = [cell.strip() for cell in lines[0]] if lines else []
    absent = [column for column in COLUMNS if column not in heading]
    if absent:
        found = "、".join(heading)[:100]
        raise CalendarFileRefused([FileFault(1, name, found, name, COLUMN_MISSING(column=name)) for name in absent])
    rows: list[tuple[int, Mapping[str, str]]] = [
        (number, dict(zip(heading, (cell.strip() for cell in line), strict=False)))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise CalendarFileRefused([FileFault(0, "", "", "", EMPTY())])
    return rows


def row_faults(number: int, row: Mapping[str, str]) -> Iterator[FileFault]:
    """Everything that is wrong in one row."""
    text, working, note = (row.get(column, "") for column in COLUMNS)
    if date_of(text) is None:
        yield FileFault(number, "date", text[:50], "2027-01-01", DATE_UNREADABLE())
    if working not in WORKING:
        yield FileFault(number, "is_workday", working[:50], "1、0", NEITHER_ONE_NOR_ZERO())
    if not note.isprintable():
        yield FileFault(number, "note", "", "", NOTE_INVISIBLE())
    if len(note) > LONGEST_NOTE:
        yield FileFault(number, "note", f"{note[:20]}…", f"≤ {LONGEST_NOTE}", NOTE_TOO_LONG(most=LONGEST_NOTE))


def date_of(text: str) -> date | None:
    """The day written as 2027-01-01; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if len(text) == len("2027-01-01") and FIRST_YEAR <= day.year <= LAST_YEAR else None


def day_of(row: Mapping[str, str]) -> SettledDay:
    return SettledDay(date.fromisoformat(row["date"]), WORKING[row["is_workday"]], row.get("note", ""))


def repeated(rows: Sequence[tuple[int, Mapping[str, str]]]) -> Iterator[FileFault]:
    """A day that stands there twice is told at its second row."""
    seen: Counter[str] = Counter()
    for number, row in rows:
        text = row.get("date", "")
        seen[text] += 1
        if seen[text] == 2 and date_of(text):
            yield FileFault(number, "date", text, "", DAY_TWICE(day=text))


def missing(days: Sequence[SettledDay]) -> Iterator[FileFault]:
    """A year is replaced as a whole: each of its days must be there."""
    given = {settled.day for settled in days}
    for year in sorted({day.year for day in given}):
        absent = [day for day in days_of(year) if day not in given]
        if absent:
            shown = "、".join(day.isoformat() for day in absent[:5])
            yield FileFault(0, "date", "", shown, DAYS_MISSING(year=year, count=len(absent), days=shown))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
