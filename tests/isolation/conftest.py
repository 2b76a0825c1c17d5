"""The world of two companies, built once for each database and put back before every test."""

from collections.abc import Callable
from typing import Any

import pytest
from flask_jwt_extended import create_access_token

from app.demo.papers import keeper
from app.outbox import deliver_due
from app.security.manager import CLAIM
from models import Person
from tests.isolation.world import World, build, dump

WORLD = "world"
CAST = ("developer_operator", "developer_admin", "survey_reviewer", "authority_admin")
worlds: dict[str, World] = {}


@pytest.fixture
def world(database: Any, desk: Any, create_actor: Any) -> World:
    if WORLD in database.kept:
        database.reset(WORLD)
        return worlds[database.kind]
    actors = {name: create_actor(name) for name in CAST}
    with desk() as session:
        built = build(session, actors, keeper(database.app.extensions["storage"]), database.clock())
    with database.app.app_context():
        deliver_due(database.clock())
    with desk() as session:
        built = complete(session, built)
    worlds[database.kind] = built
    database.keep(WORLD)
    return built


def complete(session: Any, built: World) -> World:
    """What exists only once the worker has been there: a document."""
    from sqlalchemy import select

    from models import Business, ProducedDocument

    document_id = session.scalar(
        select(ProducedDocument.id)
        .join(Business, Business.id == ProducedDocument.business_id)
        .where(Business.business_no == built["business_no"])
    )
    assert document_id is not None
    values = {**built.values, "document_id": document_id}
    return World(values, {**built.rows, "ProducedDocument": document_id}, built.outsiders)


class Outsider:
    """One person outside, with a program's token and a browser's session."""

    def __init__(self, app: Any, person_id: int, membership_id: int, account: str) -> None:
        self.app = app
        with app.app_context():
            token = create_access_token(str(person_id), additional_claims={CLAIM: membership_id})
        self.headers = {"Authorization": f"Bearer {token}"}
        self.browser = app.test_client()
        with self.browser.session_transaction() as kept:
            kept.update(_user_id=account, _fresh=True)

    def call(self, method: str, path: str, **given: Any) -> Any:
        """As a program under /api/, as a browser elsewhere."""
        if path.startswith("/api/"):
            headers = self.headers | given.pop("headers", {})
            return self.app.test_client().open(path, method=method, headers=headers, buffered=True, **given)
        return self.browser.open(path, method=method, buffered=True, **given)


@pytest.fixture
def create_outsider(app: Any, world: World, desk: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Outsider]:
    """The outsider of this name; forged requests are another test's matter."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def create(name: str) -> Outsider:
        person_id, membership_id = world.outsiders[name]
        with desk() as session:
            account = session.get_one(Person, person_id).get_id()
        return Outsider(app, person_id, membership_id, account)

    return create


@pytest.fixture
def create_insider(app: Any, world: World, desk: Any, create_actor: Any, monkeypatch: Any) -> Callable[[str], Outsider]:
    """Somebody of the town by username, called the same way."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def create(username: str) -> Outsider:
        actor = create_actor(username)
        with desk() as session:
            account = session.get_one(Person, actor.person_id).get_id()
        return Outsider(app, actor.person_id, actor.membership_id, account)

    return create


@pytest.fixture
def dumped(desk: Any) -> Callable[[], dict[str, Any]]:
    def take() -> dict[str, Any]:
        with desk() as session:
            return dump(session)

    return take
