"""The delivered survey workbooks get the verdict written down for each of them, fault by fault."""

import json
from collections import Counter
from decimal import Decimal

import pytest

from app.integrations.workbook import WorkbookRefused
from models.enums import SurveyKind
from tests.survey.workbook_maker import DATA, check, faults
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.survey_result import SurveyResult

EXPECTED = json.loads((DATA / "expected.json").read_text("utf-8"))["files"]
ACCEPTED = [name for name, wanted in EXPECTED.items() if wanted["verdict"] == "accept"]
REFUSED_AS_A_WHOLE = [
    name for name, wanted in EXPECTED.items() if wanted["verdict"] == "refuse" and not wanted["faults"]
]
REFUSED_BY_PLACE = [name for name, wanted in EXPECTED.items() if wanted["verdict"] == "refuse" and wanted["faults"]]
MANUAL_SAMPLE = "CL20220407001_D004M_22_manual_sample.xlsx"
STYLED_ROWS = "bad/styled_rows.xlsx"


def read(name: str) -> bytes:
    return (DATA / name).read_bytes()


def labels(result: SurveyResult, field: str) -> dict[str, int]:
    return Counter(CODE_LISTS[field].label_of(getattr(unit, field)) for unit in result.units)


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_good_file_is_taken_with_its_figures(name):
    wanted, result = EXPECTED[name], check(read(name))
    assert (result.survey_no, result.building.building_no) == (wanted["survey_no"], wanted["building"])
    assert result.kind is (SurveyKind.predicted if wanted["kind"] == "预测" else SurveyKind.actual)
    assert len(result.units) == result.building.unit_count == wanted["units"]
    for field in ("gross_area", "inner_area", "shared_area"):
        assert getattr(result, field) == Decimal(wanted[field])
    assert result.building.gross_area == Decimal(wanted["gross_area"])
    assert sum(unit.basement_area or 0 for unit in result.units) == Decimal(wanted["underground_area"])
    assert result.warnings == ()


@pytest.mark.parametrize("name", ACCEPTED)
def test_a_good_file_is_taken_with_its_codes(name):
    wanted, result = EXPECTED[name], check(read(name))
    assert Counter(unit.entrance for unit in result.units) == wanted["entrances"]
    assert sorted({unit.actual_floor for unit in result.units}) == wanted["actual_floors"]
    assert labels(result, "use") == wanted["uses"]
    assert labels(result, "house_type") == wanted["house_types"]
    assert labels(result, "nature") == wanted["natures"]
    assert sorted({unit.share_coefficient for unit in result.units}) == sorted(map(Decimal, wanted["coefficients"]))
    shared_out = {True: Decimal(0), False: Decimal(0)}
    for part in result.common_parts:
        shared_out[part.shared_out] += part.area
    assert shared_out[True] == Decimal(wanted["common_shared_out"])
    assert shared_out[False] == Decimal(wanted.get("common_not_shared_out", "0"))


@pytest.mark.parametrize("name", [name for name in REFUSED_BY_PLACE if name != STYLED_ROWS])
def test_a_bad_file_is_refused_at_its_places(name):
    wanted, found = EXPECTED[name], faults(read(name))
    assert [(fault.sheet, fault.row, fault.column, fault.found) for fault in found] == [
        (fault["sheet"], fault["row"], fault["column"], fault["found"]) for fault in wanted["faults"]
    ]
    assert {fault.code for fault in found} == {wanted["code"]}
    assert all(fault.expected and fault.message for fault in found)


@pytest.mark.parametrize("name", REFUSED_AS_A_WHOLE)
def test_a_file_that_is_no_workbook_is_refused_before_it_is_opened(name):
    with pytest.raises(WorkbookRefused) as refusal:
        check(read(name))
    assert refusal.value.code == EXPECTED[name]["code"]
    assert refusal.value.message


def test_blank_rows_with_borders_are_passed_over_and_the_last_row_is_told():
    found = {(fault.sheet, fault.row, fault.column): fault for fault in faults(read(STYLED_ROWS))}
    assert set(found) == {
        ("自然幢", 2, "总套数"),
        *(("户", 200024, column) for column in ("实际层", "单元号", "自然幢号")),
        *(("户", 200024, f"预测{column}(m²)") for column in ("建筑面积", "套内建筑面积", "分摊建筑面积")),
    }
    assert found["户", 200024, "预测建筑面积(m²)"].found is None
    assert found["户", 200024, "实际层"].code == "floor_out_of_range"


def test_areas_that_do_not_add_up_are_warnings_where_the_region_only_warns():
    result = check(read(MANUAL_SAMPLE), area_check="warn")
    assert [(fault.code, fault.row) for fault in result.warnings] == [("area_sum", row) for row in range(2, 24)]
    assert result.units[0].gross_area == Decimal("130.1000")


def test_areas_that_do_not_add_up_are_no_matter_where_the_region_does_not_ask():
    assert check(read(MANUAL_SAMPLE), area_check="off").warnings == ()


def test_full_width_figures_are_those_of_the_plain_file():
    name = "CL20220408001_D008_22_fullwidth_ok.xlsx"
    result, plain = check(read(name)), check(read(EXPECTED[name]["same_figures_as"]))
    figures = [(u.gross_area, u.inner_area, u.shared_area, u.actual_floor, u.storey_height) for u in result.units]
    assert figures == [
        (u.gross_area, u.inner_area, u.shared_area, u.actual_floor, u.storey_height) for u in plain.units
    ]
    assert [unit.room_no for unit in result.units[:2]] == EXPECTED[name]["rooms_trimmed"]


def test_the_storey_height_comes_from_the_floor_sheet():
    result = check(read("CL20220406003_D006_1009_predicted.xlsx"))
    heights = {unit.actual_floor: unit.storey_height for unit in result.units}
    assert heights[1] == Decimal("4.50")
    assert heights[4] == Decimal("2.90")


def test_names_of_floors_and_remarks_are_kept():
    units = {(unit.entrance, unit.room_no): unit for unit in check(read("CL20250516007_D007_predicted.xlsx")).units}
    assert {unit.nominal_floor for unit in units.values()} >= {"3A", "12A", "12B", "-2"}
    assert units["A01", "101"].remark == "门牌号：云庭北街18-1号"
    assert units["地库", "R-036"].actual_floor == -2
