"""`flask jobs run`: what the passing of time asks for; the worker does it by itself."""

import click
from flask.cli import AppGroup

from app.jobs import run_jobs
from app.web.current import now

jobs_commands = AppGroup("jobs", help="What is to be done because time passes.")


@jobs_commands.command("run")
def run() -> None:
    """Tell people of what is due today or late, and administrators of a calendar that ends."""
    click.echo(f"已通知 {run_jobs(now())} 人次")
