"""The `flask …` commands of the desk; the factory registers them all at once."""

from flask import Flask

from app.commands.audit import audit
from app.commands.demo import demo
from app.commands.outbox import outbox
from app.commands.prepare import prepare
from app.commands.stage_table import stage_table


def register(app: Flask) -> None:
    for command in (audit, demo, outbox, prepare, stage_table):
        app.cli.add_command(command)
