"""Moments as the pages write them, in the time of the desk; nothing where there is none."""

import datetime as dt

from workflows.facts.calendar import DESK_ZONE, desk_minute


def clock(moment: dt.datetime | None) -> str:
    """2026-11-26 10:31:07."""
    return moment.astimezone(DESK_ZONE).strftime("%Y-%m-%d %H:%M:%S") if moment else ""


def short_clock(moment: dt.datetime | None) -> str:
    """11-26 10:31."""
    return desk_minute(moment) if moment else ""
