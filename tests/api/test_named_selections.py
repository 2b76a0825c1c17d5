"""Selections that a person keeps for a building under a name: by filter or by units, each person's own."""

import pytest
from sqlalchemy import func, select

from models import Event, NamedSelection
from tests.api.conftest import codes, fields
from tests.api.test_once_only import at_once
from workflows.named_selections import MOST_SELECTIONS

FILTER = {"position": "suffix", "digits": "01", "match_length": "2", "entrance": "A01", "use": "成套住宅"}


@pytest.fixture
def path(case):
    case.accept()
    return f"/buildings/{case.building_id}/selections"


def kept(api, path):
    answer = api.get(path)
    assert answer.status_code == 200, answer.json
    return {one["name"]: one for one in answer.json["result"]}


def test_a_filter_and_units_are_kept_until_they_are_dropped(case, path, desk):
    ids = [unit["id"] for unit in case.units()["result"][:3]]
    assert case.operator.post(path, {"name": "边户", "filter": FILTER | {"state": ""}}).status_code == 200
    answer = case.operator.post(path, {"name": " 样板房 ", "ids": ids})
    assert [(one["name"], one["filter"], one["ids"]) for one in answer.json["result"]] == [
        ("边户", FILTER, None),
        ("样板房", None, ids),
    ]
    # the same name is written anew, in its place
    assert case.operator.post(path, {"name": "边户", "ids": ids[:1]}).status_code == 200
    found = kept(case.operator, path)
    assert (list(found), found["边户"]["filter"], found["边户"]["ids"]) == (["边户", "样板房"], None, ids[:1])
    dropped = case.operator.post(f"{path}/{found['边户']['id']}/drop", {})
    assert [one["name"] for one in dropped.json["result"]] == ["样板房"]
    with desk() as session:
        acts = session.scalars(select(Event.action).where(Event.subject_kind == "named_selection").order_by(Event.id))
        assert list(acts) == ["keep_selection", "keep_selection", "keep_selection", "drop_selection"]


def test_they_are_each_person_s_own(case, path, as_):
    assert case.operator.post(path, {"name": "边户", "filter": FILTER}).status_code == 200
    (own,) = kept(case.operator, path).values()
    assert kept(as_.administrator, path) == {}
    assert as_.administrator.post(path, {"name": "边户", "ids": []}).status_code == 200
    assert as_.administrator.post(f"{path}/{own['id']}/drop", {}).status_code == 404
    assert kept(case.operator, path)["边户"] == own


@pytest.mark.parametrize(
    ("body", "place", "code"),
    [
        ({"name": "边户"}, "filter", "required"),
        ({"name": "边户", "filter": FILTER, "ids": [1]}, "filter", "required"),
        ({"name": "  ", "filter": FILTER}, "name", "required"),
        ({"name": "边" * 21, "filter": FILTER}, "name", "too_long"),
        ({"name": "边户", "filter": {"digits": "0" * 61}}, "filter.digits", "too_long"),
        ({"name": "边户", "filter": {"evil": "1"}}, "filter.evil", "unknown_field"),
        ({"name": "边户", "ids": ["1"]}, "ids", "type"),
        ({"name": "边户", "ids": [2_000_000_011]}, "ids", "unit_unknown"),
    ],
)
def test_what_means_no_selection_is_refused_at_its_field(case, path, body, place, code):
    answer = case.operator.post(path, body)
    assert (answer.status_code, fields(answer), codes(answer)) == (422, [place], [code])
    assert kept(case.operator, path) == {}


def test_there_is_a_most_for_each_building(case, path):
    for number in range(MOST_SELECTIONS):
        assert case.operator.post(path, {"name": f"第{number}", "filter": FILTER}).status_code == 200
    assert codes(case.operator.post(path, {"name": "再一个", "filter": FILTER})) == ["too_many_selections"]
    assert case.operator.post(path, {"name": "第7", "ids": []}).status_code == 200


def test_the_same_name_from_two_windows_at_once_is_one_selection(case, path, desk):
    answers = at_once(6, lambda: case.operator.post(path, {"name": "边户", "filter": FILTER}))
    assert {answer.status_code for answer in answers} == {200}
    with desk() as session:
        assert session.scalar(select(func.count()).select_from(NamedSelection)) == 1
