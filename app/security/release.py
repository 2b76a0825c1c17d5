"""The release step: the roles and their permissions in the database are those of the table, no more and no fewer."""

from flask_appbuilder.security.sqla.models import Permission, PermissionView, ViewMenu
from flask_appbuilder.security.sqla.models import Role as StoredRole
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import db
from app.security.roles import permissions_of
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models.enums import Role

PUBLIC = "Public"


def write_roles() -> None:
    """Make the stored roles equal to the table; doing it again changes nothing."""
    with system_scope(), unit_of_work():
        session = db.session()
        wanted = {role: permissions_of(role) for role in Role}
        pairs = stored_pairs(session, frozenset().union(*wanted.values()))
        for role, permissions in wanted.items():
            row = stored_role(session, role.value)
            row.permissions = [pairs[permission] for permission in sorted(permissions)]
        stored_role(session, PUBLIC).permissions = []


def stored_role(session: Session, name: str) -> StoredRole:
    row = session.scalars(select(StoredRole).where(StoredRole.name == name)).one_or_none()
    if row is None:
        row = StoredRole(name=name)
        session.add(row)
    return row


def stored_pairs(session: Session, wanted: frozenset[tuple[str, str]]) -> dict[tuple[str, str], PermissionView]:
    permissions = {row.name: row for row in session.scalars(select(Permission))}
    views = {row.name: row for row in session.scalars(select(ViewMenu))}
    pairs = {(row.permission.name, row.view_menu.name): row for row in session.scalars(select(PermissionView))}
    for name, view in sorted(wanted - pairs.keys()):
        permission = permissions.setdefault(name, Permission(name=name))
        view_menu = views.setdefault(view, ViewMenu(name=view))
        pair = pairs[name, view] = PermissionView(permission=permission, view_menu=view_menu)
        session.add(pair)
    return pairs
