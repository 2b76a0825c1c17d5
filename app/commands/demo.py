"""`flask demo load|reset`: the fictional city to try the product in.

The city is imported when it is asked for: it draws papers, and a web process shall not load what draws them.
"""

import click
from flask import current_app
from flask.cli import AppGroup

from app.web.current import now

demo_commands = AppGroup("demo", help="The demo city.")


@demo_commands.command()
def load() -> None:
    """Load the demo city into an empty database; one that holds anything stays as it is."""
    from app.demo import city

    click.echo("演示城市已载入" if city.load(now()) else "已有数据，未作更改")


@demo_commands.command()
def reset() -> None:
    """Throw everything away and load the demo city anew; never in production."""
    if current_app.config["PRODUCTION"]:
        raise click.ClickException("正式环境不能重置数据")
    from app.demo import city

    city.reset(now())
    click.echo("演示城市已重置")
