"""Workbooks of other shapes than the delivered ones: columns moved, headers written otherwise, faults side by side."""

import datetime as dt
import math
from decimal import Decimal

import pytest

from models.enums import SurveyKind
from tests.survey.workbook_maker import TODAY, as_xlsx, check, faults, good_sheets, places, put

GROSS, INNER, SHARED = "预测建筑面积(m²)", "预测套内建筑面积(m²)", "预测分摊建筑面积(m²)"


def changed(sheet: str, row: int, column: str, value: object) -> bytes:
    return as_xlsx(put(good_sheets(), sheet, row, column, value))


def test_the_made_up_workbook_is_good():
    result = check(as_xlsx(good_sheets()))
    assert (len(result.units), result.warnings, result.kind) == (8, (), SurveyKind.predicted)
    assert result.measured_on == dt.date(2026, 1, 2)
    assert result.units[0].share_coefficient == Decimal("0.250000")
    assert result.units[0].storey_height == Decimal("2.90")


def test_columns_are_found_by_their_text_wherever_they_stand():
    sheets = good_sheets()
    for name, rows in sheets.items():
        sheets[name] = [["要看的", *reversed(row)] if at == 0 else ["x", *reversed(row)] for at, row in enumerate(rows)]
    assert check(as_xlsx(sheets)).units == check(as_xlsx(good_sheets())).units


@pytest.mark.parametrize(
    "header",
    [
        "预测建筑面积",
        "预测建筑面积（m²）",
        " 预测建筑面积 (㎡) ",
        "预测建筑面积（平方米）",
        "预测建筑面积[m2]",
        "预测 建筑面积m²",
    ],
)
def test_headers_may_be_written_otherwise(header):
    sheets = good_sheets()
    sheets["户"][0][sheets["户"][0].index(GROSS)] = header
    assert check(as_xlsx(sheets)).gross_area == check(as_xlsx(good_sheets())).gross_area


def test_sheets_in_another_order_beside_others_are_found():
    sheets = good_sheets()
    moved = {"说明": [["=不读"]], **dict(reversed(sheets.items()))}
    moved["说明"] = [["本表不读"]]
    assert len(check(as_xlsx(moved)).units) == 8


def test_blank_rows_above_and_between_are_passed_over_and_rows_keep_their_numbers():
    sheets = put(good_sheets(), "户", 9, "实际层", 99)
    sheets["户"] = [[], [], *sheets["户"][:5], [], ["  "], *sheets["户"][5:]]
    assert places(faults(as_xlsx(sheets))) == [("floor_out_of_range", "户", 13, "实际层")]


def test_an_actual_survey_reads_the_actual_columns():
    result = check(as_xlsx(good_sheets(kind="实测")))
    assert (result.kind, result.gross_area) == (SurveyKind.actual, check(as_xlsx(good_sheets())).gross_area)


def test_an_actual_survey_without_actual_columns_is_refused():
    found = faults(changed("自然幢", 2, "测绘类型", "实测"))
    assert {fault.code for fault in found} == {"column_missing"}
    assert {fault.column for fault in found if fault.sheet == "户"} == {
        "实测建筑面积(m²)",
        "实测套内建筑面积(m²)",
        "实测分摊建筑面积(m²)",
    }


@pytest.mark.parametrize(
    ("column", "typed", "field"), [("房屋结构", 3, "structure"), ("房屋用途", "10", "use"), ("房屋性质", "0", "nature")]
)
def test_codes_are_taken_for_labels(column, typed, field):
    plain, result = check(as_xlsx(good_sheets())), check(changed("户", 2, column, typed))
    assert getattr(result.units[0], field) == getattr(plain.units[0], field)


@pytest.mark.parametrize("typed", ["８０．００", " 80 ", "\u300080.00\u3000", "+80.0", 80])
def test_numbers_typed_as_text_are_read(typed):
    assert check(changed("户", 2, INNER, typed)).units[0].inner_area == Decimal("80.0000")


@pytest.mark.parametrize(
    "typed", ["八十", "80㎡", "8,000", "80.0.0", "1e2", "NaN", "inf", "80 .0", "—", True, dt.date(2020, 1, 1)]
)
def test_anything_else_in_a_number_is_a_fault(typed):
    assert places(faults(changed("户", 2, INNER, typed))) == [("not_a_number", "户", 2, INNER)]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "code"),
    [
        ("户", 2, "实际层", 0, "floor_out_of_range"),
        ("户", 2, "实际层", -1, "floor_out_of_range"),
        ("户", 2, "实际层", 1.5, "not_an_integer"),
        ("户", 2, "实际层", "", "missing_value"),
        ("户", 2, "室号部位", "", "missing_value"),
        ("户", 2, "单元号", "　", "missing_value"),
        ("户", 2, "户型", "", "missing_value"),
        ("户", 2, "户型", "三大间", "unknown_layout"),
        ("户", 2, "室号部位", "1-" + "0" * 20, "text_too_long"),
        ("户", 2, "房屋类型", "77", "unknown_code"),
        ("户", 2, "土地起始时间", "2027-01-01", "date_in_future"),
        ("户", 2, "土地起始时间", "2021-13-01", "not_a_date"),
        ("户", 2, "土地终止时间", "2020-01-01", "date_order"),
        ("户", 2, "自然幢号", "0078", "building_mismatch"),
        ("户", 2, GROSS, 123456789, "number_too_large"),
        ("层", 2, "自然幢号", "0078", "building_mismatch"),
        ("层", 2, "实际层", 9, "floor_out_of_range"),
        ("层", 2, "层高(m)", 1.8, "storey_height"),
        ("自然幢", 2, "测量日期", TODAY + dt.timedelta(days=1), "date_in_future"),
        ("自然幢", 2, "测绘类型", "估测", "unknown_code"),
        ("自然幢", 2, "宗地代码", "430802", "parcel_code"),
        ("自然幢", 2, "总层数", "", "missing_value"),
        ("自然幢", 2, "总套数", 7, "count_mismatch"),
        ("自然幢", 2, GROSS, 900.5, "area_total"),
        ("共有部位", 2, "面积(m²)", -1, "negative_area"),
        ("共有部位", 2, "是否分摊", "也许", "unknown_code"),
    ],
)
def test_one_fault_is_told_once_at_its_place(sheet, row, column, value, code):
    assert places(faults(changed(sheet, row, column, value))) == [(code, sheet, row, column)]


