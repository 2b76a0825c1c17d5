"""Uploaded workbooks (.xlsx, .xls, .ods) from bytes to rows of raw cells, guarded before they are opened."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from app.integrations.open_document_scan import scan_open_document
from app.integrations.open_xml_scan import scan_open_xml
from app.integrations.sheet_scan import SheetScan
from app.integrations.spreadsheet_97_scan import scan_spreadsheet_97
from app.integrations.workbook_guard import WorkbookKind, WorkbookRefused, guard_workbook
from workflows.rules.survey_cells import Cell

__all__ = ["Sheet", "WorkbookKind", "WorkbookRefused", "guard_workbook", "read_sheets"]

SCANS = {
    WorkbookKind.xlsx: scan_open_xml,
    WorkbookKind.xls: scan_spreadsheet_97,
    WorkbookKind.ods: scan_open_document,
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; formulas are keyed by row number and by position in the row's cells.

    `overflow_row` is the row with which the sheet becomes too large; such a sheet has no rows.
    """

    name: str
    formulas: Mapping[tuple[int, int], str]
    overflow_row: int | None
    _native: CalamineSheet | None
    _row_numbers: tuple[int, ...] | None

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows that are not blank, numbered as a spreadsheet counts them from 1; a fresh pass at every call."""
        if self._native is None:
            return
        for place, cells in enumerate(self._native.iter_rows()):
            if any(cells) or any(cell != "" for cell in cells):
                yield self._row_numbers[place] if self._row_numbers else place + 1, _without_booleans(cells)


def read_sheets(data: bytes, wanted: Callable[[str], bool] = lambda _: True) -> dict[str, Sheet]:
    """The wanted sheets by name, rows handed out only when asked for; raises WorkbookRefused.

    Where sheets are too large, only these are given, each with the row that is too far.
    """
    scan = SCANS[guard_workbook(data)](data, wanted)
    if scan.too_large:
        return {name: Sheet(name, {}, sheet.last_row, None, None) for name, sheet in scan.too_large.items()}
    with _refusing_what_is_broken():
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(scan.data))
        return {name: _open_sheet(workbook, name, sheet) for name, sheet in scan.sheets.items()}


@contextmanager
def _refusing_what_is_broken() -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise WorkbookRefused("encrypted") from error
    except CalamineError as error:
        raise WorkbookRefused("broken") from error
    except BaseException as error:
        # The reader's own panics on damaged files are no Exception and have no importable class.
        if type(error).__name__ != "PanicException":
            raise
        raise WorkbookRefused("broken") from error


def _open_sheet(workbook: CalamineWorkbook, name: str, scan: SheetScan) -> Sheet:
    native = workbook.get_sheet_by_name(name)
    first = native.start[1] if native.start else 0
    formulas = {(row, column - first): formula for (row, column), formula in scan.formulas.items()}
    return Sheet(name, formulas, None, native, scan.row_numbers)


def _without_booleans(cells: list[Cell]) -> list[Cell]:
    """True and False as a spreadsheet shows them, for they would pass for the numbers 1 and 0."""
    if bool not in map(type, cells):
        return cells
    return [str(cell).upper() if isinstance(cell, bool) else cell for cell in cells]
