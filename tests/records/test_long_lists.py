"""Lists that go on for ever: every row is met once, no page asks more than the first, and nobody gets lost."""

import datetime as dt
import html
import re

import pytest
from sqlalchemy import event

from app.extensions import db
from models import VersionNote

ROWS = 230
QUERIES_OF_A_PAGE = 8


@pytest.fixture
def notes(desk, clock):
    """Many rows, several of the same moment, so that the moment alone does not order them."""
    with desk() as session:
        session.add_all(
            VersionNote(title=f"no-{number}", body="", publish_at=clock.now + dt.timedelta(minutes=number // 7))
            for number in range(ROWS)
        )


@pytest.fixture
def clerk(create_client):
    return create_client("admin")


def keys(page):
    return re.findall(r'<td data-column="title">(?:<a[^>]*>)?(no-\d+)(?:</a>)?</td>', page)


def link(page, rel):
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', page)
    return html.unescape(found[1]) if found else None


def walk(clerk, address, rel):
    """The pages one comes by, from this one on by its links."""
    while address:
        page = clerk.get(address).get_data(as_text=True)
        yield page
        address = link(page, rel)


@pytest.mark.parametrize(
    "order",
    [
        "",
        "&_oc_VersionNoteView=publish_at&_od_VersionNoteView=asc",
        "&_oc_VersionNoteView=publish_at&_od_VersionNoteView=desc",
    ],
)
def test_every_row_is_met_once_by_going_on(notes, clerk, order):
    pages = list(walk(clerk, f"/version-notes/list/?_flt_0_title=no-{order}", "next"))
    seen = [key for page in pages for key in keys(page)]
    assert len(seen) == ROWS
    assert len(set(seen)) == ROWS
    assert all("after_VersionNoteView" in link(page, "next") for page in pages[:-1])


def test_going_back_shows_the_same_pages(notes, clerk):
    forth = list(walk(clerk, "/version-notes/list/?_flt_0_title=no-", "next"))
    last = f"/version-notes/list/?_flt_0_title=no-&page_VersionNoteView={len(forth) - 1}"
    back = list(walk(clerk, last, "prev"))
    assert [keys(page) for page in back] == [keys(page) for page in reversed(forth)]


def test_another_order_begins_at_its_beginning(notes, clerk):
    second = list(walk(clerk, "/version-notes/list/?_flt_0_title=no-", "next"))[1]
    orders = re.findall(r'<th[^>]*><a href="([^"]+)"', second)
    assert orders
    assert not [address for address in orders if "after_" in address or "page_" in address]


@pytest.mark.parametrize(
    "mark",
    [
        "x",
        "[1]",
        '["x","y"]',
        "[null,null]",
        "{}",
        "[[],1]",
        '["2026-01-01",1]',
        "[1e999,1]",
        f"[1,{10**30}]",
        f"[{10**30},1]",
    ],
)
@pytest.mark.parametrize("order", ["", "&_oc_VersionNoteView=publish_at&_od_VersionNoteView=asc"])
def test_a_beginning_that_no_list_has_written_is_answered_400(notes, clerk, mark, order):
    assert clerk.get("/version-notes/list/", query_string=f"after_VersionNoteView={mark}{order}").status_code == 400


@pytest.mark.parametrize(
    "address",
    ["/version-notes/list/", "/version-notes/list/?page_VersionNoteView=7", "/businesses/list/", "/units/list/"],
)
def test_a_page_asks_a_frozen_number_of_times(app, notes, create_client, address):
    clerk = create_client("admin" if "notes" in address else "survey_reviewer")
    clerk.get(address)
    asked = []
    with app.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert clerk.get(address).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    questions = [statement for statement in asked if not statement.startswith("BEGIN")]
    assert len(questions) <= QUERIES_OF_A_PAGE, questions
