"""The unit table by API: select and set, rows, price rule, dry run, undo, workbook."""

import io

import pytest
from python_calamine import CalamineWorkbook

from tests.api.conftest import codes, fields


def prices(case):
    return {unit["room_no"]: unit["price_sale"] for unit in case.units()["result"]}


def rule(case, **more):
    body = {
        "version": case.units()["version"],
        "price_kind": "sale",
        "base_price": "6800",
        "base_floor": 3,
        "direction": "up",
        "change": "increase",
        "step": "30",
        "floor_from": None,
        "floor_to": None,
    }
    return case.operator.post(f"/buildings/{case.building_id}/price-rule", {**body, **more})


def test_units_carry_labels_codes_and_the_version(case):
    table = case.accept().units()
    assert (table["version"], table["count"], len(table["result"])) == (1, 22, 22)
    unit = table["result"][0]
    assert (unit["structure"], unit["structure_code"]) == ("钢筋混凝土结构", "3")
    assert (unit["sale_kind"], unit["sale_kind_code"]) == ("可售", "saleable")
    assert (unit["price_sale"], unit["price_decoration"], unit["version"]) == (None, "0.00", 1)
    assert len(unit["gross_area"].split(".")[1]) == 4
    assert "price_sale" in [gap["field"] for gap in unit["missing"]]


def test_one_set_changes_every_selected_unit_and_leaves_the_surveyed(case):
    case.accept()
    done = case.set_units(
        {"decoration": "毛坯", "structure": "混合结构"}, {"room_match": {"position": "suffix", "digits": "01"}}
    )
    ending = [unit for unit in case.units()["result"] if unit["room_no"].endswith("01")]
    assert (done.json["count"], done.json["skipped"], done.json["batch"]) == (len(ending), len(ending), 1)
    assert done.json["changes"][0]["new"] == {"decoration": "毛坯", "decoration_code": "1"}
    assert done.json["changes"][0]["old"] == {"decoration": None, "decoration_code": None}
    assert {unit["structure_code"] for unit in ending} == {"3"}


def test_a_dry_run_tells_and_changes_nothing(case):
    case.accept()
    told = case.set_units({"lift": True}, {}, query_string={"dry_run": "1"})
    assert (told.json["count"], told.json["version"], told.json["batch"]) == (22, 1, None)
    assert {unit["lift"] for unit in case.units()["result"]} == {None}
    assert rule(case).status_code == 200
    assert case.units()["version"] == 2


def test_an_empty_choice_changes_nothing(case):
    case.accept()
    assert case.set_units({"lift": True}, {"ids": []}).json["count"] == 0
    assert case.set_units({"lift": True}, {"ids": [], "entrance": None}).json["count"] == 0


def test_rows_set_different_values_by_hand(case):
    first, second = case.accept().units()["result"][:2]
    rows = [{"id": first["id"], "price_sale": "7000.50"}, {"id": second["id"], "price_sale": 7001}]
    done = case.operator.patch(f"/buildings/{case.building_id}/units", {"version": 1, "rows": rows})
    assert [change["new"]["price_sale"] for change in done.json["changes"]] == ["7000.50", "7001.00"]
    kept = rule(case, base_floor=1)
    assert (kept.json["skipped_by_hand"], prices(case)[first["room_no"]]) == (2, "7000.50")
    assert rule(case, base_floor=1, keep_manual=False).json["skipped_by_hand"] == 0


def test_a_rule_prices_by_floor_place_and_exception(case):
    case.accept()
    done = rule(case, position_steps={"01": "10"}, floor_exceptions={"5": -100}, rounding="none")
    assert done.status_code == 200, done.json
    found = {(unit["actual_floor"], unit["room_no"][-2:]): unit["price_sale"] for unit in case.units()["result"]}
    assert found[3, "01"] == "6810.00"
    assert found[4, "02"] == "6830.00"
    assert found[5, "01"] == "6770.00"
    assert (1, "01") not in found or found[1, "01"] is None


def test_a_rule_that_would_go_below_zero_is_refused_whole(case):
    case.accept()
    refused = rule(case, base_floor=3, direction="up", change="decrease", step="6000")
    assert (refused.status_code, set(codes(refused))) == (422, {"value"})
    assert set(prices(case).values()) == {None}


def test_a_batch_is_undone_and_what_changed_since_stays(case):
    case.accept()
    case.set_units({"decoration": "毛坯"})
    changed = case.units()["result"][0]
    case.set_units({"decoration": "简装"}, {"ids": [changed["id"]]})
    version = case.units()["version"]
    undone = case.operator.post(f"/buildings/{case.building_id}/batches/1/undo", {"version": version})
    assert (undone.json["count"], [unit["id"] for unit in undone.json["kept_since"]]) == (21, [changed["id"]])
    batches = case.operator.get(f"/buildings/{case.building_id}/batches").json["result"]
    assert [(batch["n"], batch["count"], batch["undone"]) for batch in batches] == [
        (3, 21, False),
        (2, 1, False),
        (1, 22, True),
    ]
    assert batches[2]["who"] == "谷雨薇"
    again = case.operator.post(f"/buildings/{case.building_id}/batches/1/undo", {"version": case.units()["version"]})
    assert again.status_code == 422


