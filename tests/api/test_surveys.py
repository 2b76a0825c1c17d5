"""测绘成果 by API: stored whole or not at all, every fault at its cell, seen only by whose it is."""

from pathlib import Path

import pytest

from tests.api.conftest import codes

SURVEYS = Path("tests/data/survey")
OTHER = next(path for path in sorted(SURVEYS.glob("*.xlsx")) if "D005_132_predicted.xlsx" in path.name)


def upload(api, path, **named):
    return api.upload("/surveys", [(path.name, path.read_bytes())], **named)


def test_an_agency_and_an_operator_store_a_survey_once(as_):
    stored = upload(as_.surveyor, OTHER)
    number = stored.json["survey_no"]
    assert (stored.status_code, stored.headers["Location"]) == (201, f"/api/v1/surveys/{number}")
    assert (stored.json["kind"], stored.json["kind_code"], stored.json["unit_count"]) == ("预测", "predicted", 132)
    again = upload(as_.operator, OTHER)
    assert (again.status_code, codes(again)) == (409, ["survey_exists"])
    seen = as_.operator.get(f"/surveys/{number}").json
    assert (len(seen["units"]), seen["building"]["structure"]) == (132, "钢筋混凝土结构")
    assert as_.stranger.get(f"/surveys/{number}").status_code == 404
    assert as_.reviewer.get(f"/surveys/{number}").status_code == 200


def test_others_store_none(as_):
    assert upload(as_.reviewer, OTHER).status_code == 403


BAD = sorted((SURVEYS / "bad").glob("*.xlsx")) if (SURVEYS / "bad").exists() else []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_at_its_cell_and_nothing_is_stored(as_, path):
    refused = upload(as_.surveyor, path)
    assert refused.status_code in {409, 422}, refused.json
    assert refused.json["errors"]
    assert all({"code", "message"} <= set(error) for error in refused.json["errors"])


def test_what_is_no_workbook_is_refused_at_once(as_):
    for name, data in (("a.xlsx", b"%PDF-1.4"), ("a.xlsx", b""), ("a.xlsx", b"PK\x03\x04broken")):
        refused = as_.surveyor.upload("/surveys", [(name, data)])
        assert (refused.status_code, len(refused.json["errors"])) == (422, 1)
    assert as_.surveyor.upload("/surveys", [("a.xlsx", b"x"), ("b.xlsx", b"y")]).status_code == 422
