"""Rows written whole read back as what they were, whatever stands in them."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from models.enums import BusinessStatus
from views.crud.export import write_workbook


@pytest.fixture
def read_back(app):
    def read(*rows):
        file = io.BytesIO()
        with app.test_request_context():
            count = write_workbook(file, "表", [f"列{place}" for place in range(len(rows[0]))], iter(rows))
        assert count == len(rows)
        file.seek(0)
        return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()[1:]

    return read


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "@SUM(A1)",
        "甲&乙<丙>",
        " 两端有空 ",
        "一行\n两行",
        "_x0041_",
        '"引号"',
        "𠮷野",
        "00123",
        "http://例.测试",
    ],
)
def test_a_text_stays_the_text_that_it_is(read_back, text):
    assert read_back([text, "旁"]) == [[text, "旁"]]


def test_each_kind_of_value_is_written_as_people_read_it(read_back):
    moment = dt.datetime(2026, 11, 23, 1, 0, tzinfo=dt.UTC)
    values = [None, "", 7, Decimal("105.0500"), dt.date(2026, 1, 2), moment, True, BusinessStatus.open, 10**17]
    assert read_back(values) == [
        ["", "", 7, 105.05, dt.date(2026, 1, 2), "2026-11-23 09:00", "是", "未办结", "100000000000000000"]
    ]


def test_no_row_at_all_is_a_sheet_with_its_labels(app):
    file = io.BytesIO()
    with app.test_request_context():
        assert write_workbook(file, "表", ["甲"], iter(())) == 0
    file.seek(0)
    assert CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python() == [["甲"]]


def test_a_text_longer_than_a_cell_is_cut_where_a_workbook_ends_it(read_back):
    assert read_back(["长" * 40_000]) == [["长" * 32_767]]
