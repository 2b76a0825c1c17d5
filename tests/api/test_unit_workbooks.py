"""Units and prices as workbooks by API: the developer's own price list, and the unit table out and in again."""

import io
import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.api.conftest import Case, codes

DATA = Path(__file__).parents[1] / "data"
EXPECTED = json.loads((DATA / "price" / "expected.json").read_text("utf-8"))
D005 = "CL20220406002_D005_132_predicted.xlsx"
D006 = "CL20220406003_D006_1009_predicted.xlsx"


@pytest.fixture
def create_case(case, as_):
    """`create_case(file)` hands in this survey and accepts it; the case is ready to be priced."""

    def create(file) -> Case:
        stored = as_.surveyor.upload("/surveys", [(file, (DATA / "survey" / file).read_bytes())])
        assert stored.status_code == 201, stored.json
        case.town.survey_no = stored.json["survey_no"]
        return case.accept()

    return create


def price_list(case, name, **query):
    content = (DATA / "price" / name).read_bytes()
    path = f"/buildings/{case.building_id}/prices"
    return case.operator.upload(path, [(name, content)], query_string=query)


def workbook(rows, name="户室"):
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return written.getvalue()


def bring_back(case, rows, form=None, **query):
    path = f"/buildings/{case.building_id}/units.xlsx"
    return case.operator.upload(path, [("户室表.xlsx", workbook(rows))], form, query_string=query)


def table_rows(case):
    answer = case.operator.get(f"/buildings/{case.building_id}/units.xlsx")
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_name("户室").to_python()


# ---- the price list ----


def test_ten_faults_are_told_and_only_what_matched_is_written_when_asked(create_case):
    case, name = create_case(D006), "D006_price_sheet.xlsx"
    told = EXPECTED["files"][name]
    seen = price_list(case, name, dry_run="1")
    assert seen.status_code == 200, seen.json
    rows = {str(row["row"]): row["verdict"] for row in seen.json["rows"] if row["row"]}
    assert rows == {number: row["verdict"] for number, row in EXPECTED[name].items()}
    assert Counter(rows.values()) == told["counts"]
    assert [row["room_no"] for row in seen.json["rows"] if row["row"] is None] == told["missing_in_sheet"]
    assert (seen.json["matched"], seen.json["count"], seen.json["applied"]) == (1000, 1000, False)

    refused = price_list(case, name)
    assert (refused.status_code, set(codes(refused))) == (422, {"price_list"})
    assert (refused.json["matched"], len(refused.json["errors"])) == (1000, 12)
    assert case.units()["version"] == 1

    written = price_list(case, name, apply="matched")
    assert (written.json["count"], written.json["version"], written.json["batch"]) == (1000, 2, 1)
    unpriced = {unit["room_no"] for unit in case.units()["result"] if unit["price_sale"] is None}
    assert unpriced == {"1001", "1207", "2305", "1620", "618", "2126", "1733", "2814", "2537"}


def test_a_list_without_fault_is_one_batch_that_adds_up(create_case):
    case, name = create_case(D006), "D006_price_sheet_clean.xlsx"
    written = price_list(case, name)
    assert (written.json["matched"], written.json["count"], written.json["batch"]) == (1009, 1009, 1)
    units = case.units()["result"]
    assert str(sum(Decimal(unit["filed_total"]) for unit in units)) == EXPECTED["files"][name]["sum_of_totals"]
    assert not any(unit["price_by_hand"] for unit in units)
    again = price_list(case, name)
    assert (again.json["count"], again.json["batch"], again.json["version"]) == (0, None, 2)


def test_a_list_of_totals_prices_by_the_place(create_case):
    case, name = create_case(D005), "D005_price_by_total.xlsx"
    assert price_list(case, name).json["count"] == 132
    units = case.units()["result"]
    assert {unit["pricing_mode_code"] for unit in units} == {"set"}
    assert str(sum(Decimal(unit["filed_total"]) for unit in units)) == EXPECTED["files"][name]["sum_of_totals"]


def test_what_is_not_for_sale_need_not_stand_in_the_list(create_case):
    case = create_case(D006)
    left_out = {"select": {"room_match": {"position": "suffix", "digits": "1733"}}}
    assert case.set_units({"sale_kind": "安置"}, left_out["select"]).json["count"] == 1
    told = price_list(case, "D006_price_sheet.xlsx", dry_run="1").json
    assert [row["room_no"] for row in told["rows"] if row["row"] is None] == ["1001", "2814"]


