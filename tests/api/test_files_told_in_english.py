"""What is wrong in an uploaded file is told in the language that was asked for, down to the words in its blanks."""

import re

import pytest

from tests.api.conftest import pdf
from tests.api.test_unit_workbooks import D006, DATA, workbook

ENGLISH = {"Accept-Language": "en"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
GIF = b"GIF89a" + bytes(40)


def messages(answer):
    return [error["message"] for error in answer.json["errors"]]


def upload(program, path, name, content, form=None, **named):
    return program.upload(path, [(name, content)], form, headers=ENGLISH, **named)


@pytest.fixture
def large_case(case, as_):
    """The building with a developer's own price list among the samples."""
    stored = as_.surveyor.upload("/surveys", [(D006, (DATA / "survey" / D006).read_bytes())])
    case.town.survey_no = stored.json["survey_no"]
    return case.accept()


def test_every_row_of_a_price_list(large_case):
    name = "D006_price_sheet.xlsx"
    content = (DATA / "price" / name).read_bytes()
    path = f"/buildings/{large_case.building_id}/prices"
    seen = upload(large_case.operator, path, name, content, query_string={"dry_run": "1"})
    told = [row["message"] for row in seen.json["rows"] if row["message"]]
    assert len(told) == 12
    assert [sentence for sentence in told if CHINESE.search(sentence)] == []
    refused = upload(large_case.operator, path, name, content)
    assert refused.status_code == 422
    assert [sentence for sentence in messages(refused) if CHINESE.search(sentence)] == []


def test_the_cells_of_a_unit_table(case):
    case.accept()
    rows = [["单元", "室号", "层高", "装修情况", "电梯"], ["1", "9999", 2.9, "", ""], ["1", "0101", 99, "金装", "也许"]]
    path = f"/buildings/{case.building_id}/units.xlsx"
    told = messages(upload(case.operator, path, "户室表.xlsx", workbook(rows)))
    assert any("The building has no entrance 1 room 9999" in sentence for sentence in told)
    assert any("must be between 2.20 and 10 m" in sentence for sentence in told)
    assert any("must be yes or no" in sentence for sentence in told)
    assert any("is not in the code list" in sentence for sentence in told)


def test_a_typed_value(case):
    case.accept()
    body = {"version": 1, "select": {}, "set": {"storey_height": "99"}}
    refused = case.operator.patch(f"/buildings/{case.building_id}/units", body, headers=ENGLISH)
    assert (refused.status_code, messages(refused)) == (422, ["Storey height must be between 2.20 and 10 m"])


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "The file is empty"), (b"%PDF-1.4", "This is no readable workbook")]
)
def test_what_is_no_workbook(case, content, words):
    case.accept()
    refused = upload(case.operator, f"/buildings/{case.building_id}/prices", "价格表.xlsx", content)
    assert words in messages(refused)[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.gif", GIF, "Only PDF, JPEG and PNG are accepted; this file is a GIF picture. Save it as JPEG or PNG"),
        ("a.jpg", pdf("x"), "The content is PDF, but the name ends in .jpg; change the ending to .pdf"),
        ("a.pdf", b"%PDF-1.4 cut", "The file is incomplete or damaged"),
    ],
)
def test_a_material_that_is_not_kept(case, name, content, words):
    case.accept()
    path = f"/businesses/{case.no}/materials"
    assert words in messages(upload(case.operator, path, name, content, {"key": "survey_report"}))[0]


def test_the_days_of_a_calendar(as_):
    content = b"date,is_workday,note\n2028-13-01,1,\n2028-01-02,2,\n"
    refused = upload(as_.authority_admin, "/calendar", "2028.csv", content)
    assert messages(refused) == [
        "The date cannot be read; write it as 2027-01-01",
        "Must be 1 (working day) or 0 (day off)",
    ]


@pytest.mark.parametrize("path", sorted((DATA / "survey" / "bad").glob("*.xlsx")), ids=lambda path: path.stem)
def test_every_place_of_a_survey_workbook(as_, path):
    refused = upload(as_.surveyor, "/surveys", path.name, path.read_bytes())
    assert refused.status_code in {413, 422}
    for error in refused.json["errors"]:
        words = (error["message"], error.get("expected", ""))
        given = [str(error.get(part) or "") for part in ("sheet", "column", "found")]
        assert [text for text in words if CHINESE.search(without(text, given))] == [], error


def without(text, given):
    """Without what the file itself says, and the labels that it may say, which are Chinese in every language."""
    for part in filter(None, given):
        text = text.replace(part, "")
    return re.sub(r"must be .*code of|“[^”]*”|三室[^,]*", "", text)
