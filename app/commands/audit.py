"""`flask audit verify`: is the event log still what was written?"""

import sys

import click
from flask import current_app
from flask.cli import AppGroup

from app.extensions import db
from app.sealing import ChainBroken, seal_events
from app.security.scopes import system_scope
from app.web.current import now
from workflows.journal import (
    ChainBreak,
    Verification,
    chain_end,
    read_anchor,
    verify_chain,
    write_anchor,
    write_verification,
)

audit_commands = AppGroup("audit", help="The event log.")


@audit_commands.command()
def verify() -> None:
    """Seal what is pending, walk the whole chain, compare with the anchor; exit 1 at the first broken row."""
    broken = verified()
    note(broken)
    if broken is not None:
        click.echo(told(broken), err=True)
        sys.exit(1)
    with system_scope():
        click.echo(f"日志完整：{chain_end(db.session()).chain_no} 条记录")


def verified() -> ChainBreak | None:
    """The first break of the chain, or None; a chain that holds is noted in the anchor."""
    path = current_app.config["AUDIT_ANCHOR"]
    with system_scope():
        try:
            seal_events()
        except ChainBroken as refusal:
            return verify_chain(db.session(), read_anchor(path)) or refusal.broken
        broken = verify_chain(db.session(), read_anchor(path))
        if broken is None:
            write_anchor(path, chain_end(db.session()))
    return broken


def note(broken: ChainBreak | None) -> None:
    """What this walk found, for the page of the log."""
    with system_scope():
        rows = chain_end(db.session()).chain_no
    fault = told(broken) if broken is not None else ""
    write_verification(current_app.config["AUDIT_ANCHOR"], Verification(now(), rows, fault))


def told(broken: ChainBreak) -> str:
    row = f"（日志编号 {broken.event_id}）" if broken.event_id is not None else ""
    return f"日志第 {broken.chain_no} 条{row}：{broken.reason}"
