"""Phones, identity and account numbers: whole they stand in no file, log, address or answer that nobody asked for them in."""

import logging
import re

import pytest
from sqlalchemy import select, text

from app.extensions import db
from models import EscrowAccount, Membership, Organization, Person
from tests.isolation.routes import targets
from tests.isolation.test_lists import readable, without_arguments

# Where a whole number is the very thing that is shown.
SHOWN_ON_PURPOSE = frozenset({"/dev/outbox"})
# Only a person himself, or who edits the record, has it in a field to change it.
EDITED = ("/edit/",)
WALKERS = ["developer_admin", *(pytest.param(name, marks=pytest.mark.long) for name in ("authority_admin", "admin"))]


@pytest.fixture
def numbers(desk, world):
    """Every whole number that the database keeps encrypted."""
    with desk() as session:
        found = {value for row in session.execute(select(Person.phone, Person.id_number)) for value in row}
        found |= {
            value
            for row in session.execute(
                select(Organization.legal_representative_id, Organization.legal_representative_phone)
            )
            for value in row
        }
        found |= set(session.scalars(select(EscrowAccount.account_no)))
    kept = {value for value in found if value}
    assert len(kept) > 40
    return kept


def within(content: str, numbers: set[str]) -> list[str]:
    """Which of them stand in it whole; runs of digits are looked at, so that one pass is enough."""
    runs = set(re.findall(r"[0-9]{10,}[0-9Xx]?", content))
    return sorted(
        number for number in numbers if number in runs or any(number in run for run in runs if len(run) > len(number))
    )


def test_the_search_finds_a_whole_number(numbers):
    number = next(iter(numbers))
    assert within(f'<td title="电话:{number}">', numbers) == [number]
    assert within(number[:3] + "****" + number[-4:], numbers) == []


def test_no_whole_number_stands_in_the_database(database, world, numbers):
    if database.kind == "sqlite":
        stored = b"".join(path.read_bytes() for path in database.folder.glob("test.db*"))
        content = stored.decode("latin-1")
    else:
        with database.app.app_context(), db.engine.connect() as connection:
            tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
            content = "\n".join(
                str(row) for table in tables for row in connection.execute(text(f'SELECT t::text FROM "{table}" t'))
            )
    assert len(content) > 10_000
    assert within(content, numbers) == []


@pytest.mark.parametrize("name", WALKERS)
def test_no_whole_number_stands_in_an_answer_an_address_or_the_log(app, world, create_insider, numbers, caplog, name):
    """A walk over everything that is only read."""
    shown, addresses = [], []
    with caplog.at_level(logging.DEBUG):
        person = create_insider(name)
        reads = [target.foreign for target in targets(app, world) if target.method == "GET"]
        for address in (*without_arguments(app), *reads):
            if address in SHOWN_ON_PURPOSE or any(part in address for part in EDITED):
                continue
            told = readable(person.call("GET", address))
            addresses += re.findall(r'(?:href|action|src)="([^"]*)"', told)
            shown += [f"{address}: {found}" for found in within(told, numbers)]
    assert not shown, "\n".join(shown[:20])
    assert within("\n".join(addresses), numbers) == []
    assert within(caplog.text, numbers) == []


def test_a_login_that_fails_leaves_no_number_in_log_or_answer(app, world, desk, numbers, caplog):
    with desk() as session:
        phone = session.scalars(select(Person.phone).join(Membership, Membership.user_id == Person.id)).first()
    client = app.test_client()
    with caplog.at_level(logging.DEBUG):
        for address, body in (
            ("/api/v1/security/login", {"username": phone, "password": phone, "provider": "db"}),
            (
                "/api/v1/security/phone-login",
                {"phone": phone, "captcha_id": "x", "captcha": "x", "code": "1", "side": "developer"},
            ),
            ("/api/v1/security/sms", {"phone": phone, "captcha_id": "x", "captcha": "x"}),
        ):
            response = client.post(address, json=body)
            assert 400 <= response.status_code < 500
            assert phone not in response.get_data(as_text=True)
    assert phone not in caplog.text


def test_a_fault_of_ours_writes_no_number_down(app, world, create_insider, desk, numbers, caplog, monkeypatch):
    """An error record shows statements; the values in them are encrypted or left out."""
    with desk() as session:
        phone = session.scalars(select(Person.phone)).first()

    def broken(*_given, **_named):
        with db.engine.connect() as connection:
            connection.execute(text("SELECT * FROM nowhere WHERE phone = :phone"), {"phone": phone})

    monkeypatch.setattr("views.inbox.in_hand", broken)
    person = create_insider("developer_operator")
    with caplog.at_level(logging.DEBUG):
        response = person.call("GET", "/inbox/")
    assert response.status_code == 500
    assert phone not in response.get_data(as_text=True)
    assert "nowhere" in caplog.text
    assert phone not in caplog.text
