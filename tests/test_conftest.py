"""The ground the other tests stand on: each starts from the same town, on both databases, and reaches nobody outside."""

import socket

import pytest
from sqlalchemy import delete, func, inspect, select, text, update

from models import CalendarDay, Membership, VersionNote
from models.base import Model
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


def test_a_test_that_changes_the_tables_themselves_leaves_them_whole(database):
    with database.engine.begin() as connection:
        connection.execute(text("DROP INDEX uq_building_live_parcel"))
        connection.execute(text("DELETE FROM calendar_day"))
    database.reset()
    with database.engine.connect() as connection:
        assert "uq_building_live_parcel" in {index["name"] for index in inspect(connection).get_indexes("building")}
        assert connection.scalar(text("SELECT count(*) FROM calendar_day")) > 1000


def test_what_is_put_back_is_exactly_what_was_kept(database, desk, clock):
    """Rows changed, added and taken away, and the numbers that the database gives next."""

    def told():
        with database.engine.connect() as connection:
            return [
                sorted(map(repr, connection.execute(text(f"SELECT * FROM {table.name}"))))
                for table in Model.metadata.sorted_tables
            ]

    before = told()
    note = add_note(desk, clock)
    with desk() as session:
        session.execute(update(VersionNote).values(title="改过"))
        session.execute(delete(CalendarDay))
    assert told() != before
    database.reset()
    assert told() == before
    assert add_note(desk, clock) == note


def test_kept_states_do_not_mix(database, desk, clock):
    add_note(desk, clock)
    database.keep("with_a_note")
    database.reset()
    assert count_notes(desk) == 3
    database.reset("with_a_note")
    assert count_notes(desk) == 4
    database.reset("with_a_note")
    assert count_notes(desk) == 4


def add_note(desk, clock):
    """The id that the note was given."""
    with desk() as session:
        note = VersionNote(title="新", body="新", publish_at=clock.now)
        session.add(note)
        session.flush()
        return note.id


def count_notes(desk):
    with desk() as session:
        return session.scalar(select(func.count(VersionNote.id)))
