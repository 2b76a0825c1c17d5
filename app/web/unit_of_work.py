"""The only commit of the program: everything inside happens together or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.extensions import db
from app.web.database import WRITES, writer_queue, writing


@contextmanager
def unit_of_work() -> Iterator[None]:
    """End what was being read, wait for the writer's place, do it all, commit; roll back on anything else."""
    if writing.get():
        msg = "a unit of work is already open"
        raise RuntimeError(msg)
    db.session.rollback()
    with writer_queue(db.engine):
        token = writing.set(True)
        try:
            db.session.connection(execution_options={WRITES: True})
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
        finally:
            writing.reset(token)