@pytest.mark.parametrize(
    "column", ["房屋用途", "房屋类型", "房屋性质", "房屋结构", "名义层", "不动产单元号", "预测分摊系数"]
)
def test_what_the_developer_may_fill_later_may_be_blank(column):
    assert len(check(changed("户", 2, column, "")).units) == 8


def test_a_garage_needs_no_layout():
    sheets = put(put(put(good_sheets(), "户", 2, "户型", ""), "户", 2, "房屋用途", "仓储"), "户", 2, "房屋类型", "车库")
    assert check(as_xlsx(sheets)).units[0].layout is None


def test_faults_of_several_sheets_are_told_at_once_in_their_order():
    sheets = put(put(put(good_sheets(), "户", 4, "房屋用途", "飞船"), "户", 3, INNER, "多"), "共有部位", 2, "名称", "")
    del sheets["层"][0][sheets["层"][0].index("实际层")]
    put(sheets, "自然幢", 2, "总套数", 9)
    assert places(faults(as_xlsx(sheets)))[:2] == [
        ("count_mismatch", "自然幢", 2, "总套数"),
        ("column_missing", "层", 1, "实际层"),
    ]
    assert places(faults(as_xlsx(sheets)))[-3:] == [
        ("not_a_number", "户", 3, INNER),
        ("unknown_code", "户", 4, "房屋用途"),
        ("missing_value", "共有部位", 2, "名称"),
    ]


def test_every_missing_sheet_is_told():
    assert places(faults(as_xlsx({"自然幢": good_sheets()["自然幢"], "其它": [["a"]]}))) == [
        ("sheet_missing", sheet, None, None) for sheet in ("层", "户", "共有部位")
    ]


def test_equal_rooms_of_two_entrances_are_no_fault_and_of_one_are():
    sheets = good_sheets()
    assert sheets["户"][1][7] == sheets["户"][5][7]
    put(sheets, "户", 6, "单元号", "A01")
    assert places(faults(as_xlsx(sheets))) == [("duplicate_room", "户", 6, "室号部位")]


def test_a_column_that_stands_twice_is_refused():
    sheets = good_sheets()
    for row in sheets["户"]:
        row.append(row[sheets["户"][0].index("实际层")])
    assert places(faults(as_xlsx(sheets))) == [("column_repeated", "户", 1, "实际层")]


def test_a_second_building_is_refused():
    sheets = good_sheets()
    sheets["自然幢"].append(list(sheets["自然幢"][1]))
    assert [(fault.code, fault.row, fault.found) for fault in faults(as_xlsx(sheets))] == [("building_count", 3, 2)]


@pytest.mark.parametrize("gross", [0, ""])
def test_a_building_area_that_is_not_filled_in_is_held_against_nothing(gross):
    assert not check(changed("自然幢", 2, GROSS, gross)).building.gross_area


def test_the_area_that_the_coefficient_contradicts_is_the_one_told():
    for column in (GROSS, INNER, SHARED):
        sheets = put(put(good_sheets(), "户", 3, column, 55.55), "自然幢", 2, GROSS, "")
        assert places(faults(as_xlsx(sheets))) == [("area_sum", "户", 3, column)]


def test_a_hundredth_of_rounding_is_no_fault():
    sheets = good_sheets()
    at = sheets["户"][0].index(GROSS)
    put(sheets, "户", 2, GROSS, round(sheets["户"][1][at] + 0.01, 2))
    assert check(as_xlsx(sheets)).warnings == ()
    put(sheets, "户", 2, GROSS, round(sheets["户"][1][at] + 0.01, 2))
    assert "area_sum" in {fault.code for fault in faults(as_xlsx(sheets))}


def test_doubtful_things_are_warnings():
    sheets = put(put(good_sheets(), "户", 2, "预测分摊系数", 0.3), "户", 3, "不动产单元号", "430802")
    put(sheets, "自然幢", 2, "总层数", 3)
    assert places(check(as_xlsx(sheets)).warnings) == [
        ("floors_total", "自然幢", 2, "总层数"),
        ("share_coefficient", "户", 2, SHARED),
        ("cadastral_unit_form", "户", 3, "不动产单元号"),
    ]


def test_numbers_of_spreadsheets_become_exact():
    sheets = put(good_sheets(), "户", 2, INNER, 80.00000000000001)
    assert check(as_xlsx(sheets)).units[0].inner_area == Decimal("80.0000")


def test_a_large_survey_is_read_as_a_whole():
    sheets = good_sheets(5000)
    for at, row in enumerate(sheets["户"][1:]):
        row[sheets["户"][0].index("室号部位")] = f"{at}"
    result = check(as_xlsx(sheets))
    assert len(result.units) == 5000
    assert math.isclose(float(result.gross_area), float(result.building.gross_area))
