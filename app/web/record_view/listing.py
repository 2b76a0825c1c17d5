"""A list of records: a page of rows within the scope, in an order that is offered."""

from typing import Any

from flask import abort, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.urltools import get_filter_args, get_page_args, get_page_size_args
from sqlalchemy import inspect

from app.web.datamodel import Found
from app.web.filters import joined
from app.web.paging import AFTER, BEFORE, Begin, Page, mark
from app.web.record_rows import rows_of
from app.web.record_view.declared import LARGEST_PAGE, DeclaredRecords

LAST_PAGE = 100_000


class RecordListing(DeclaredRecords):
    """The list, a page at a time."""

    @expose("/list/")
    @has_access
    def list(self) -> Any:
        """The list, filtered as the address asks."""
        widgets = self._list()
        self.update_redirect()
        return self.render_template(self.list_template, title=self.list_title, widgets=widgets)

    def _list(self, **named: Any) -> Any:
        refuse_unreadable_arguments()
        try:
            get_filter_args(self._filters)
        except IndexError:
            abort(400)
        return super()._list(**named)

    def _get_list_widget(
        self,
        filters: Any,
        actions: Any = None,
        order_column: str = "",
        order_direction: str = "",
        page: int | None = None,
        page_size: int | None = None,
        widgets: Any = None,
        **named: Any,
    ) -> Any:
        """Ordered by a declared column, a page of at most a hundred, only the columns shown."""
        wanted = self.page_asked(order_column, order_direction, page, page_size)
        found = self.datamodel.page(joined(filters, self._base_filters), wanted, self.list_columns)
        keys = self.datamodel.get_keys(found.rows)
        values = self.datamodel.values_of(found.rows, self.list_columns)
        drawn = rows_of(keys, values, self.list_columns, self.formatters_columns)
        widgets = widgets or {}
        widgets["list"] = self.list_widget(
            label_columns=self.label_columns,
            include_columns=self.list_columns,
            order_columns=self.order_columns,
            rows=drawn.rows,
            numeric=drawn.numeric,
            page=wanted.number,
            page_size=wanted.size,
            count=found.count,
            beside=self.beside(found, wanted),
            pks=keys,
            actions=actions or self.actions,
            filters=filters,
            modelview_name=type(self).__name__,
            **named,
        )
        return widgets

    def _get_search_widget(self, form: Any = None, exclude_cols: Any = None, widgets: Any = None) -> Any:
        widgets = super()._get_search_widget(form, exclude_cols, widgets)
        widgets["search"].kept = self.drawn_definitions
        return widgets

    def page_asked(self, column: str, direction: str, number: int | None, size: int | None) -> Page:
        """The page that the address asks for; 400 for an order that is not offered or a beginning nobody wrote."""
        if column and column not in self.order_columns:
            abort(400)
        column, direction = (column, direction) if column else self.base_order
        place = min(max(number or 0, 0), LAST_PAGE)
        size = min(max(size or self.page_size, 1), LARGEST_PAGE)
        wanted = Page(place, size, column, descending=direction != "asc")
        return wanted.beginning(self.beginning_asked(column))

    def beginning_asked(self, column: str) -> Begin | None:
        """The row that the page begins after or before, where the address names one."""
        for way in (AFTER, BEFORE):
            text = request.args.get(f"{way}_{type(self).__name__}")
            if text and self.datamodel.may_begin(column):
                try:
                    return Begin.read(text, self.datamodel.list_columns[column], before=way == BEFORE)
                except ValueError:
                    abort(400)
        return None

    def beside(self, found: Found, wanted: Page) -> dict[str, str]:
        """How the pages before and after this one begin, where they can begin at a row."""
        if not found.rows or not self.datamodel.may_begin(wanted.column):
            return {}
        first, last = (mark(getattr(row, wanted.column), key_of(row)) for row in (found.rows[0], found.rows[-1]))
        return {BEFORE: first} | ({AFTER: last} if found.more else {})


def key_of(row: Any) -> Any:
    """The primary key of a row."""
    (key,) = inspect(type(row)).primary_key_from_instance(row)
    return key


def refuse_unreadable_arguments() -> None:
    """400 for a page, a page size or a filter that is no number."""
    try:
        get_page_args()
        get_page_size_args()
    except ValueError:
        abort(400)
