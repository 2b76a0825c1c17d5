"""Service tests run on a bare session of each database, without the web."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

import config
from models.base import Model
from models.encryption import keyring
from tests.services.desk import Desk


@contextmanager
def postgres_database(server: str) -> Iterator[str]:
    """An empty database on the server, dropped afterwards."""
    name = f"services_{uuid4().hex}"
    maintenance = create_engine(server, isolation_level="AUTOCOMMIT")
    with maintenance.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with maintenance.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        maintenance.dispose()


@pytest.fixture(scope="session")
def postgres_engine(postgres_url):
    with postgres_database(postgres_url) as address:
        engine = create_engine(address)
        Model.metadata.create_all(engine)
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request):
    """Nothing is committed: what a test does is gone with it."""
    keyring.configure(config.DATA_KEY)
    if request.param == "sqlite":
        engine = create_engine("sqlite://")
        Model.metadata.create_all(engine)
    else:
        engine = request.getfixturevalue("postgres_engine")
    with Session(engine) as opened:
        yield opened
        opened.rollback()


@pytest.fixture
def desk(session):
    return Desk(session).open()
