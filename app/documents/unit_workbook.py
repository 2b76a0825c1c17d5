"""户室表 as a workbook: a row for each unit, labels instead of codes, written as a stream so that size costs little."""

import io
from typing import Any

import xlsxwriter

from models.enums import CodedEnum
from workflows.reading.units import UnitRow, UnitTable
from workflows.rules.code_list import CodeList
from workflows.rules.unit_fields import UNIT_FIELDS, FieldKind

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 14
# Text stays text: a cell that begins with = must never become a formula.
OPTIONS = {
    "constant_memory": True,
    "in_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def unit_workbook(table: UnitTable) -> bytes:
    """The bytes of the workbook; numbers are numbers, everything else is text."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as workbook:
        sheet = workbook.add_worksheet("户室")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(UNIT_FIELDS) + 1, WIDTH)
        write_row(sheet, 0, ["户室编号", *(titled(name) for name in UNIT_FIELDS), "备案总价(元)"])
        for number, unit in enumerate(table.units, start=1):
            write_row(sheet, number, [unit.id, *(cell(unit, name, table) for name in UNIT_FIELDS), unit.filed_total])
    return target.getvalue()


def titled(name: str) -> str:
    field = UNIT_FIELDS[name]
    return f"{field.label}({field.unit})" if field.unit else field.label


def write_row(sheet: Any, row: int, values: list[Any]) -> None:
    for column, value in enumerate(values):
        if value is None or value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write_number(row, column, value)


def cell(unit: UnitRow, name: str, table: UnitTable) -> Any:
    """What a person reads: the label of a code, 是 or 否, the figure."""
    value, field = getattr(unit, name), UNIT_FIELDS[name]
    if value is None:
        return None
    if field.kind is FieldKind.bool:
        return "是" if value else "否"
    if isinstance(value, CodedEnum):
        return value.title
    code_list: CodeList | None = table.lists.get(field.code_list or "")
    return code_list.label_of(value) if code_list and name != "layout" else value
