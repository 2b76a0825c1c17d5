"""Formulas are refused with their text, also where one formula is shared by many cells."""

import io
import re

import openpyxl

from app.integrations.open_xml_formulas import moved_formula
from tests.survey.workbook_maker import as_xlsx, faults, good_sheets, part_of, put, repacked

UNITS_PART = "xl/worksheets/sheet3.xml"


def test_a_formula_is_told_with_its_text_and_not_as_anything_else():
    workbook = openpyxl.load_workbook(io.BytesIO(as_xlsx(good_sheets())))
    workbook["户"]["J3"] = "=K3+L3"
    workbook["自然幢"]["K2"] = "=SUM(1,7)"
    saved = io.BytesIO()
    workbook.save(saved)
    found = [(fault.code, fault.sheet, fault.row, fault.column, fault.found) for fault in faults(saved.getvalue())]
    assert found == [
        ("formula_cell", "自然幢", 2, "总套数", "=SUM(1,7)"),
        ("formula_cell", "户", 3, "预测建筑面积(m²)", "=K3+L3"),
    ]


def test_text_that_would_become_a_formula_is_refused():
    found = faults(as_xlsx(put(good_sheets(), "户", 2, "名义层", "'=1")))
    assert not found
    sheets = as_xlsx(put(good_sheets(), "户", 2, "名义层", "@@"))
    strings = part_of(sheets, "xl/sharedStrings.xml").replace(b"@@", b"=cmd()")
    found = faults(repacked(sheets, {"xl/sharedStrings.xml": strings}))
    assert [(fault.code, fault.row, fault.found) for fault in found] == [("formula_cell", 2, "=cmd()")]


def test_a_shared_formula_is_told_in_each_cell():
    sheets = as_xlsx(good_sheets())
    xml = part_of(sheets, UNITS_PART)
    xml = xml.replace(b'<c r="J2"><v>', b'<c r="J2"><f t="shared" ref="J2:J3" si="0">K2+$L$2</f><v>')
    xml = xml.replace(b'<c r="J3"><v>', b'<c r="J3"><f t="shared" si="0"/><v>')
    found = faults(repacked(sheets, {UNITS_PART: xml}))
    assert [(fault.row, fault.found) for fault in found] == [(2, "=K2+$L$2"), (3, "=K3+$L$2")]


def test_formulas_are_found_where_every_element_carries_a_prefix():
    sheets = as_xlsx(good_sheets())
    xml = part_of(sheets, UNITS_PART).replace(b"<v>", b"<f>1+1</f><v>", 1)
    plain = part_of(sheets, UNITS_PART)
    for source, count in ((xml, 1), (plain, 0)):
        prefixed = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", source).replace(b"xmlns=", b"xmlns:x=")
        assert len(faults(repacked(sheets, {UNITS_PART: prefixed}))) == count


def test_formulas_are_found_in_cells_without_a_place():
    sheets = as_xlsx(good_sheets())
    xml = part_of(sheets, UNITS_PART).replace(b' r="J4"', b"")
    xml = xml.replace(b"<c><v>", b"<c><f>1+1</f><v>")
    assert b"<f>" in xml
    found = faults(repacked(sheets, {UNITS_PART: xml}))
    assert [(fault.row, fault.column, fault.found) for fault in found] == [(4, "预测建筑面积(m²)", "=1+1")]


def test_moving_a_formula_leaves_texts_functions_and_fixed_places_alone():
    assert moved_formula("SUM(A1:$B$2)+LOG10(C3)&\"A1\"&'A1'!D4", 2, 1) == "SUM(B3:$B$2)+LOG10(D5)&\"A1\"&'A1'!E6"
    assert moved_formula("Z9+A$1", 1, 1) == "AA10+B$1"
