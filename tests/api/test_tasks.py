"""Tasks: drafts keep whatever was typed, saving judges it, and hostile values do no harm anywhere."""

import datetime as dt

import pytest

from models import RegionRule
from tests.api.conftest import AGREE, codes, fields

HOSTILE = [
    "x" * 5000,
    "🏠👩‍👩‍👧‍👦",
    "\u202eevil\u202c",
    "'; DROP TABLE business; --",
    "<script>alert(1)</script>",
    "{{7*7}}${7*7}%s%n",
    "\\u0000",
    "=cmd|' /C calc'!A0",
    "-1",
    "NaN",
    "1e400",
    "٣٤٥",
    "𠮷野家𬱖",
    "\t\n\r",
]


def test_a_draft_keeps_what_was_typed_with_its_faults(case):
    case.accept()
    typed = {"height": "很高", "gross_area": 12.5, "colour": ["red", {"deep": None}]}
    stored = case.operator.put(f"/businesses/{case.no}/tasks/building?draft=1", {"data": typed})
    assert stored.status_code == 200
    assert stored.json["state"] == "待办"
    assert stored.json["draft"] == {**typed, "gross_area": "12.5"}
    assert {"height", "colour"} <= {fault["field"] for fault in stored.json["faults"]}
    again = case.operator.get(f"/businesses/{case.no}/tasks/building").json
    assert again["draft"] == stored.json["draft"]
    assert again["schema"]["properties"]["height"]["title"].startswith("建筑高度")
    assert case.save("building", {}).json["draft"] is None


def test_a_draft_is_no_place_for_everything(case, as_):
    case.accept()
    path = f"/businesses/{case.no}/tasks/building?draft=1"
    assert fields(case.operator.put(path, {"data": [1]})) == ["data"]
    assert fields(case.operator.put(path, {"data": {"x": "y" * 300_000}})) == ["data"]
    assert as_.administrator.put(path, {"data": {}}).status_code == 403
    assert case.operator.put(f"/businesses/{case.no}/tasks/building?draft=perhaps", {"data": {}}).status_code == 422


def test_saving_writes_what_the_survey_left_blank_and_nothing_else(case):
    case.accept()
    before = case.operator.get(f"/businesses/{case.no}").json["building"]
    blank = next(name for name in ("name", "footprint_area", "lift_count") if name not in before["surveyed_fields"])
    saved = case.save("building", {"name": "一号楼", "footprint_area": "812.5", "lift_count": 2, "structure": "砖木"})
    assert (saved.status_code, saved.json["state"]) == (200, "已完成")
    after = case.operator.get(f"/businesses/{case.no}").json["building"]
    assert blank not in before["surveyed_fields"]
    assert (after["name"], after["footprint_area"], after["lift_count"]) == ("一号楼", "812.5000", 2)
    assert after["structure"] == before["structure"]


def test_a_confirmation_has_to_be_said(case):
    case.accept()
    for data in ({}, {"confirmed": False}):
        assert codes(case.save("price_check", data)) == ["not_confirmed"]
    for data in ({"confirmed": "true"}, {"confirmed": 1}, {"confirmed": [True]}):
        assert codes(case.save("price_check", data)) == ["type"]
    assert codes(case.save("price_check", {"confirmed": True, "extra": 1})) == ["unknown_field"]


def test_units_are_done_only_when_every_one_is_complete(case):
    case.accept()
    refused = case.save("units", {})
    assert (refused.status_code, set(codes(refused))) == (422, {"M14"})
    assert any("1-01" in error["message"] and "销售单价" in error["message"] for error in refused.json["errors"])
    case.complete_units()
    assert case.save("units", {}).status_code == 200


def test_prices_are_confirmed_once_none_is_missing_and_dispatch_tells_each_gap_once(case):
    case.accept()
    refused = case.save("price_check", {"confirmed": True})
    assert (refused.status_code, set(codes(refused))) == (422, {"M14"})
    assert all(error["field"].endswith(".price_sale") for error in refused.json["errors"])
    assert len(refused.json["errors"]) == case.units()["count"]
    stopped = case.operate("dispatch", case.operator)
    told = [place for place in fields(stopped) if place.startswith("units.")]
    assert len(told) == len(set(told)) >= case.units()["count"]


