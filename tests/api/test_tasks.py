"""Tasks: drafts keep whatever was typed, saving judges it, and hostile values do no harm anywhere."""

import pytest

from tests.api.conftest import codes, fields

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
