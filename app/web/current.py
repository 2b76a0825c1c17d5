"""Who is asking, and the clock: the only place where views learn them."""

import datetime as dt

from flask import current_app, g
from werkzeug.exceptions import Unauthorized

from workflows.actor import Actor


def now() -> dt.datetime:
    """The moment, aware; tests set CLOCK."""
    clock = current_app.config.get("CLOCK")
    moment: dt.datetime = clock() if clock else dt.datetime.now(dt.UTC)
    return moment


def current_actor() -> Actor:
    """The person of this request in the membership chosen; 401 where nobody is signed in."""
    actor = g.get("actor")
    if actor is None:
        raise Unauthorized
    return actor
