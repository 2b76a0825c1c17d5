"""Whoever stands outside learns nothing from any address: what is another's answers as what is not there."""

import copy

import pytest

from tests.isolation.answers import ask, wrong
from tests.isolation.routes import OF_THE_DESK, gone, targets, unclassified
from tests.isolation.world import CANARY, ONE_OF_EACH_SIDE, OUTSIDERS, changed_tables

SHOWN = 12
MANY = [pytest.param(name, marks=[] if name in ONE_OF_EACH_SIDE else [pytest.mark.long], id=name) for name in OUTSIDERS]


def test_every_address_that_takes_something_is_classified(app):
    assert unclassified(app) == []


def test_the_table_names_no_address_that_is_gone(app):
    assert gone(app) == []


@pytest.mark.parametrize("name", MANY)
def test_what_is_anothers_answers_as_what_is_not_there(app, world, create_outsider, dumped, name):
    outsider, before = create_outsider(name), dumped()
    faults = [fault for target in targets(app, world) if (fault := wrong(outsider, target))]
    assert not faults, "\n".join([f"{len(faults)} addresses", *faults[:SHOWN]])
    assert changed_tables(before, dumped()) == []


def test_without_signing_in_nothing_is_shown_at_all(app, world, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
    client = app.test_client()
    for target in targets(app, world):
        response = client.open(target.foreign, method=target.method, **copy.deepcopy(dict(target.body)))
        assert response.status_code in {302, 401}, str(target)
        assert CANARY not in response.get_data(as_text=True)
        if response.status_code == 302:
            assert response.location.partition("?")[0].endswith("/login/"), str(target)


def test_the_owner_is_answered_at_every_address_that_is_only_read(app, world, create_insider):
    """Otherwise the tests beside this one would be content with a product that shows nothing to anybody."""
    owner, reviewer = create_insider("developer_admin"), create_insider("survey_reviewer")
    reads = [target for target in targets(app, world) if target.method == "GET"]
    assert len(reads) > 12
    for target in reads:
        if target.endpoint != "SessionView.choose_membership":
            reader = reviewer if target.endpoint in OF_THE_DESK else owner
            assert ask(reader, target, target.foreign).status_code in ({200, 403} if target.record else {200}), target
