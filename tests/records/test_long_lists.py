"""Lists that go on for ever: every row is met once, no page asks more than the first, and nobody gets lost."""

import datetime as dt
import html
import re
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from app.extensions import db
from models import Organization, PropertyCompany, VersionNote

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


ROWS_WITHOUT = 60


@pytest.fixture
def companies(desk):
    """Many with a fee, several of the same, and some of which none is known."""
    with desk() as session:
        developer_id = session.scalars(select(Organization.id).where(Organization.kind == "developer")).first()
        session.add_all(
            PropertyCompany(
                developer_id=developer_id,
                name=f"no-{number}",
                fee=None if number < ROWS_WITHOUT else Decimal(number // 7) / 10,
            )
            for number in range(ROWS // 2)
        )


def names(page):
    return re.findall(r'<td data-column="name">(?:<a[^>]*>)?(no-\d+)(?:</a>)?</td>', page)


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_rows_where_nothing_stands_are_met_once_too(companies, clerk, direction):
    """The databases put them at different ends; wherever they are, going on and going back meets each."""
    order = f"_oc_PropertyCompanyView=fee&_od_PropertyCompanyView={direction}"
    forth = list(walk(clerk, f"/property-companies/list/?_flt_0_name=no-&{order}", "next"))
    seen = [name for page in forth for name in names(page)]
    assert sorted(seen) == sorted(f"no-{number}" for number in range(ROWS // 2))
    assert all("after_PropertyCompanyView" in link(page, "next") for page in forth[:-1])
    without = [int(name.removeprefix("no-")) < ROWS_WITHOUT for name in seen]
    assert without in (sorted(without), sorted(without, reverse=True))
    last = f"/property-companies/list/?_flt_0_name=no-&{order}&page_PropertyCompanyView={len(forth) - 1}"
    back = list(walk(clerk, last, "prev"))
    assert [names(page) for page in back] == [names(page) for page in reversed(forth)]


def test_a_page_that_ends_the_list_is_not_counted_again(app, companies, clerk):
    address = "/property-companies/list/?_flt_0_name=no-&page_PropertyCompanyView=4"
    page = clerk.get(address).text
    assert len(names(page)) == ROWS // 2 % 25
    assert f"共 {ROWS // 2} 条" in page


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
        "[null,1]",
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
