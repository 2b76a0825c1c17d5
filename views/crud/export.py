"""Lists as workbooks: exactly the rows of the scope and the filters, as people read them, nothing that computes."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import IO, Any
from urllib.parse import quote

import xlsxwriter
from flask import Response, abort
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.urltools import get_filter_args, get_order_args

from app.extensions import db
from app.web.current import current_actor, now
from app.web.filters import joined
from app.web.unit_of_work import unit_of_work
from views.crud.sheet_rows import SheetRows
from workflows import journal
from workflows.facts.calendar import local_day

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
IN_MEMORY = 1024 * 1024
CHUNK = 64 * 1024


class Exported:
    """For pages of records: GET /<record>/export with the list's own address parts."""

    @expose("/export", methods=["GET"])
    @has_access
    def export(self: Any) -> Response:
        """The rows that the list of the same filters shows, over all pages."""
        with ExitStack() as unless_sent:
            file = unless_sent.enter_context(tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))
            count = write_workbook(file, str(self.list_title), self.export_labels(), self.exported_rows())
            self.write_down_export(count)
            unless_sent.pop_all()
        return sent(file, f"{self.list_title}_{local_day(now()):%Y%m%d}.xlsx")

    def write_down_export(self: Any, count: int) -> None:
        """Who took which rows, by the conditions asked for."""
        with unit_of_work():
            journal.record(
                db.session(),
                actor=current_actor(),
                now=now(),
                action="export_records",
                subject_kind=self.datamodel.obj.__tablename__,
                subject_id=self.record,
                detail={"rows": count, "filters": [str(name) for name in self.filters_asked()]},
            )

    def export_labels(self: Any) -> list[str]:
        return [str(self.label_columns[name]) for name in self.show_columns]

    def filters_asked(self: Any) -> list[str]:
        return [each.column_name for each, _ in self._filters.get_filters_values()]

    def exported_rows(self: Any) -> Iterable[list[Any]]:
        order_column, order_direction = get_order_args().get(type(self).__name__, self.base_order)
        if order_column not in {*self.order_columns, self.base_order[0]}:
            abort(400)
        try:
            get_filter_args(self._filters)
        except IndexError:
            abort(400)
        filters = joined(self._filters, self._base_filters)
        return self.datamodel.exported(
            filters, order_column, order_direction, self.show_columns, self.formatters_columns, MOST_ROWS
        )


def sent(file: IO[bytes], name: str) -> Response:
    """The file as an attachment under its Chinese name; it is closed however the answer ends."""
    response = Response(chunks(file), mimetype=WORKBOOK_TYPE)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    response.call_on_close(file.close)
    return response


def chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(CHUNK):
            yield piece


def write_workbook(file: IO[bytes], title: str, labels: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Write one sheet, row by row, with constant memory; returns how many rows it has below the labels."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(sheet_name(title))
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for column, label in enumerate(labels):
            sheet.write_string(0, column, label, bold)
        return SheetRows(sheet, day).write(rows, 1, len(labels))


def sheet_name(title: str) -> str:
    """What a sheet may be called: no signs of references, at most 31 places."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "Sheet1"