def test_a_price_outside_the_region_s_range_is_saved_told_and_left_to_the_reviewer(case, desk):
    with desk() as session:
        limits = [{"use": "10", "least": "5000", "most": "7300"}]
        session.add(
            RegionRule(
                region_code="430802",
                key="price_corridor",
                title="备案单价范围",
                value=limits,
                valid_from=dt.date(2020, 1, 1),
            )
        )
    case.accept().complete_units()
    assert case.units()["price_corridor"] == {"10": ["5000", "7300"]}
    unit = next(unit for unit in case.units()["result"] if unit["use_code"] == "10")
    assert case.set_units({"price_sale": "7490.00"}, {"ids": [unit["id"]]}).status_code == 200
    case.hand_in().do_tasks()
    told = case.operator.get(f"/businesses/{case.no}/tasks/price_check").json
    sentence = f"{unit['entrance']} {unit['room_no']} 单价 7,490.00 元高于本地区备案上限 7,300.00 元"
    assert told["doubts"] == [
        {"field": f"units.{unit['id']}.price_sale", "code": "price_above_corridor", "message": sentence}
    ]
    assert case.operate("dispatch", case.operator).status_code == 200
    assert case.operate("receive", case.reviewer).status_code == 200
    checks = {check["key"]: check for check in case.reviewer.get(f"/businesses/{case.no}").json["checks"]}
    found = checks["price_within_corridor"]
    assert (found["sign_code"], found["left"], found["relation"], found["right"]) == (
        "doubtful",
        "7,490.00",
        "＞",
        "7,300.00",
    )
    assert found["place"] == f"units.{unit['id']}.price_sale"
    assert case.save("inspection", {"confirmed": True}, case.reviewer).status_code == 200
    assert case.operate("archive", case.reviewer, opinion=AGREE).status_code == 200


def test_a_task_of_another_stage_is_not_saved_now(case):
    case.accept()
    assert codes(case.save("inspection", {"confirmed": True})) == ["unknown_task"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_refused_or_kept_as_text(case, as_, text):
    case.accept()
    card = {"name": text, "location": text, "doorplate": text}
    for answer in (
        case.save("building", card),
        case.save("building", dict.fromkeys(("height", "gross_area", "completed_on", "structure", "use"), text)),
        case.operator.put(f"/businesses/{case.no}/tasks/building?draft=1", {"data": {text: text, **card}}),
        case.set_units({"balcony": text}),
        case.set_units({"decoration": text, "price_sale": text, "lift": text}),
        case.set_units({"lift": True}, {"entrance": text, "layout": text}),
        case.operate("reassign", as_.head, reason=text, to_user=1),
        case.operate("dispatch", case.operator, opinion={"result": "agree", "text": text}, to_stage=text),
        as_.operator.get("/businesses", q=text, stage=text),
        as_.operator.get("/precheck", type="predicted_survey", survey_no=text, project_id=text),
        as_.operator.post("/businesses", {"type": text, "subject": {text: text}}),
        as_.operator.post("/businesses", {"type": "predicted_survey", "subject": {"survey_no": text}}),
        as_.operator.upload(f"/businesses/{case.no}/materials", [("a.pdf", b"%PDF-1.4")], {"key": text}),
    ):
        assert answer.status_code in {200, 404, 409, 422, 403}, answer.json
    shown = case.operator.get(f"/businesses/{case.no}")
    assert shown.content_type.startswith("application/json")
    assert shown.status_code == 200


def test_hostile_words_travel_through_a_return_unchanged(case, as_):
    case.received()
    words = "<b>'; DROP TABLE unit; --</b> 🏠 𠮷"
    case.operate("send_back", as_.reviewer, lines=[{"target": words[:100], "fault": words, "wanted": words}])
    line = case.operator.get(f"/businesses/{case.no}").json["return_lines"][0]
    assert (line["fault"], line["wanted"]) == (words, words)
