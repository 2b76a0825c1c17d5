"""The first page: its figures are the desk's, its news is what has been published, its tiles are usable."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from models import ApplicationTile, VersionNote
from models.enums import Role
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
