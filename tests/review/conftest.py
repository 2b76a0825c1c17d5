"""The sixty cases, made once for each database and put back before a test."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.pages.conftest import Visitor
from tests.review.sixty import Sixty, build

ACTORS = (
    "developer_operator",
    "developer_admin",
    "survey_agency",
    "survey_reviewer",
    "survey_reviewer_2",
    "authority_admin",
)


@pytest.fixture(scope="session")
def built() -> dict[tuple[str, str], Sixty]:
    """What each kept state of each database holds."""
    return {}


def kept_state(name: str, only: int | None, built: dict[tuple[str, str], Sixty], request: Any) -> Sixty:
    database, desk, create_actor, clock, app = (
        request.getfixturevalue(each) for each in ("database", "desk", "create_actor", "clock", "app")
    )
    state = (database.kind, name)
    if name in database.kept and state in built:
        database.reset(name)
        return built[state]
    actors = {each: create_actor(each) for each in ACTORS}
    with desk() as session:
        built[state] = build(session, app.extensions["storage"], actors, clock.now, only=only)
    database.keep(name)
    return built[state]


@pytest.fixture
def sixty(request: pytest.FixtureRequest, built: dict[tuple[str, str], Sixty]) -> Sixty:
    """The whole morning: forty-six clean cases and fourteen with a fault."""
    return kept_state("sixty", None, built, request)


@pytest.fixture
def few(request: pytest.FixtureRequest, built: dict[tuple[str, str], Sixty]) -> Sixty:
    """Sixteen surveys, thirteen of them faulty, for tests that need no long queue."""
    return kept_state("few", 16, built, request)


@pytest.fixture
def visit(create_client: Callable[[str | None], Any]) -> Callable[[str], Visitor]:
    """`visit("survey_reviewer")` is that person's browser without a browser."""
    return lambda username: Visitor(create_client(username))


@pytest.fixture
def reviewer(visit: Callable[[str], Visitor]) -> Visitor:
    return visit("survey_reviewer")


@pytest.fixture
def at_desk(page: Any, create_client: Callable[[str], Any], live_server: str) -> Callable[[str], Any]:
    """`at_desk("survey_reviewer")` is the browser of that person, signed in."""

    def sign_in(username: str) -> Any:
        session = create_client(username).get_cookie("session")
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server}])
        return page

    return sign_in
