"""Rows of a workbook written whole: a constant-memory sheet takes them as text, much faster than cell by cell."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from flask_babel import gettext
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from workflows.facts.calendar import DESK_ZONE

EXACT_DIGITS = 15  # of a number in a workbook; longer ones are written as text
LONGEST_TEXT = 32_767  # of a cell
FIRST_DAY = dt.date(1899, 12, 30).toordinal()  # day 0 of a workbook
MARKED = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_|^\s|\s$")


class SheetRows:
    """Puts rows below those already written; text is always text, whatever sign it begins with."""

    def __init__(self, sheet: Worksheet, day_format: Any) -> None:
        self.sheet = sheet
        self.day_style = day_format._get_xf_index()  # noqa: SLF001 - the number by which a cell names its format
        self.titles: dict[Enum, str] = {}
        self.ways: Mapping[type[Any], Callable[[Any], str]] = {
            str: self.text,
            int: self.number,
            Decimal: self.number,
            dt.date: self.day,
            dt.datetime: self.moment,
            bool: self.answer,
            type(None): lambda _nothing: "",
        }

    def write(self, rows: Iterable[Sequence[Any]], first: int, width: int) -> int:
        """From the row counted from 0 on; returns how many there were."""
        self.sheet._write_single_row(first)  # noqa: SLF001 - what was written cell by cell goes before
        letters = [xl_col_to_name(column) for column in range(width)]
        count = 0
        for count, row in enumerate(rows, start=1):
            self.sheet.fh.write("".join(self.pieces(first + count, letters, row)))
        self.sheet.dim_rowmax = first + count - 1 if count else self.sheet.dim_rowmax
        return count

    def pieces(self, number: int, letters: Sequence[str], row: Sequence[Any]) -> Iterator[str]:
        """One row; a cell without a value is left out."""
        yield f'<row r="{number}">'
        for letter, value in zip(letters, row, strict=True):
            cell = (self.ways.get(type(value)) or self.other)(value)
            if cell:
                yield f'<c r="{letter}{number}"{cell}</c>'
        yield "</row>"

    def text(self, value: str) -> str:
        if not value:
            return ""
        if MARKED.search(value):
            return self.marked(value)
        return f' t="inlineStr"><is><t>{value[:LONGEST_TEXT]}</t></is>'

    def marked(self, value: str) -> str:
        """With signs that a workbook writes otherwise, or blanks that it would drop."""
        kept = self.sheet._escape_data(self.sheet._escape_control_characters(value[:LONGEST_TEXT]))  # noqa: SLF001
        return f' t="inlineStr"><is><t xml:space="preserve">{kept}</t></is>'

    def number(self, value: int | Decimal) -> str:
        written = str(value)
        return f"><v>{written}</v>" if len(written) <= EXACT_DIGITS else self.text(written)

    def day(self, value: dt.date) -> str:
        return f' s="{self.day_style}"><v>{value.toordinal() - FIRST_DAY}</v>'

    def moment(self, value: dt.datetime) -> str:
        return self.text(f"{value.astimezone(DESK_ZONE):%Y-%m-%d %H:%M}")

    def answer(self, value: bool) -> str:
        return self.text(str(gettext("是") if value else gettext("否")))

    def other(self, value: Any) -> str:
        """A code by its title; anything else by what it calls itself."""
        if not isinstance(value, Enum):
            return self.text(str(value))
        if value not in self.titles:
            title = getattr(value, "title", None)
            self.titles[value] = str(gettext(title)) if isinstance(title, str) else str(value)
        return self.text(self.titles[value])
