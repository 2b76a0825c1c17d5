"""Service tests run on a bare session of each database, without the web."""

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from models.base import Model
from models.encryption import keyring
from tests.services.desk import Desk


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request):
    keyring.configure("test")
    if request.param == "sqlite":
        engine = create_engine("sqlite://")
    else:
        engine = create_engine(request.getfixturevalue("postgres_database"))
    Model.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def desk(session):
    return Desk(session).open()
