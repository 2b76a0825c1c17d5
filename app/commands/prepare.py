"""`flask prepare`: roles, permissions and menus in the database as the code declares them."""

import click
from flask.cli import with_appcontext

from app.security import release


@click.command("prepare")
@with_appcontext
def prepare_command() -> None:
    """Write roles and permissions; run after every `flask db upgrade`."""
    release.write_roles()
