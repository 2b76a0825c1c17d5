"""Somebody else was quicker: one wording for every version that is compared."""

import datetime as dt

from workflows import messages
from workflows.facts.calendar import desk_minute


def overtaken_by(what: str, person: str | None, moment: dt.datetime | None) -> messages.Reason:
    """M20 with who changed `what` since and when, as far as that is known."""
    return messages.M20(person=person or "他人", time=desk_minute(moment) if moment else "刚才", what=what)
