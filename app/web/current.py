"""Who is asking, and the clock: the only place where views learn them."""

import datetime as dt
from typing import NoReturn

from flask import current_app, g
from werkzeug.exceptions import Unauthorized

from app.security.identity import Identity
from workflows.actor import Actor


def now() -> dt.datetime:
    """The moment, aware; tests set CLOCK."""
    clock = current_app.config.get("CLOCK")
    moment: dt.datetime = clock() if clock else dt.datetime.now(dt.UTC)
    return moment


def current_actor() -> Actor:
    """The person of this request in the membership chosen; 401 where nobody is signed in."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        signed_out()
    return actor


def current_identity() -> Identity | None:
    """The account of this request with all its memberships, or None."""
    identity: Identity | None = g.get("identity")
    return identity


def signed_out() -> NoReturn:
    """401: the login page for a browser, a problem document for a program."""
    raise Unauthorized
