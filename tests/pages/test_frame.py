"""The frame of every page: the menu is that of the rights of now, in the language of now, with what waits now."""

import re

import pytest
from sqlalchemy import select

from models import MembershipRole
from models.enums import Role
from workflows.delegations import Wanted, give
from workflows.facts.calendar import local_day

COUNT = re.compile(r'<span>在手业务</span><span class="menu-count">(\d+)</span>')
LINKS = re.compile(r'<a href="([^"]+)"[^>]*><span>')


def menu_of(text):
    return re.search(r'<nav class="side-menu.*?</nav>', text, re.DOTALL)[0]


def opens(text):
    return set(LINKS.findall(menu_of(text)))


@pytest.fixture
def change_roles(desk, create_actor):
    """Takes all roles of a person's membership and gives these."""

    def change(username, *roles):
        membership_id = create_actor(username).membership_id
        with desk() as session:
            for held in session.scalars(select(MembershipRole).where(MembershipRole.membership_id == membership_id)):
                session.delete(held)
            session.add_all(MembershipRole(membership_id=membership_id, role=role) for role in roles)

    return change


def test_another_role_is_another_menu_at_once(visit, change_roles):
    clerk = visit("developer_operator")
    before = opens(clerk.opened("/"))
    assert "/start/predicted_survey/" in before
    assert "/users/list/" not in before
    change_roles("developer_operator", Role.developer_admin)
    after = opens(clerk.opened("/"))
    assert "/users/list/" in after
    change_roles("developer_operator", Role.seal_holder)
    assert "/start/predicted_survey/" not in opens(clerk.opened("/"))
    assert opens(visit("developer_admin").opened("/")) == after


def test_people_of_different_rights_never_share_a_menu(visit):
    names = ("developer_operator", "survey_reviewer", "authority_admin", "admin", "developer_operator")
    first, *others, again = (opens(visit(name).opened("/")) for name in names)
    assert first == again
    assert all(first != other for other in others)
    assert "/regions/list/" not in first


@pytest.mark.usefixtures("city")
def test_what_waits_is_counted_at_once(visit):
    reviewer = visit("survey_reviewer")
    before = int(COUNT.search(reviewer.opened("/handled/"))[1])
    number, version = re.search(r'name="item" value="([A-Z0-9]+):(\d+)"', reviewer.opened("/inbox/")).groups()
    visit("survey_reviewer_2").post("/inbox/receive", {"item": f"{number}:{version}"})
    assert int(COUNT.search(reviewer.opened("/handled/"))[1]) == before - 1
    assert "menu-count" not in menu_of(visit("other_region_survey_reviewer").opened("/handled/"))


@pytest.mark.usefixtures("city")
def test_a_stand_in_for_one_kind_of_case_is_told_just_what_his_list_holds(visit, desk, create_actor, clock):
    clerk = visit("property_reviewer")
    assert "menu-count" not in menu_of(clerk.opened("/handled/"))
    today = local_day(clock.now)
    lent = Wanted(create_actor("property_reviewer").person_id, today, today, business_types=("predicted_survey",))
    reviewer = create_actor("survey_reviewer")
    with desk() as session:
        give(session, lent, reviewer, clock.now)
    listed = set(re.findall(r'href="/business/([A-Z0-9]+)/"', clerk.opened("/inbox/")))
    assert int(COUNT.search(clerk.opened("/handled/"))[1]) == len(listed) > 0


def test_the_language_changes_everything_at_once(visit):
    clerk = visit("survey_reviewer")
    assert "在手业务" in menu_of(clerk.opened("/businesses/list/"))
    clerk.get(english(clerk.opened("/")))
    text = clerk.opened("/businesses/list/")
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"<[^>]+>", "", menu_of(text)))
    assert "在手业务" in menu_of(visit("survey_reviewer_2").opened("/businesses/list/"))


def english(text):
    return re.search(r'<a class="top-link top-language" href="([^"]+)" lang="en"', text)[1]


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", "/"),
        ("/inbox/", "/inbox/"),
        ("/buildings/", "/buildings/"),
        ("/buildings/list/", "/buildings/list/"),
        ("/handled/", "/handled/"),
        ("/messages/", None),
    ],
)
def test_the_menu_shows_where_one_is(visit, path, current):
    found = re.findall(r'<a href="([^"]+)"[^>]*aria-current="page"', menu_of(visit("survey_reviewer").opened(path)))
    assert found == ([current] if current else [])
