"""`flask prepare`: roles, permissions and menus in the database as the code declares them."""

import click
from flask import current_app
from flask.cli import with_appcontext


@click.command("prepare")
@with_appcontext
def prepare_command() -> None:
    """Write roles and permissions; run after every `flask db upgrade`."""
    from app.factory import prepare as write_permissions

    write_permissions(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
