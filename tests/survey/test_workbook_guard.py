"""What is refused by the bytes alone, and files made to harm whoever opens them."""

import io
import random
import struct
import zipfile

import pytest

from app.integrations.workbook import WorkbookKind, WorkbookRefused, guard_workbook, read_sheets
from app.integrations.workbook_guard import MAX_FILE, MESSAGES
from tests.survey.open_document import as_ods, tables_of
from tests.survey.spreadsheet_97 import as_xls
from tests.survey.workbook_maker import as_xlsx, check, faults, good_sheets, part_of, places, put, repacked
from workflows.rules.survey_result import SurveyRefused

UNITS_PART = "xl/worksheets/sheet3.xml"
TYPES = "[Content_Types].xml"


def refusal(data: bytes) -> str:
    with pytest.raises(WorkbookRefused) as refused:
        guard_workbook(data)
    assert refused.value.message == MESSAGES[refused.value.code]
    return refused.value.code


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_the_kind_is_told_by_the_content():
    sheets = put(good_sheets(), "自然幢", 2, "测量日期", "2026-01-02")
    assert guard_workbook(as_xlsx(sheets)) is WorkbookKind.xlsx
    assert guard_workbook(as_ods(tables_of(sheets))) is WorkbookKind.ods
    assert guard_workbook(as_xls(sheets)) is WorkbookKind.xls


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 ...", "not_a_workbook"),
        ("室号,面积\n101,80".encode(), "not_a_workbook"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "not_a_workbook"),
        (zipped({"a.txt": b"a"}), "not_a_workbook"),
        (zipped({}), "not_a_workbook"),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}), "not_a_workbook"),
        (
            zipped({TYPES: b'<Types><Override ContentType="x.wordprocessingml.document.main+xml"/></Types>'}),
            "not_a_workbook",
        ),
        (
            zipped({TYPES: b'<Types><Override ContentType="x.sheet.binary.macroEnabled.main"/></Types>'}),
            "not_a_workbook",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "broken"),
        (as_xlsx(good_sheets())[:-100], "broken"),
        (b"PK\x05\x06" + bytes(8) + struct.pack("<I", 1 << 21) + bytes(6), "zip_bomb"),
    ],
)
def test_what_is_no_workbook_is_refused(data, code):
    assert refusal(data) == code


def test_a_file_over_50_megabytes_is_refused():
    assert refusal(b"PK" + bytes(MAX_FILE)) == "too_large"


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/other/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros_are_seen_by_their_parts(part):
    assert refusal(repacked(as_xlsx(good_sheets()), {part: b"x"})) == "macro_workbook"


@pytest.mark.parametrize("spelling", [b"sheet.macroEnabled.main", b"sheet.macro&#69;nabled.main"])
def test_macros_are_seen_by_the_content_type(spelling):
    data = as_xlsx(good_sheets())
    types = part_of(data, TYPES).replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel." + spelling
    )
    assert refusal(repacked(data, {TYPES: types})) == "macro_workbook"


def test_a_part_packed_too_tightly_is_refused_whatever_lies_beside_it():
    padding = random.Random(1).randbytes(3_000_000)
    data = repacked(
        as_xlsx(good_sheets()), {"xl/media/image1.png": padding, "xl/worksheets/sheet9.xml": bytes(20_000_000)}
    )
    assert refusal(data) == "zip_bomb"


def test_many_parts_that_together_unpack_too_far_are_refused():
    parts = {f"xl/media/{number}": bytes(1_000_000) for number in range(20)}
    assert refusal(repacked(as_xlsx(good_sheets()), parts)) == "zip_bomb"


def test_a_size_that_lies_in_the_directory_is_found_before_the_reader_sees_it():
    for part in (UNITS_PART, "xl/sharedStrings.xml"):
        data = bytearray(as_xlsx(good_sheets(400)))
        at = data.rindex(part.encode()) - 46
        assert data[at : at + 4] == b"PK\x01\x02"
        data[at + 24 : at + 28] = struct.pack("<I", 10)
        with pytest.raises(WorkbookRefused) as refused:
            read_sheets(bytes(data))
        assert refused.value.code == "broken"


def test_a_locked_entry_is_refused():
    data = bytearray(as_xlsx(good_sheets()))
    at = data.rindex(UNITS_PART.encode()) - 46
    data[at + 8] |= 1
    assert refusal(bytes(data)) == "encrypted"


def test_two_parts_of_one_name_are_refused():
    assert refusal(repacked(as_xlsx(good_sheets()), {"XL/worksheets/sheet3.xml": b"<worksheet/>"})) == "broken"


@pytest.mark.parametrize("name", ["xl/workbook.xml", UNITS_PART])
def test_a_document_type_is_refused(name):
    data = as_xlsx(good_sheets())
    xml = part_of(data, name)
    at = xml.index(b"?>") + 2
    changed = repacked(data, {name: xml[:at] + b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml[at:]})
    with pytest.raises(WorkbookRefused, match="损坏"):
        read_sheets(changed)


@pytest.mark.parametrize("place", ["XFD1048576", "AM1048576", "DA9"])
def test_one_value_far_away_does_not_fill_the_memory(place):
    data = as_xlsx(good_sheets())
    row = "".join(letter for letter in place if letter.isdigit())
    cell = f'<row r="{row}"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    xml = part_of(data, UNITS_PART).replace(b"</sheetData>", cell)
    found = places(faults(repacked(data, {UNITS_PART: xml})))
    if place.startswith("AM"):
        assert ("missing_value", "户", 1048576, "实际层") in found
    else:
        assert ("too_many_rows", "户", int(row), None) in found


def test_rows_keep_their_numbers_where_blank_ones_were_taken_out():
    data = as_xlsx(good_sheets())
    blank = b"".join(b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (row, row) for row in range(100, 40_000))
    far = b'<row r="40000"><c r="D40000"><v>9</v></c></row></sheetData>'
    xml = part_of(data, UNITS_PART).replace(b"</sheetData>", blank + far)
    found = places(faults(repacked(data, {UNITS_PART: xml})))
    assert ("floor_out_of_range", "户", 40000, "实际层") in found
    assert ("count_mismatch", "自然幢", 2, "总套数") in found
    assert {row for _, sheet, row, _ in found if sheet == "户"} == {40000}


def test_more_rows_than_a_survey_may_have_are_refused():
    data = as_xlsx(good_sheets())
    cells = "".join(f'<c r="{letter}%d"><v>1</v></c>' for letter in "ABCDE").encode()
    rows = b"".join(b"<row>" + cells % ((row,) * 5) + b"</row>" for row in range(100, 150_002))
    xml = part_of(data, UNITS_PART).replace(b"</sheetData>", rows + b"</sheetData>")
    assert places(faults(repacked(data, {UNITS_PART: xml}))) == [("too_many_rows", "户", 150_001, None)]


@pytest.mark.parametrize("write", ["xlsx", "xls", "ods"])
def test_damaged_bytes_end_in_a_refusal_or_a_survey_and_never_in_a_crash(write):
    sheets = put(good_sheets(), "自然幢", 2, "测量日期", "2026-01-02")
    good = {"xlsx": as_xlsx, "xls": as_xls, "ods": lambda made: as_ods(tables_of(made))}[write](sheets)
    stored = repacked(good, method=zipfile.ZIP_STORED) if write != "xls" else good
    chance = random.Random(7)
    for source in (good, stored):
        for _ in range(150):
            data = bytearray(source)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                check(bytes(data))
            except (WorkbookRefused, SurveyRefused):
                continue
