"""Working days by the editable calendar: due dates of promised times and what is left of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Every day that the administrator has settled, with True for a working day; other days are unknown."""

    days: Mapping[date, bool]

    def due_date(self, start: date, working_days: int) -> date | None:
        """The n-th working day after the start, which is not counted itself; None where the calendar ends before."""
        if working_days < 0:
            raise ValueError("工作日数不能为负")
        day = start
        while working_days:
            day += ONE_DAY
            if day not in self.days:
                return None
            working_days -= self.days[day]
        return day

    def working_days_left(self, today: date, due: date) -> int | None:
        """Working days from tomorrow to the due day; 0 on the due day, negative after it; None beyond the calendar.

        A day late is late: on a day off after the due day it is already -1.
        """
        if today <= due:
            return self.working_days_between(today, due)
        late = self.working_days_between(due, today)
        return None if late is None else -max(late, 1)

    @property
    def last_day(self) -> date | None:
        """The last day it knows."""
        return max(self.days, default=None)

    def time_left_text(self, today: date, due: date | None) -> str:
        """剩 2 个工作日, 今日到期 or 超期 1 个工作日, as lists show it."""
        left = None if due is None else self.working_days_left(today, due)
        if left is None:
            return "超出工作日历，期限待定"
        if today == due:
            return "今日到期"
        return f"剩 {left} 个工作日" if left >= 0 else f"超期 {-left} 个工作日"

    def working_days_between(self, after: date, until: date) -> int | None:
        """Working days of (after, until], or None when one of these days is not in the calendar."""
        days = list(_days_of(after, until))
        return sum(self.days[day] for day in days) if all(day in self.days for day in days) else None


def _days_of(after: date, until: date) -> Iterator[date]:
    return (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
