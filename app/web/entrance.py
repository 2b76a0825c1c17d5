"""What happens before every view: who is it, may this browser write, and within which rows does the request move."""

from flask import Flask, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_jwt_extended import verify_jwt_in_request
from flask_login import current_user

from app.extensions import csrf
from app.security.scopes import acting_as, nobody_acting

UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
STATIC = frozenset({"static", "appbuilder.static"})


class DeskSessions(SecureCookieSessionInterface):
    """A file of the program sets no cookie: arriving late it would put an older session back over a newer one."""

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return request.endpoint not in STATIC and super().should_set_cookie(app, session)


def install(app: Flask) -> None:
    app.session_interface = DeskSessions()
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    app.before_request(enter)
    app.before_request(refuse_forged)
    app.teardown_request(leave)


def enter() -> None:
    """Find out who is asking and let the rest of the request see only that person's rows."""
    g.identity = g.actor = None
    if request.endpoint not in STATIC:
        recognise()
    g.scope = acting_as(g.actor) if g.actor else nobody_acting()
    g.scope.__enter__()


def recognise() -> None:
    if uses_token():
        verify_jwt_in_request()
    elif current_user.is_authenticated:
        session.permanent = True
    g.actor = g.identity.actor if g.identity else None


def uses_token() -> bool:
    return request.headers.get("Authorization", "").startswith("Bearer ")


def refuse_forged() -> None:
    """A write with a browser's cookie carries the page's token; a bearer token cannot be sent by another site."""
    if request.method not in UNSAFE or uses_token() or not current_app.config["WTF_CSRF_ENABLED"]:
        return
    if is_api() and not current_user.is_authenticated:
        return
    csrf.protect()


def is_api() -> bool:
    return request.path.startswith("/api/")


def leave(_error: BaseException | None) -> None:
    scope = g.pop("scope", None)
    if scope is not None:
        scope.__exit__(None, None, None)
