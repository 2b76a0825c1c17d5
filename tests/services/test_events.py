"""The log searched: backwards by key without gaps or repeats, by each condition, and always by an index."""

import datetime as dt

import pytest
from sqlalchemy import delete, text

from models import Event
from workflows import journal
from workflows.reading.event_names import names_of
from workflows.reading.events import EventFilter, Place, bounded, events_query, find_events

TODAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def blank_log(desk):
    desk.session.flush()
    desk.session.execute(delete(Event))


def happen(desk, action="edit_record", *, actor=None, minutes=0, kind="project", subject="1", number=None, **detail):
    journal.record(
        desk.session,
        actor=actor or desk.reviewer,
        now=desk.now + dt.timedelta(minutes=minutes),
        action=action,
        subject_kind=kind,
        subject_id=subject,
        business_no=number,
        detail=detail,
    )


def found(desk, **wanted):
    return [event.subject_id for event in find_events(desk.session, EventFilter(**wanted), None).events]


def test_pages_follow_each_other_without_gap_or_repeat_though_moments_are_equal(desk):
    for number in range(23):
        happen(desk, subject=str(number), minutes=number // 5)
    seen, place = [], None
    while True:
        page = find_events(desk.session, EventFilter(), place, size=4)
        seen += [int(event.subject_id) for event in page.events]
        place = page.older
        if place is None:
            break
    assert seen == sorted(range(23), reverse=True)
    assert find_events(desk.session, EventFilter(), Place(desk.now - dt.timedelta(days=1), 9), size=4).events == []


def test_each_condition_finds_its_own(desk):
    happen(desk, "sign_in", actor=desk.operator, subject="a")
    happen(desk, "edit_record", subject="b", minutes=1, kind="region_rule")
    happen(desk, "dispatch", subject="c", number="C202611230000011", minutes=2)
    happen(desk, "edit_record", subject="d", minutes=60 * 24, reason="更正栋号")
    assert found(desk, action="edit_record") == ["d", "b"]
    assert found(desk, person="操作员") == ["a"]
    assert found(desk, person="审核员") == ["d", "c", "b"]
    assert found(desk, person="没有此人") == []
    assert found(desk, organization="开发企业") == ["a"]
    assert found(desk, subject_kind="region_rule") == ["b"]
    assert found(desk, subject_kind="project", subject_id="d") == ["d"]
    assert found(desk, business_no="c2026112300000") == ["c"]
    assert found(desk, business_no="C202611230000011") == ["c"]
    assert found(desk, since=TODAY, until=TODAY) == ["c", "b", "a"]
    assert found(desk, since=TODAY + dt.timedelta(days=1)) == ["d"]
    assert found(desk, text="更正栋号") == ["d"]
    assert found(desk, text='"') == found(desk, text="%") == found(desk, text="更_") == []


def test_the_program_itself_is_found_by_its_name(desk):
    journal.record(
        desk.session, actor=None, now=desk.now, action="load_demo", subject_kind="demo", subject_id="city", detail={}
    )
    assert found(desk, person="系统") == ["city"]


def test_words_are_looked_for_in_ninety_days_at_most():
    assert bounded(EventFilter(), TODAY).since is None
    assert bounded(EventFilter(text="x"), TODAY).since == dt.date(2026, 8, 25)
    assert bounded(EventFilter(text="x", since=dt.date(2026, 11, 1)), TODAY).since == dt.date(2026, 11, 1)
    until = dt.date(2024, 6, 30)
    assert bounded(EventFilter(text="x", since=dt.date(2020, 1, 1), until=until), TODAY).since == dt.date(2024, 4, 1)


def test_who_acted_as_what_and_on_what_is_named(desk):
    happen(desk, subject=str(desk.project.id), actor=desk.operator)
    (event,) = find_events(desk.session, EventFilter(), None).events
    names = names_of(desk.session, [event])
    assert names.memberships[event.membership_id].organization.name == "开发企业（测试）"
    assert names.subjects[("project", str(desk.project.id))] == str(desk.project)


@pytest.mark.parametrize(
    "wanted",
    [
        EventFilter(),
        EventFilter(action="sign_in"),
        EventFilter(person="操作员"),
        EventFilter(organization="另一企业"),
        EventFilter(business_no="C202611230000011"),
        EventFilter(since=TODAY, until=TODAY),
        EventFilter(subject_kind="project", subject_id="1"),
    ],
    ids=str,
)
def test_an_index_serves_every_condition(desk, wanted):
    """On a log of some size; SQLite says how it would go about it."""
    if desk.session.get_bind().dialect.name != "sqlite":
        return
    query = events_query(desk.session, wanted).limit(51)
    statement = query.compile(desk.session.get_bind(), compile_kwargs={"literal_binds": True})
    plan = [row.detail for row in desk.session.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]
    assert [line for line in plan if "event" in line]
    assert not [line for line in plan if line.startswith("SCAN event") and "INDEX" not in line], plan


def test_the_log_is_never_counted(desk):
    assert not hasattr(find_events(desk.session, EventFilter(), None), "total")
    assert Event.__table__.indexes
