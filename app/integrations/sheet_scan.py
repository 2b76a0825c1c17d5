"""What a look at the stored bytes tells of a sheet before a reader builds it in memory."""

from dataclasses import dataclass, field

MAX_ROWS = 150_000
MAX_COLUMNS = 104  # up to column CZ
MAX_FORMULAS = 1_000  # more of them tell a person nothing new


@dataclass(slots=True)
class SheetScan:
    """Formulas by row number (from 1) and column (from 0); `last_row` is the last one with a value.

    `row_numbers` gives the true number of each row where blank ones were left out.
    """

    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    last_column: int = 0
    values: int = 0
    row_numbers: tuple[int, ...] | None = None

    @property
    def rows(self) -> int:
        """The rows that a reader would hold, for it holds every cell up to the last one."""
        return self.last_row if self.row_numbers is None else len(self.row_numbers)

    @property
    def too_large(self) -> bool:
        return self.rows > MAX_ROWS or self.last_column >= MAX_COLUMNS

    def add_formula(self, row: int, column: int, formula: str) -> None:
        if len(self.formulas) < MAX_FORMULAS:
            self.formulas[row, column] = formula

    def add_value(self, row: int, column: int) -> None:
        self.values += 1
        self.last_row = max(self.last_row, row)
        self.last_column = max(self.last_column, column)


@dataclass(frozen=True, slots=True)
class WorkbookScan:
    """The sheets by name, and the bytes to be read, which may be smaller than those that were sent."""

    data: bytes
    sheets: dict[str, SheetScan]

    @property
    def too_large(self) -> dict[str, SheetScan]:
        """The sheets that are too large to be read, by themselves or because all sheets together are."""
        found = {name: sheet for name, sheet in self.sheets.items() if sheet.too_large}
        if not found and sum(sheet.rows for sheet in self.sheets.values()) > MAX_ROWS:
            name = max(self.sheets, key=lambda name: self.sheets[name].rows)
            return {name: self.sheets[name]}
        return found


def column_number(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
