"""The first page: its figures are the desk's, its news is what has been published, its tiles are usable."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from models import ApplicationTile, Business, StageRun, VersionNote
from models.enums import BusinessStatus, Role, RunState
from tests.pages.conftest import rows_of
from workflows.reading.lists import BusinessFilter, Scope, list_businesses
from workflows.workbench import is_usable

FIGURE = re.compile(r'<span class="stat-name">([^<]+)</span>\s*<span class="stat-value[^"]*">(\d+)')


def figures_of(text):
    return {name: int(value) for name, value in FIGURE.findall(text)}


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize("username", ["developer_operator", "survey_reviewer", "authority_admin", "developer_admin"])
def test_the_figures_count_what_the_lists_hold(visit, desk, create_actor, clock, username):
    actor = create_actor(username)
    with desk() as session:
        now = clock.now
        waiting = list_businesses(session, BusinessFilter(Scope.in_hand), actor, now, before=None, size=100).lines
    shown = figures_of(visit(username).opened("/"))
    if actor.organization_kind.value == "developer":
        waiting = [line for line in waiting if line.developer == actor.organization_name]
    else:
        waiting = [line for line in waiting if line.region_code.startswith(actor.region_code.rstrip("0"))]
    assert shown["待处理业务数"] == len(waiting)
    assert shown["待接件"] == sum(line.run_state.value == "waiting" for line in waiting)


@pytest.mark.usefixtures("city")
def test_what_is_due_turns_late_with_the_days(visit, clock):
    reviewer = visit("survey_reviewer")
    assert figures_of(reviewer.opened("/"))["超期"] == 0
    clock.advance(days=30)
    reviewer = visit("survey_reviewer")
    text = reviewer.opened("/")
    assert figures_of(text)["超期"] == figures_of(text)["待处理业务数"] > 0
    assert "● </span>超期" in text


@pytest.mark.usefixtures("city")
def test_the_head_of_a_section_counts_the_whole_desk_and_each_figure_opens_what_it_counts(visit, desk, clock):
    clock.advance(days=30)
    with desk() as session:
        going_on = session.execute(
            select(StageRun.state, StageRun.due_on)
            .join(StageRun.business)
            .where(
                StageRun.state.in_([RunState.open, RunState.waiting]),
                StageRun.role.in_([Role.survey_reviewer, Role.authority_admin]),
                StageRun.region_code.startswith("4308"),
                Business.status == BusinessStatus.open,
            )
        ).all()
    head = visit("section_head")
    text = head.opened("/")
    shown = figures_of(text)
    assert shown["全科在办业务数"] == len(going_on) > 1
    assert shown["待接件"] == sum(state is RunState.waiting for state, _ in going_on)
    assert shown["超期"] == sum(due is not None and due < clock.now.date() for _, due in going_on) > 0
    for name, query in (("全科在办业务数", ""), ("待接件", "&state=waiting"), ("超期", "&state=late")):
        listed = head.opened(f"/inbox/?scope=section{query}")
        assert f"共 {shown[name]} 件" in listed, name
        assert 'name="item"' not in listed, "what is another's to receive is not offered"


@pytest.mark.usefixtures("city")
def test_the_head_of_a_section_counts_what_the_whole_desk_handled_lately(visit, clock):
    head = visit("section_head")
    since = (clock.now - dt.timedelta(days=7)).date()
    lately = figures_of(head.opened("/"))["最近业务处理数"]
    assert lately > 0
    assert len(rows_of(head.opened(f"/handled/?scope=section&from={since}"))) >= lately
    assert len(rows_of(head.opened("/handled/"))) < lately


@pytest.mark.usefixtures("city")
def test_only_the_head_of_a_section_is_shown_the_whole_desk(visit):
    reviewer = visit("survey_reviewer")
    own = reviewer.opened("/inbox/")
    asked = reviewer.opened("/inbox/?scope=section")
    assert "全科" not in asked
    assert rows_of(asked) == rows_of(own)
    assert rows_of(reviewer.opened("/handled/?scope=section")) == rows_of(reviewer.opened("/handled/"))


def test_news_is_told_from_its_publish_time_on(visit, desk, clock):
    with desk() as session:
        session.add(VersionNote(title="V9.9", body="明日上线", publish_at=clock.now + dt.timedelta(days=1)))
    assert "V9.9" not in visit("developer_operator").opened("/")
    clock.advance(days=1)
    assert "明日上线" in visit("developer_operator").opened("/")


def test_a_tile_is_shown_to_whoever_can_use_it(developer_operator, survey_reviewer, authority_admin):
    filing = ApplicationTile(business_type="predicted_survey")
    unknown = ApplicationTile(business_type="no_such_type")
    assert is_usable(filing, developer_operator)
    assert is_usable(filing, survey_reviewer)
    assert not is_usable(filing, authority_admin)
    assert not is_usable(unknown, developer_operator)
    assert is_usable(ApplicationTile(business_type=None), authority_admin)


@pytest.mark.usefixtures("city")
def test_a_hidden_tile_is_not_shown(visit, desk):
    with desk() as session:
        for tile in session.scalars(select(ApplicationTile)):
            tile.shown = False
    assert "app-tile" not in visit("developer_operator").opened("/")


def test_a_visitor_is_sent_to_the_login(visit):
    for path in ("/", "/inbox/", "/handled/", "/buildings/", "/start/predicted_survey/"):
        answer = visit().get(path)
        assert answer.status_code == 302
        assert answer.location.startswith("/login/")


def test_the_roles_of_the_cast_are_what_these_tests_think(developer_operator):
    assert developer_operator.roles == {Role.developer_operator}
