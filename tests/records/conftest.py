"""Records are tried as programs and browsers meet them, in the town of tests/conftest.py."""

import re

import pytest
from sqlalchemy import select

from models import Person
from models.enums import Role

ROLES = [role for role in Role if role is not Role.buyer]
READ_ONLY = ("surveys", "buildings", "units", "businesses", "stage-tables", "events")


def account_of(role):
    return "admin" if role is Role.system_admin else role.value


@pytest.fixture
def call(create_caller):
    """`call("developer_admin", "GET", "projects/")` under /api/v1/records."""
    callers = {}

    def ask(username, method, path, **given):
        if username not in callers:
            callers[username] = create_caller(username)
        return callers[username](method, f"/records/{path}", **given)

    return ask


@pytest.fixture
def browse(create_client):
    """A signed-in browser with its page token: `browse("admin").post("/regions/add", code=…)`."""
    return lambda username: Browser(create_client(username))


class Browser:
    def __init__(self, client):
        self.client = client

    def get(self, path, **query):
        return self.client.get(path, query_string=query)

    def post(self, path, **typed):
        page = self.client.get("/").text
        token = re.search(r'csrf-token" content="([^"]+)"', page)[1]
        return self.client.post(path, data={**typed, "csrf_token": token})


@pytest.fixture
def plain_numbers(desk):
    """Every personal number and bank account of the town, as nobody may meet it unasked."""
    from models import EscrowAccount, Organization

    with desk() as session:
        people = session.execute(select(Person.phone, Person.id_number)).all()
        heads = session.execute(
            select(Organization.legal_representative_id, Organization.legal_representative_phone)
        ).all()
        accounts = session.execute(select(EscrowAccount.account_no)).all()
        return {number for row in (*people, *heads, *accounts) for number in row if number}


@pytest.fixture
def key_of(desk):
    """The key of the one row that fits: `key_of(Project, Project.name == "…")`."""

    def find(model, *conditions):
        (primary,) = model.__mapper__.primary_key
        with desk() as session:
            return session.scalars(select(primary).where(*conditions).order_by(primary)).first()

    return find


def errors(answer):
    return {error["field"]: error["message"] for error in answer.json["errors"]}
