"""A small town of its own, for the tests of doors and walls: built once, every test gets a fresh copy."""

import shutil

import pytest

from app.extensions import db
from models.encryption import keyring
from tests.web import town


@pytest.fixture(scope="session")
def built_town(tmp_path_factory):
    """Built once; every test gets a fresh copy of its database."""
    folder = tmp_path_factory.mktemp("town")
    app = town.build(f"sqlite:///{folder / 'town.db'}", folder)
    close(app)
    shutil.copy(folder / "town.db", folder / "as-built.db")
    return app, folder


def close(app):
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(built_town):
    built, folder = built_town
    shutil.copy(folder / "as-built.db", folder / "town.db")
    built.config["CLOCK"] = town.Clock()
    keyring.configure(built.config["DATA_KEY"])
    yield built
    close(built)
    for leftover in folder.glob("town.db-*"):
        leftover.unlink()


@pytest.fixture
def clock(app):
    return app.config["CLOCK"]


@pytest.fixture
def sign_in(app):
    return lambda username: town.signed_in(app, username)


@pytest.fixture
def token(app):
    return lambda username: town.bearer(app, username)
