"""The `flask …` commands of the desk; the factory registers them all at once."""

from flask import Flask

from app.commands.audit import audit_commands
from app.commands.demo import demo_commands
from app.commands.jobs import jobs_commands
from app.commands.outbox import outbox_commands
from app.commands.prepare import prepare_command
from app.commands.stage_table import stage_table_commands

COMMANDS = (audit_commands, demo_commands, jobs_commands, outbox_commands, prepare_command, stage_table_commands)


def register(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
