"""When things happened in the demo city: told from the moment it is loaded, on the desk's wall clock."""

import datetime as dt
from collections.abc import Callable

from workflows.facts.calendar import DESK_ZONE

# What somebody does at a moment.
Act = Callable[[dt.datetime], None]


def at(now: dt.datetime, days_ago: int, clock: str) -> dt.datetime:
    """So many days before `now`, at that time of day (HH:MM) of the desk."""
    day = now.astimezone(DESK_ZONE).date() - dt.timedelta(days=days_ago)
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), DESK_ZONE)
