"""`flask outbox deliver`: what transactions left to be done, once or for as long as the process lives.

What delivers is imported when it is asked for: it draws documents, and a web process shall not load what draws them.
"""

import logging
import signal
import threading
from datetime import timedelta
from types import FrameType

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app.extensions import db
from app.housekeeping import keep_house
from app.jobs import run_jobs
from app.sealing import ChainBroken, seal_events
from app.web.current import now
from workflows.facts.calendar import local_day

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 1.0
BETWEEN_PURGES = timedelta(minutes=1)
BETWEEN_JOBS = timedelta(minutes=10)

outbox_commands = AppGroup("outbox", help="What is to be done after a commit.")


@outbox_commands.command()
@click.option("--follow", is_flag=True, help="Go on until SIGTERM or Ctrl-C.")
def deliver(*, follow: bool) -> None:
    """Deliver what is due, seal the event log, purge what has expired."""
    if follow:
        work_on(stopping())
        return
    from app.outbox import deliver_due

    delivered = 0
    while more := deliver_due(now()):
        delivered += more
    seal_events()
    keep_house(now())
    click.echo(f"已完成 {delivered} 条")


def stopping() -> threading.Event:
    """Set by the first signal; the message in hand is still delivered."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    return stop


def work_on(stop: threading.Event) -> None:
    """Round after round; a database that is away is waited for, a broken log is told and left as it is."""
    from app.outbox import deliver_due

    purged_at, jobs_at, counted_on = now() - BETWEEN_PURGES, now() - BETWEEN_JOBS, None
    while not stop.is_set():
        delivered = 0
        try:
            delivered = deliver_due(now())
            seal_events()
            if now() - purged_at >= BETWEEN_PURGES:
                purged_at = now()
                keep_house(purged_at)
            if now() - jobs_at >= BETWEEN_JOBS:
                jobs_at = now()
                today = local_day(jobs_at)
                run_jobs(jobs_at, recount=counted_on != today)
                counted_on = today
        except ChainBroken as broken:
            logger.critical("the event log is broken at row %s", broken)
        except OperationalError:
            logger.exception("the database does not answer")
        finally:
            db.session.remove()
        if not delivered:
            stop.wait(PAUSE_SECONDS)
