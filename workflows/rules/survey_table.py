"""One sheet of a survey workbook as a table: the header names the columns, each row becomes a list of values."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from workflows.messages import Reason
from workflows.rules import survey_words as words
from workflows.rules.survey_cells import Cell, CellFault, Read, as_text, is_blank
from workflows.rules.survey_columns import Column, header_key
from workflows.rules.survey_findings import Findings

MOST_REMEMBERED = 10_000


class SheetRows(Protocol):
    """A sheet as an integration hands it over; formulas by row and by position in the row's cells."""

    @property
    def formulas(self) -> Mapping[tuple[int, int], str]: ...

    @property
    def overflow_row(self) -> int | None:
        """The row with which the sheet becomes too large to be read, or None."""

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Rows that are not blank, with their numbers as a spreadsheet counts them."""


class Remembered(dict[Cell, Any]):
    """Reads each different cell of a column once; values that never repeat are not kept."""

    def __init__(self, read: Read, *, keep: bool) -> None:
        super().__init__()
        self._read = read
        self._keep = keep

    def __missing__(self, cell: Cell) -> Any:
        value = self._read(cell)
        if self._keep and len(self) < MOST_REMEMBERED:
            self[cell] = value
        return value


class SurveyTable:
    """Binds the columns to the header of a sheet and reads its rows; whatever is wrong goes to the findings."""

    def __init__(self, name: str, sheet: SheetRows, columns: Sequence[Column], findings: Findings) -> None:
        self.name = name
        self._sheet = sheet
        self._columns = columns
        self._findings = findings
        self._rows = sheet.rows()
        self._header_row, header = next(self._rows, (1, []))
        self._headers = [as_text(cell) for cell in header]
        self._places = self._find_places()
        self._tell_formulas()

    def header(self, field: str) -> str:
        """The header of a field as the file writes it."""
        for column, place in zip(self._columns, self._places, strict=True):
            if column.field == field:
                return column.header if place is None else self._headers[place]
        raise KeyError(field)

    def fault(self, code: str, row: int | None, field: str, cell: Cell | None, expected: Reason) -> None:
        self._findings.fault(code, self.name, row, self.header(field), cell, expected)

    def warning(self, code: str, row: int | None, field: str, cell: Cell | None, expected: Reason) -> None:
        self._findings.warning(code, self.name, row, self.header(field), cell, expected)

    def records(self) -> Iterator[tuple[int, list[Any]]]:
        """Row numbers with one value for each column in its order; None where there is no column or no good value."""
        plan = [(Remembered(column.read, keep=column.repeats), place) for column, place in self._bound()]
        for row, cells in self._rows:
            try:
                record = [read[cells[place]] if place is not None else None for read, place in plan]
            except CellFault:
                if all(map(is_blank, cells)):
                    continue
                record = [self._read(row, cells, column, place) for column, place in self._bound()]
            yield row, record

    def _bound(self) -> Iterator[tuple[Column, int | None]]:
        return zip(self._columns, self._places, strict=True)

    def _read(self, row: int, cells: list[Cell], column: Column, place: int | None) -> Any:
        if place is None:
            return None
        try:
            return column.read(cells[place])
        except CellFault as fault:
            self._findings.fault(fault.code, self.name, row, self._headers[place], cells[place], fault.expected)
            return None

    def _find_places(self) -> list[int | None]:
        keys = [header_key(header) for header in self._headers]
        return [self._find_place(column, keys) for column in self._columns]

    def _find_place(self, column: Column, keys: list[str]) -> int | None:
        wanted = header_key(column.header)
        if wanted not in keys:
            if column.needed:
                expected = words.COLUMN_NEEDED(column=column.header)
                self._findings.fault("column_missing", self.name, self._header_row, column.header, None, expected)
            return None
        if keys.count(wanted) > 1:
            self._findings.fault(
                "column_repeated", self.name, self._header_row, column.header, column.header, words.COLUMN_ONCE()
            )
        return keys.index(wanted)

    def _tell_formulas(self) -> None:
        for (row, place), formula in self._sheet.formulas.items():
            column = self._headers[place] if 0 <= place < len(self._headers) else ""
            self._findings.fault(
                "formula_cell", self.name, row, column or f"第 {place + 1} 列", formula, words.VALUES_ONLY()
            )
