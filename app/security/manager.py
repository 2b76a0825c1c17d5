"""Flask-AppBuilder's security manager, told who is asking by the membership chosen and nothing else."""

import datetime as dt
from functools import cached_property, lru_cache
from typing import Any

from flask import g, request, session
from flask_appbuilder.security.sqla.manager import SecurityManager as StockSecurityManager
from flask_jwt_extended import JWTManager

from app.security.identity import Identity, identify
from app.security.roles import permissions_of
from app.web.current import now
from app.web.errors import answer
from models import Person
from models.enums import Role
from workflows.facts.calendar import local_day

MEMBERSHIP = "membership_id"
CLAIM = "membership"
HEADER = "X-Membership"


class SecurityManager(StockSecurityManager):
    """Roles are those of the membership; the only pages and calls of its own are the login's, given by the factory."""

    user_model = Person
    authdbview: Any = None
    security_api: Any = None
    userstatschartview = None

    def register_views(self) -> None:
        """The stock pages for users, roles, passwords and registration are not there at all."""
        self.appbuilder.add_api(self.security_api)
        self.auth_view = self.appbuilder.add_view_no_menu(self.authdbview)

    # ---- who is asking ----

    def load_user(self, pk: str) -> Person | None:
        """The person of a browser session, as long as the session version is the account's."""
        person_id, _, version = pk.partition(".")
        identity = identify(int(person_id), session.get(MEMBERSHIP), today())
        if identity is None or str(identity.person.session_version) != version:
            return None
        g.identity = identity
        return identity.person

    def load_user_jwt(self, _header: dict[str, Any], claims: dict[str, Any]) -> Person | None:
        """The person of a token, in its membership or in another of the own that the request names."""
        identity = identify(int(claims["sub"]), asked_membership() or claims[CLAIM], today())
        if identity is None:
            return None
        g.identity = identity
        g.user = identity.person
        return identity.person

    def create_jwt_manager(self, app: Any) -> JWTManager:
        manager = super().create_jwt_manager(app)
        for loader in (manager.unauthorized_loader, manager.invalid_token_loader):
            loader(lambda _reason: answer(401, "signed_out"))
        for loader in (manager.expired_token_loader, manager.user_lookup_error_loader):
            loader(lambda _header, _claims: answer(401, "signed_out"))
        return manager

    # ---- what they may do ----

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Templates ask with the name of a page and of an action; what is granted is an act on a kind of record."""
        view: Any = self.views_by_name.get(view_name)
        record = getattr(view, "record", view_name)
        act = permission_name.removeprefix("can_")
        actions = getattr(view, "actions", {})
        if act in actions:
            act = view.method_permission_name.get(actions[act].func.__name__, act)
        return (f"can_{act}", record) in granted()

    @cached_property
    def views_by_name(self) -> dict[str, Any]:
        """Pages and calls by the name of their class; none is added once the application answers."""
        return {type(view).__name__: view for view in reversed(self.appbuilder.baseviews)}

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        """Nothing is open to visitors by permission: public pages ask for none."""
        del permission_name, view_name
        return False

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:
        """The menu is ours (app/menu.py), so the stock one has no entries."""
        del menu_names
        return set()


def today() -> dt.date:
    return local_day(now())


def asked_membership() -> int | None:
    number = request.headers.get(HEADER, "")
    return int(number) if number.isdecimal() and len(number) < 10 else None


def granted() -> frozenset[tuple[str, str]]:
    """All permissions of the membership's roles."""
    identity: Identity | None = g.get("identity")
    return permissions_of_roles(identity.actor.roles) if identity else frozenset()


@lru_cache(maxsize=256)
def permissions_of_roles(roles: frozenset[Role]) -> frozenset[tuple[str, str]]:
    """By the table in roles.py, which the release step stores."""
    return frozenset().union(*(permissions_of(role) for role in roles))