def test_a_list_of_the_version_seen_only(create_case):
    case = create_case(D005)
    content = (DATA / "price" / "D005_price_by_total.xlsx").read_bytes()
    path = f"/buildings/{case.building_id}/prices"
    case.set_units({"lift": True})
    assert case.operator.upload(path, [("价格表.xlsx", content)], {"version": "1"}).status_code == 409
    assert case.operator.upload(path, [("价格表.xlsx", content)], {"version": "2"}, key="once").json["batch"] == 2
    assert case.operator.upload(path, [("价格表.xlsx", content)], {"version": "2"}, key="once").json["batch"] == 2
    assert len(case.operator.get(f"/buildings/{case.building_id}/batches").json["result"]) == 2


@pytest.mark.parametrize(
    ("content", "form", "query", "status", "code"),
    [
        (workbook([["今天的菜单"]]), {}, {}, 422, "not_a_list"),
        (b"%PDF-1.7", {}, {}, 422, "not_a_workbook"),
        (b"", {}, {}, 422, "empty_file"),
        (workbook([["室号", "单价"]]), {"version": "x"}, {}, 422, "type"),
        (workbook([["室号", "单价"]]), {}, {"apply": "everything"}, 422, "choice"),
        (workbook([["室号", "单价"]]), {}, {"dry_run": "maybe"}, 422, "type"),
    ],
)
def test_what_is_no_price_list_is_refused(case, content, form, query, status, code):
    case.accept()
    path = f"/buildings/{case.building_id}/prices"
    refused = case.operator.upload(path, [("价格表.xlsx", content)], form, query_string=query)
    assert (refused.status_code, refused.json["code"]) == (status, code)
    assert case.units()["version"] == 1


def test_a_json_body_is_no_workbook_and_a_stranger_finds_no_building(case, as_):
    case.accept()
    assert case.operator.post(f"/buildings/{case.building_id}/prices", {}).status_code == 415
    assert as_.stranger.upload(f"/buildings/{case.building_id}/prices", [("a.xlsx", b"PK")]).status_code == 404
    assert as_.reviewer.upload(
        f"/buildings/{case.building_id}/prices", [("a.xlsx", workbook([["室号", "单价"]]))]
    ).status_code in {403, 422}


# ---- the unit table ----


def test_what_was_written_out_comes_back_without_a_change(case):
    case.accept().set_units({"decoration": "毛坯", "balcony": "=1+1", "price_sale": "7200"})
    back = bring_back(case, table_rows(case))
    assert (back.status_code, back.json["count"], back.json["batch"]) == (200, 0, None)
    assert back.json["passed_over"] == ["备案总价(元)"]


def test_changed_cells_are_one_batch_and_the_survey_stays(case):
    case.accept()
    rows = table_rows(case)
    at = {title: place for place, title in enumerate(rows[0])}
    rows[1][at["销售单价(元/m²)"]] = "７，２００"
    rows[1][at["电梯"]] = "是"
    rows[2][at["装修情况"]] = "毛坯"
    rows[3][at["建筑面积(m²)"]] = 1.0
    told = bring_back(case, rows, dry_run="1").json
    assert (told["count"], told["skipped"], told["batch"]) == (2, 1, None)
    done = bring_back(case, rows, {"version": "1"}).json
    assert (done["count"], done["version"], done["batch"]) == (2, 2, 1)
    first, second, third = case.units()["result"][:3]
    assert (first["price_sale"], first["price_by_hand"], first["lift"]) == ("7200.00", True, True)
    assert (second["decoration"], third["gross_area"] == "1.0000") == ("毛坯", False)


def test_a_sheet_of_ones_own_needs_entrance_and_room_only(case):
    unit = case.accept().units()["result"][0]
    rows = [["某某项目户室表"], ["单元", "室号", "层高（米）"], [unit["entrance"], unit["room_no"], 3.1]]
    assert bring_back(case, rows).json["count"] == (0 if "storey_height" in unit["surveyed_fields"] else 1)


def test_all_faults_of_a_sheet_are_told_and_nothing_is_written(case):
    unit = case.accept().units()["result"][0]
    place = [unit["entrance"], unit["room_no"]]
    rows = [
        ["户室编号", "单元", "室号", "装修情况", "销售单价"],
        [unit["id"], *place, "金装", "便宜"],
        [unit["id"], *place, "毛坯", 7200],
        ["", "9", "999", "毛坯", 7200],
        [unit["id"] + 1, *place, "毛坯", 7200],
    ]
    refused = bring_back(case, rows)
    assert refused.status_code == 422
    told = [error["field"] for error in refused.json["errors"]]
    assert told == ["rows.2", "rows.2", "rows.3", "rows.4", "rows.5"]
    assert case.units()["version"] == 1


@pytest.mark.parametrize("rows", [[["今天的菜单"]], [["室号", "单价"], ["1-01", 1]]])
def test_what_is_no_unit_table_is_refused(case, rows):
    case.accept()
    refused = bring_back(case, rows)
    assert (refused.status_code, refused.json["code"]) == (422, "not_a_list")
