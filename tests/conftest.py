"""What all tests share: databases, the clock, the cast, the browser, and the last lines that say what did not run.

Fixtures come in pairs: `create_x` makes another, `x` is one ready to use.
"""

import datetime as dt
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support import sockets

MONDAY_MORNING = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
ARTIFACTS = Path(__file__).parents[1] / "test-artifacts"
FAILED = pytest.StashKey[bool]()
LEFT_OUT = pytest.StashKey[list[str]]()


# ---- the run ----


def pytest_configure(config: pytest.Config) -> None:
    """With several processes, the first starts the one PostgreSQL for all of them."""
    many = getattr(config.option, "numprocesses", None)
    if not many or hasattr(config, "workerinput") or os.environ.get("TEST_POSTGRES_URL"):
        return
    from tools.postgres import postgres_server

    stack = ExitStack()
    try:
        url = stack.enter_context(postgres_server())
    except Exception as failure:  # noqa: BLE001 - told in the last lines
        os.environ["TEST_POSTGRES_MISSING"] = repr(failure)
        return
    os.environ["TEST_POSTGRES_URL"] = url.render_as_string(hide_password=False)
    config.add_cleanup(stack.close)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a page is a browser test."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """What could not run, how often, and why; kept for the very last lines."""
    stats = terminalreporter.stats
    reasons = Counter(reason_of(report) for report in stats.get("skipped", []))
    config.stash[LEFT_OUT] = [f"not run: {count} × {reason}" for reason, count in sorted(reasons.items())]
    if deselected := len(stats.get("deselected", [])):
        config.stash[LEFT_OUT].append(f"not asked for: {deselected} tests")


def pytest_unconfigure(config: pytest.Config) -> None:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    left_out = config.stash.get(LEFT_OUT, None)
    if reporter is None or left_out is None:
        return
    for line in left_out or ["not run: nothing was left out"]:
        reporter.write_line(line)


def reason_of(report: Any) -> str:
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


@pytest.fixture(autouse=True)
def no_outbound(monkeypatch: pytest.MonkeyPatch) -> None:
    sockets.refuse_outbound(monkeypatch)


# ---- databases ----


@pytest.fixture(scope="session")
def open_databases() -> Iterator[dict[str, Any]]:
    """The databases of this process that a test has asked for so far."""
    with ExitStack() as stack:
        yield {"stack": stack}


@pytest.fixture(scope="session")
def postgres_url(open_databases: dict[str, Any]) -> Any:
    """The address of a PostgreSQL server's maintenance database, up until the last database on it is closed."""
    from tools.postgres import postgres_server

    if reason := os.environ.get("TEST_POSTGRES_MISSING"):
        pytest.skip(f"PostgreSQL: {reason}")
    return open_databases["stack"].enter_context(postgres_server())


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, open_databases: dict[str, Any]) -> Any:
    """A database with the town in it, fresh for this test: once on SQLite, once on PostgreSQL."""
    from tests.support.databases import open_database

    kind = request.param
    if kind not in open_databases:
        server = request.getfixturevalue("postgres_url") if kind == "postgresql" else None
        opened = open_database(kind, MONDAY_MORNING, server)
        open_databases[kind] = open_databases["stack"].enter_context(opened)
    found = open_databases[kind]
    found.clock.now = found.clock.start
    found.reset()
    return found


@pytest.fixture
def app(database: Any) -> Any:
    return database.app


@pytest.fixture
def clock(database: Any) -> Any:
    """Stands at Monday, 2026-11-23, 09:00 of the desk; `clock.now` reads it, `clock.advance(days=1)` moves it."""
    return database.clock


Desk = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def desk(app: Any) -> Desk:
    """`with desk() as session:` is one unit of work that sees every row: what is done inside is committed at its end."""
    from app.extensions import db
    from app.security.scopes import system_scope
    from app.web.unit_of_work import unit_of_work

    @contextmanager
    def work() -> Iterator[Any]:
        with app.app_context():
            with system_scope(), unit_of_work():
                yield db.session()
            db.session.remove()

    return work


@pytest.fixture
def city(database: Any, cli: Any) -> None:
    """The whole demo city with its history, instead of the bare town."""

    def load() -> None:
        result = cli("demo", "reset")
        assert result.exit_code == 0, result.output

    database.state("city", load)


