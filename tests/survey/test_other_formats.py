""".xls and .ods carry the same survey and are guarded as .xlsx is."""

import pytest

from app.integrations.workbook import WorkbookRefused, read_sheets
from tests.survey.open_document import as_ods, cell_of, tables_of
from tests.survey.spreadsheet_97 import as_xls
from tests.survey.workbook_maker import as_xlsx, check, faults, good_sheets, places, put

WRITERS = {"ods": lambda sheets: as_ods(tables_of(sheets)), "xls": as_xls}


def plain(count: int = 8) -> dict[str, list[list[object]]]:
    return put(good_sheets(count), "自然幢", 2, "测量日期", "2026-01-02")


def refusal(data: bytes) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        check(data)
    return refused.value.code


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
@pytest.mark.parametrize("count", [8, 400])
def test_the_same_survey_is_read_from_every_format(write, count):
    assert check(write(plain(count))) == check(as_xlsx(plain(count)))


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_faults_are_told_at_the_same_places(write):
    sheets = put(put(plain(), "户", 3, "房屋用途", "飞船"), "户", 5, "实际层", 9)
    assert faults(write(sheets)) == faults(as_xlsx(sheets))


def test_a_formula_of_an_open_document_is_told():
    tables = tables_of(plain())
    value = plain()["户"][1][9]
    tables["户"] = tables["户"].replace(cell_of(value), cell_of(value, 'table:formula="of:=[.K2]+[.L2]"'), 1)
    assert [(f.code, f.row, f.column, f.found) for f in faults(as_ods(tables))] == [
        ("formula_cell", 2, "预测建筑面积(m²)", "=K2+L2")
    ]


def test_a_formula_of_an_old_workbook_is_told():
    found = faults(as_xls(put(plain(), "户", 2, "预测分摊系数", "=1")))
    assert places(found) == [("formula_cell", "户", 2, "预测分摊系数")]


def test_blank_rows_that_an_open_document_repeats_cost_nothing():
    tables = tables_of(plain())
    tables["户"] += (
        '<table:table-row table:number-rows-repeated="1040000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    assert len(check(as_ods(tables)).units) == 8


def test_values_that_an_open_document_repeats_without_end_are_refused():
    tables = tables_of(plain())
    cell = cell_of("x", 'table:number-columns-repeated="16000"')
    tables["户"] += f'<table:table-row table:number-rows-repeated="1040000">{cell}</table:table-row>'
    assert places(faults(as_ods(tables))) == [("too_many_rows", "户", 1040009, None)]
    tables["其它"] = tables["户"]
    assert ("too_many_rows", "其它", 1040009, None) in places(faults(as_ods(tables)))


def test_macros_and_passwords_are_seen_in_every_format():
    tables, sheets = tables_of(plain()), plain()
    assert refusal(as_ods(tables, more={"Basic/Standard/Module1.xml": "<x/>"})) == "macro_workbook"
    assert refusal(as_ods(tables, manifest="<m:encryption-data/>")) == "encrypted"
    assert refusal(as_xls(sheets, kind=1)) == "macro_workbook"
    assert refusal(as_xls(sheets, extra=("_VBA_PROJECT_CUR",))) == "macro_workbook"
    assert refusal(as_xls(sheets, locked=True)) == "encrypted"
    assert refusal(as_xls(sheets, extra=("EncryptedPackage",))) == "encrypted"


def test_an_old_document_that_is_no_workbook_is_refused():
    data = as_xls(plain()).replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le"))
    assert refusal(data) == "not_a_workbook"


@pytest.mark.parametrize("write", WRITERS.values(), ids=WRITERS)
def test_half_a_file_is_broken(write):
    data = write(plain())
    assert refusal(data[: len(data) // 2]) == "broken"


def test_sheets_of_an_old_workbook_keep_their_names():
    assert list(read_sheets(as_xls({"户": [["a"]], "Sheet2": [[1]]}))) == ["户", "Sheet2"]
