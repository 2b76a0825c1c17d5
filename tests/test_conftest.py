"""The ground the other tests stand on: each starts from the same town, on both databases, and reaches nobody outside."""

import socket

import pytest
from sqlalchemy import delete, func, select

from models import Membership, VersionNote
from tests.support.sockets import OutboundRefused


@pytest.mark.parametrize("run", [1, 2])
def test_every_test_starts_from_the_same_town(desk, run):
    with desk() as session:
        assert session.scalar(select(func.count(VersionNote.id))) == 3
        session.execute(delete(VersionNote))
    with desk() as session:
        assert session.scalar(select(func.count(VersionNote.id))) == 0


def test_the_clock_stands_until_it_is_moved(clock):
    before = clock.now
    assert clock() == before
    assert (clock.advance(hours=2) - before).total_seconds() == 7200


def test_the_cast_is_usable(developer_operator, survey_reviewer, other_region_survey_reviewer, admin, desk):
    assert developer_operator.region_code == survey_reviewer.region_code == "430802"
    assert other_region_survey_reviewer.region_code == "430602"
    assert {role.value for role in admin.roles} == {"Admin"}
    with desk() as session:
        assert session.get(Membership, developer_operator.membership_id) is not None


def test_no_test_reaches_another_machine():
    with socket.socket() as sock, pytest.raises(OutboundRefused):
        sock.connect(("192.0.2.1", 80))


def test_a_signed_in_session_opens_the_workbench(create_client):
    assert create_client("developer_operator").get("/").status_code == 200
    assert create_client(None).get("/inbox/").status_code in {302, 401}


def test_the_browser_shows_the_login_page(page):
    page.goto("/login/")
    assert page.title()
    assert page.locator("form").count() >= 1
