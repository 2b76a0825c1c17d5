"""A formula shared by many cells is stored once; the others are told as a spreadsheet would show them."""

import re

from app.integrations.sheet_scan import column_letters, column_number

# Text in quotes and names of functions or sheets are left alone, only references move.
PIECES = re.compile(
    r"""("[^"]*"|'[^']*')|(?<![A-Za-z0-9_.$])(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![A-Za-z0-9_.(!])"""
)


def moved_formula(formula: str, rows: int, columns: int) -> str:
    """The formula with its relative references moved by so many rows and columns."""
    return PIECES.sub(lambda piece: piece[0] if piece[1] else _moved(piece, rows, columns), formula)


def _moved(piece: re.Match[str], rows: int, columns: int) -> str:
    _, fixed_column, letters, fixed_row, digits = piece.groups()
    column = letters if fixed_column else column_letters(max(column_number(letters) + columns, 0))
    row = digits if fixed_row else str(max(int(digits) + rows, 1))
    return f"{fixed_column}{column}{fixed_row}{row}"