@pytest.fixture
def informed_city(database: Any, city: None) -> None:
    """The city once the worker has told everybody and written every paper."""
    from app.outbox import deliver_due

    def work() -> None:
        with database.app.app_context():
            while deliver_due(database.clock.now):
                pass

    database.state("informed_city", work)


@pytest.fixture
def cli(app: Any) -> Any:
    """Runs `flask …` commands: `cli("audit", "verify")` gives the result with `exit_code` and `output`."""
    runner = app.test_cli_runner()
    return lambda *words: runner.invoke(args=list(words))


# ---- the cast ----


@pytest.fixture
def create_actor(desk: Desk, clock: Any) -> Callable[[str], Any]:
    """The person of this username of the town as an actor: `create_actor("filing_reviewer_2")`."""
    from sqlalchemy import select

    from models import Person
    from workflows.facts.calendar import local_day
    from workflows.facts.people import colleague

    def create(username: str) -> Any:
        with desk() as session:
            person_id = session.scalars(select(Person.id).where(Person.username == username)).one()
            return colleague(session, person_id, None, local_day(clock.now))

    return create


@pytest.fixture
def developer_operator(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("developer_operator")


@pytest.fixture
def developer_admin(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("developer_admin")


@pytest.fixture
def other_developer_operator(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("other_developer_operator")


@pytest.fixture
def survey_reviewer(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("survey_reviewer")


@pytest.fixture
def survey_reviewer_2(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("survey_reviewer_2")


@pytest.fixture
def other_region_survey_reviewer(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("other_region_survey_reviewer")


@pytest.fixture
def authority_admin(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("authority_admin")


@pytest.fixture
def section_head(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("section_head")


@pytest.fixture
def survey_agency(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("survey_agency")


@pytest.fixture
def admin(create_actor: Callable[[str], Any]) -> Any:
    return create_actor("admin")


# ---- by page and by API ----


@pytest.fixture
def create_client(app: Any, desk: Desk) -> Callable[[str | None], Any]:
    """A browser session without a browser, signed in as this username or, without one, a visitor's."""
    from sqlalchemy import select

    from models import Person

    def create(username: str | None = None) -> Any:
        client = app.test_client()
        if username is not None:
            with desk() as session:
                user_id = session.scalars(select(Person).where(Person.username == username)).one().get_id()
            with client.session_transaction() as kept:
                kept.update(_user_id=user_id, _fresh=True)
        return client

    return create


@pytest.fixture
def client(create_client: Callable[[str | None], Any]) -> Any:
    return create_client(None)


@pytest.fixture
def create_token(app: Any) -> Callable[[str], str]:
    """A bearer token, fetched with the demo password as any program would."""

    def create(username: str) -> str:
        body = {"username": username, "password": f"demo-{username}", "provider": "db"}
        answer = app.test_client().post("/api/v1/security/login", json=body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return str(answer.json["access_token"])

    return create


@pytest.fixture
def create_caller(app: Any, create_token: Callable[[str], str]) -> Callable[[str], Any]:
    """`call = create_caller("developer_operator")`, then `call("POST", "/businesses", json=…)` under /api/v1."""

    def create(username: str) -> Any:
        headers = {"Authorization": f"Bearer {create_token(username)}"}
        client = app.test_client()

        def call(method: str, path: str, **given: Any) -> Any:
            given["headers"] = headers | given.get("headers", {})
            return client.open(f"/api/v1{path}", method=method, **given)

        return call

    return create


# ---- in the browser ----


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    from tests.support.browser import launch, missing

    if reason := missing():
        pytest.skip(f"browser: {reason}")
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture
def live_server(app: Any) -> Iterator[str]:
    """The address of the application, served to real browsers."""
    from tests.support.browser import served

    with served(app) as address:
        yield address


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Any, live_server: str) -> Iterator[Any]:
    """A tab of a fresh browser session; what it logs as an error fails the test, and a failure leaves a picture."""
    from tests.support.browser import VIEWPORT

    context = browser.new_context(base_url=live_server, viewport=VIEWPORT, locale="zh-CN", timezone_id="Asia/Shanghai")
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    if request.node.stash.get(FAILED, False):
        ARTIFACTS.mkdir(exist_ok=True)
        tab.screenshot(path=ARTIFACTS / f"{request.node.name}.png", full_page=True)
    context.close()
    assert not errors, errors


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    report = yield
    if call.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report
