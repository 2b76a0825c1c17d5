"""Whoever stands outside learns nothing from any address: what is another's answers as what is not there."""

import copy
import re

import pytest

from tests.isolation.routes import Target, gone, targets, unclassified
from tests.isolation.world import CANARY, ONE_OF_EACH_SIDE, OUTSIDERS, changed_tables

# What differs between two answers to the same question.
PASSING = (
    (r'nonce="[^"]*"', "nonce"),
    (r'name="csrf_token"[^>]*value="[^"]*"', "csrf"),
    (r'content="[^"]{60,}"', "csrf"),
    (r"'nonce-[^']*'", "nonce"),
)
SHORT = 5
SHOWN = 12
MANY = [pytest.param(name, marks=[] if name in ONE_OF_EACH_SIDE else [pytest.mark.long], id=name) for name in OUTSIDERS]


def told(response, address: str) -> tuple[int, str, str]:
    """Status, kind and text of an answer, without the address that was asked for."""
    text = response.get_data().decode("utf-8", "replace").replace(address, "ADDRESS")
    for part in address.split("/"):
        if any(sign.isdigit() for sign in part) and len(part) > SHORT:
            text = text.replace(part, "THING")
    for pattern, word in PASSING:
        text = re.sub(pattern, word, text)
    return response.status_code, response.content_type, text


def ask(outsider, target: Target, address: str):
    return outsider.call(target.method, address, **copy.deepcopy(dict(target.body)))


def first_difference(one: str, other: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(at - 40, 0) : at + 80]!r} and {other[max(at - 40, 0) : at + 80]!r}"


def wrong(outsider, target: Target) -> str | None:
    """Why this address tells an outsider something; None where it does not."""
    foreign = told(ask(outsider, target, target.foreign), target.foreign)
    unknown = told(ask(outsider, target, target.unknown), target.unknown)
    if foreign != unknown:
        return (
            f"{target}: {foreign[0]} for another's, {unknown[0]} for none: {first_difference(foreign[2], unknown[2])}"
        )
    if CANARY in foreign[2]:
        return f"{target}: the mark is read"
    # A kind of record that the role may not touch at all is refused before any row is looked for.
    accepted = {404, 403} if target.record else {404}
    return None if foreign[0] in accepted else f"{target}: {foreign[0]} {foreign[2][-200:]!r}"


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
    owner = create_insider("developer_admin")
    reads = [target for target in targets(app, world) if target.method == "GET"]
    assert len(reads) > 12
    for target in reads:
        if target.endpoint != "SessionView.choose_membership":
            assert ask(owner, target, target.foreign).status_code in ({200, 403} if target.record else {200}), target
