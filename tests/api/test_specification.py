"""The OpenAPI document names every call with its answers, and nothing in it points nowhere."""

import json
import re

import pytest


@pytest.fixture
def document(create_client):
    answer = create_client("developer_operator").get("/api/v1/_openapi")
    assert answer.status_code == 200, answer.data
    return answer.json


OURS = re.compile(r"/api/v1/(business|precheck|materials|documents|surveys|buildings)")


def test_every_call_is_documented(app, document):
    for rule in app.url_map.iter_rules():
        if not OURS.match(rule.rule):
            continue
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            operation = document["paths"][path][method.lower()]
            assert operation["summary"], path
            assert {"401"} <= set(operation["responses"]), path
            assert any(int(status) < 300 for status in operation["responses"]), path
            if method == "POST":
                assert "Idempotency-Key" in [parameter["name"] for parameter in operation["parameters"]]


def test_every_reference_leads_somewhere(document):
    for place in set(re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(document))):
        kind, name = place
        assert name in document["components"][kind], place


def test_no_two_paths_are_the_same_but_for_names(document):
    shapes = [re.sub(r"\{[^}]+\}", "{}", path) for path in document["paths"]]
    assert len(shapes) == len(set(shapes))
