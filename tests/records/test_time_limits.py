"""承诺时限 as records: a region's own, judged by page and API, and the next case promises it."""

import pytest

from tests.records.test_writing import errors

LIMIT = {"business_type": "predicted_survey", "working_days": 7, "warning_days": 2, "valid_from": "2026-11-01"}


def test_the_bureau_sets_limits_of_its_own_region(call):
    made = call("authority_admin", "POST", "time-limits/", json=LIMIT)
    assert made.status_code == 201, made.json
    kept = call("authority_admin", "GET", f"time-limits/{made.json['id']}").json["result"]
    assert (kept["working_days"], kept["region_code"]) == (7, "430802")
    assert call("survey_reviewer", "POST", "time-limits/", json=LIMIT).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"business_type": "no_such"}, "business_type"),
        ({"working_days": 0}, "working_days"),
        ({"working_days": 400}, "working_days"),
        ({"warning_days": 7}, "warning_days"),
        ({"warning_days": -1}, "warning_days"),
        ({"valid_until": "2026-10-01"}, "valid_until"),
    ],
)
def test_what_makes_no_sense_is_told_at_its_field(call, wrong, field):
    assert field in errors(call("authority_admin", "POST", "time-limits/", json={**LIMIT, **wrong}))


def test_two_limits_of_one_type_do_not_overlap(call):
    assert call("authority_admin", "POST", "time-limits/", json=LIMIT).status_code == 201
    again = {**LIMIT, "valid_from": "2026-12-01"}
    assert "valid_from" in errors(call("authority_admin", "POST", "time-limits/", json=again))


def test_by_page(browse):
    page = browse("authority_admin")
    assert page.post("/time-limits/add", **{name: str(value) for name, value in LIMIT.items()}).status_code == 302
    text = page.get("/time-limits/list/").text
    assert "预测成果备案" in text
    assert "承诺时限" in text
