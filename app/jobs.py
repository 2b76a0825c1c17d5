"""What is to be done because time passes: people are told of what is due, and of a calendar that ends."""

import datetime as dt

from app.extensions import db
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models.enums import Occasion
from workflows import clock
from workflows.due_notices import calendar_end, tell_due, untold_visits
from workflows.facts.calendar import local_day
from workflows.notices import hand_out


def run_jobs(now: dt.datetime, *, recount: bool = True) -> int:
    """Everything once; done again it changes nothing. How many people were told of something.

    `recount` looks at the days of all running cases as well, which holds their rows for a moment: once a day is enough.
    """
    with system_scope():
        if recount:
            recount_all()
        return tell_what_is_due(now) + tell_of_the_calendar(now)


def recount_all() -> None:
    """Promised days by the calendar of now: what moved meanwhile beside an act is put right."""
    with unit_of_work():
        clock.recount(db.session())


def tell_what_is_due(now: dt.datetime) -> int:
    """Each visit in a transaction of its own, so that no page waits for all of them."""
    told = 0
    for run_id in untold_visits(db.session(), now):
        with unit_of_work():
            told += tell_due(db.session(), run_id, now)
    return told


def tell_of_the_calendar(now: dt.datetime) -> int:
    end = calendar_end(db.session(), local_day(now))
    if end is None:
        return 0
    with unit_of_work():
        payload = {"occasion": Occasion.calendar_ends.value, "last_day": end.isoformat()}
        return hand_out(db.session(), payload, now)
