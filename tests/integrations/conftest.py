import pytest

from tests.integrations.neighbour import Neighbour


@pytest.fixture
def neighbour():
    """A service on this machine that answers as each test tells it."""
    with Neighbour() as running:
        yield running