def test_a_change_sets_the_tasks_back(case):
    case.ready()
    case.set_units({"lift": False})
    tasks = {task["key"]: task["state"] for task in case.operator.get(f"/businesses/{case.no}").json["tasks"]}
    assert tasks == {
        "building": "已完成",
        "units": "待办",
        "price_check": "待办",
        "confirmation": "待办",
        "inspection": "待办",
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"set": {"colour": "red"}}, "set.colour"),
        ({"set": {"price_sale": "-1"}}, "set.price_sale"),
        ({"set": {"price_sale": "NaN"}}, "set.price_sale"),
        ({"set": {"price_sale": "1e9"}}, "set.price_sale"),
        ({"set": {"price_sale": "12345678901"}}, "set.price_sale"),
        ({"set": {"price_sale": "1.005"}}, "set.price_sale"),
        ({"set": {"price_sale": [1]}}, "set.price_sale"),
        ({"set": {"storey_height": "1.00"}}, "set.storey_height"),
        ({"set": {"decoration": "金装"}}, "set.decoration"),
        ({"set": {"balcony": "x" * 201}}, "set.balcony"),
        ({"set": {"lift": "也许"}}, "set.lift"),
        ({"set": {}}, "set"),
        ({"set": [1]}, "set"),
        ({}, "set"),
        ({"rows": []}, "rows"),
        ({"rows": [{"id": "1", "lift": True}]}, "rows.0.id"),
        ({"rows": [{"lift": True}]}, "rows.0.id"),
        ({"rows": [{"id": 1, "lift": True}], "set": {"lift": True}}, "set"),
        ({"set": {"lift": True}, "select": {"use": "月球基地"}}, "select.use"),
        ({"set": {"lift": True}, "select": {"room_match": {"digits": "01"}}}, "select.room_match.position"),
        ({"set": {"lift": True}, "select": {"ids": ["1"]}}, "select.ids"),
        ({"set": {"lift": True}, "select": {"colour": "red"}}, "select.colour"),
        ({"set": {"lift": True}, "select": []}, "select"),
    ],
)
def test_an_invalid_value_refuses_the_whole_act(case, body, field):
    case.accept()
    refused = case.operator.patch(f"/buildings/{case.building_id}/units", {"version": 1, **body})
    assert (refused.status_code, fields(refused)) == (422, [field])
    assert case.units()["version"] == 1


def test_the_same_unit_twice_and_a_unit_of_another_building_are_refused(case):
    unit = case.accept().units()["result"][0]["id"]
    path = f"/buildings/{case.building_id}/units"
    twice = [{"id": unit, "lift": True}, {"id": unit, "lift": False}]
    assert codes(case.operator.patch(path, {"version": 1, "rows": twice})) == ["repeated"]
    foreign = [{"id": 999999, "lift": True}]
    assert codes(case.operator.patch(path, {"version": 1, "rows": foreign})) == ["unit_unknown"]


def test_whoever_does_not_hold_the_case_changes_no_unit(case, as_):
    case.received()
    body = {"version": case.units()["version"], "set": {"lift": False}}
    path = f"/buildings/{case.building_id}/units"
    assert case.operator.patch(path, body).status_code == 403
    assert as_.reviewer.patch(path, body).status_code == 422


def test_the_workbook_says_what_the_table_says(case):
    case.accept().set_units({"balcony": "=1+1", "decoration": "毛坯"})
    answer = case.operator.get(f"/buildings/{case.building_id}/units.xlsx")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_name("户室").to_python()
    assert len(rows) == 23
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["阳台描述"], first["装修情况"], first["房屋结构"]) == ("=1+1", "毛坯", "钢筋混凝土结构")
    assert first["建筑面积(m²)"] == float(case.units()["result"][0]["gross_area"])


def test_one_rule_prices_both_sides_of_its_base_floor_in_one_batch(case):
    case.accept()
    done = rule(case, opposite={"change": "decrease", "step": "20"})
    assert (done.status_code, done.json["count"], done.json["batch"]) == (200, 22, 1)
    found = {unit["actual_floor"]: unit["price_sale"] for unit in case.units()["result"]}
    assert [found[floor] for floor in (1, 2, 3, 4, 5)] == ["6760.00", "6780.00", "6800.00", "6830.00", "6860.00"]
    assert codes(rule(case, opposite={"change": "sideways", "step": "20"})) == ["choice"]


def test_what_was_undone_is_put_in_force_again_and_undone_once_more(case):
    case.accept().set_units({"decoration": "毛坯"})
    path = f"/buildings/{case.building_id}/batches"
    for number in (1, 2, 3):
        body = {"version": case.units()["version"]}
        assert case.operator.post(f"{path}/{number}/undo", body).json["count"] == 22
    told = [(one["n"], one["reverts"], one["what"]) for one in case.operator.get(path).json["result"]]
    assert told == [
        (4, 3, "撤销 批量设置 装修情况（22 套）"),
        (3, 2, "重做 批量设置 装修情况（22 套）"),
        (2, 1, "撤销 批量设置 装修情况（22 套）"),
        (1, None, "批量设置 装修情况（22 套）"),
    ]
    assert {unit["decoration"] for unit in case.units()["result"]} == {None}


def test_every_field_at_once_fits_the_title_of_its_batch(case):
    case.accept()
    values = {"lift": True, "decoration": "毛坯", "balcony": "南向", "price_sale": "7200", "price_decoration": "0"}
    case.set_units({**values, "sale_kind": "可售", "pricing_mode": "套内面积", "storey_height": "3.1"})
    batch = case.operator.get(f"/buildings/{case.building_id}/batches").json["result"][0]
    assert batch["what"] == "批量设置 电梯、装修情况、阳台描述、销售单价等 8 项（22 套）"
