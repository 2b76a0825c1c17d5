"""The one base of every page of records. The stock view leaves holes between tenants; none of them is open here.

A subclass is a declaration: `record` (the kind in app/security/roles.py), the table, and every column by name.
"""

from builtins import list as builtin_list
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, request, session, url_for
from flask_appbuilder import ModelView
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.urltools import get_filter_args, get_order_args, get_page_args, get_page_size_args
from flask_babel import gettext, lazy_gettext
from sqlalchemy import inspect
from wtforms import HiddenField

from app.extensions import db
from app.web import records
from app.web.current import current_actor, now
from app.web.datamodel import Found
from app.web.errors import STATUS, told
from app.web.filters import RequestFilters, joined
from app.web.form_fields import field_of
from app.web.paging import AFTER, BEFORE, Begin, Page, mark
from app.web.record_rows import rows_of
from app.web.search_widget import RecordSearch
from app.web.unit_of_work import unit_of_work
from workflows.messages import Refused

PAGE_SIZE, LARGEST_PAGE = 25, 100
LAST_PAGE = 100_000
MOST_AT_ONCE = 1000
DECLARED = ("record", "list_columns", "show_columns", "add_columns", "edit_columns", "search_columns", "order_columns")
VERSION = "version"


class SafeModelView(RequestFilters, ModelView):
    """Explicit columns, rows within the scope, one unit of work a write, a log row for it, versions, masks."""

    record: str
    record_page = True
    list_title: Any = ""
    show_title: Any = ""
    add_title: Any = ""
    edit_title: Any = ""
    label_columns: Any = None
    formatters_columns: Any = None
    edit_columns: Any = None
    add_form_extra_fields: Any = None
    edit_form_extra_fields: Any = None
    search_form_extra_fields: Any = None
    search_widget = RecordSearch
    page_size = PAGE_SIZE
    base_order = ("id", "desc")
    method_permission_name = {
        "list": "list",
        "show": "show",
        "add": "add",
        "edit": "edit",
        "delete": "delete",
        "action": "list",
        "action_post": "list",
    }
    exclude_route_methods = {"download"}

    def __init__(self, **named: Any) -> None:
        refuse_undeclared(type(self), DECLARED)
        model = self.datamodel.obj
        refuse_encrypted(type(self), records.encrypted(model))
        self.class_permission_name = self.record
        self.label_columns = {**records.labels_of(model), **(self.label_columns or {})}
        self.formatters_columns = {**self.masks(model), **(self.formatters_columns or {})}
        self.title_all(model)
        self.drawn_definitions: dict[str, Any] = {}
        super().__init__(**named)

    @staticmethod
    def masks(model: type[Any]) -> dict[str, Any]:
        return {name: lambda value, name=name: records.masked(name, value) for name in records.encrypted(model)}

    def title_all(self, model: type[Any]) -> None:
        """Every page is titled by the table's own name where the view has no other."""
        what = model.__table__.comment
        self.list_title = self.list_title or lazy_gettext(what)
        self.show_title = self.show_title or lazy_gettext("%(what)s详情", what=lazy_gettext(what))
        self.add_title = self.add_title or lazy_gettext("新增%(what)s", what=lazy_gettext(what))
        self.edit_title = self.edit_title or lazy_gettext("编辑%(what)s", what=lazy_gettext(what))

    # ---- forms ----

    def _init_forms(self) -> None:
        self.add_form_extra_fields = {**self.fields(self.add_columns), **(self.add_form_extra_fields or {})}
        self.edit_form_extra_fields = {**self.fields(self.edit_columns), **(self.edit_form_extra_fields or {})}
        self.search_form_extra_fields = {**self.fields(self.search_columns), **(self.search_form_extra_fields or {})}
        if self.versioned:
            self.edit_columns = [*self.edit_columns, VERSION]
            self.edit_form_extra_fields[VERSION] = HiddenField()
        super()._init_forms()

    @property
    def versioned(self) -> bool:
        return records.has_version(self.datamodel.obj)

    def fields(self, names: Any) -> dict[str, Any]:
        columns = records.columns_of(self.datamodel.obj)
        made = {
            name: field_of(
                columns[name],
                self.label_columns.get(name, name),
                (self.description_columns or {}).get(name, ""),
                (self.validators_columns or {}).get(name, []),
            )
            for name in names
            if name in columns
        }
        return {name: field for name, field in made.items() if field is not None}

    # ---- reading ----

    @expose("/list/")
    @has_access
    def list(self) -> Any:
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

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> Any:
        item = records.find(self.datamodel.obj, pk)
        refuse_unreadable_arguments()
        related = self.listable_related_views()
        widgets = self._get_show_widget(pk, item)
        widgets["related_views"] = [self.related_widget(item, view) for view in related]
        self.update_redirect()
        return self.render_template(
            self.show_template, pk=pk, title=self.show_title, widgets=widgets, related_views=related
        )

    def listable_related_views(self) -> builtin_list[Any]:
        """Only the related lists that the person may list."""
        may = self.appbuilder.sm.has_access
        return [view for view in self._related_views if may("can_list", view.class_permission_name)]

    def related_widget(self, item: Any, view: Any) -> Any:
        name = type(view).__name__
        order = get_order_args().get(name, ("", ""))
        page, size = get_page_args().get(name), get_page_size_args().get(name)
        return self._get_related_view_widget(item, view, *order, page=page, page_size=size)

    # ---- writing ----

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        form = self.add_form.refresh()
        status = 200
        if request.method == "POST":
            status = self.try_to(lambda: self.create(form), form)
            if status == 0:
                flash(gettext("已新增"), "success")
                return self.post_add_redirect()
        widgets = self._get_add_widget(form=form)
        return self.render_template(self.add_template, title=self.add_title, widgets=widgets), status

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:
        item = records.find(self.datamodel.obj, pk)
        form = self.edit_form.refresh(item if request.method == "GET" else None)
        status = 200
        if request.method == "POST":
            status = self.try_to(lambda: self.change(pk, form), form)
            if status == 0:
                flash(gettext("已保存"), "success")
                return self.post_edit_redirect()
        widgets = self._get_edit_widget(form=form)
        return self.render_template(self.edit_template, title=self.edit_title, widgets=widgets), status

    @expose("/delete/<pk>", methods=["POST"])
    @has_access
    def delete(self, pk: str) -> Any:
        try:
            with unit_of_work(), db.session.no_autoflush:
                item = records.find(self.datamodel.obj, pk)
                self.pre_delete(item)
                records.remove(db.session(), item, actor=current_actor(), now=now())
        except Refused as refused:
            flash("；".join(told(reason) for reason in refused.reasons), "danger")
        else:
            flash(gettext("已删除"), "success")
        return self.post_delete_redirect()

    def try_to(self, write: Any, form: Any) -> int:
        """0 when it was written, else the status to answer the same page with; what was typed stays in the form."""
        if not form.validate():
            return 422
        try:
            write()
        except Refused as refused:
            show_refusal(form, refused)
            return STATUS[refused.kind]
        return 0

    def create(self, form: Any) -> None:
        with unit_of_work(), db.session.no_autoflush:
            item = self.datamodel.obj()
            populate(form, item, self.add_columns)
            self.pre_add(item)
            records.save(db.session(), item, action="add", actor=current_actor(), now=now())

    def change(self, pk: str, form: Any) -> None:
        with unit_of_work(), db.session.no_autoflush:
            item = records.find(self.datamodel.obj, pk)
            if self.versioned:
                self.expect(item, form)
            populate(form, item, self.edit_columns)
            self.pre_update(item)
            records.save(db.session(), item, action="edit", actor=current_actor(), now=now())

    def expect(self, item: Any, form: Any) -> None:
        """M20 for an older version; the form then carries the current one, so that a second save is deliberate."""
        field = form[VERSION]
        expected = int(field.data) if (field.data or "").isdecimal() and len(field.data) < 10 else None
        typed = {name: form[name].data for name in self.edit_columns if name != VERSION and name in form}
        try:
            records.expect_version(db.session(), item, expected, typed, f"{item.__table__.comment} {item}")
        except Refused:
            field.data = str(item.version)
            raise

    # ---- actions on rows ----

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    @has_access
    def action(self, name: str, pk: str) -> Any:
        return self.permitted_action(name).func(records.find(self.datamodel.obj, pk))

    @expose("/action_post", methods=["POST"])
    @has_access
    def action_post(self) -> Any:
        """An action on the rows ticked: all of them are the person's to see, or nothing happens."""
        action = self.permitted_action(request.form.get("action", ""))
        keys = builtin_list(dict.fromkeys(request.form.getlist("rowid")))
        if len(keys) > MOST_AT_ONCE:
            abort(400)
        return action.func([records.find(self.datamodel.obj, key) for key in keys])

    def permitted_action(self, name: str) -> Any:
        action = self.actions.get(name)
        if action is None:
            abort(404)
        if not self.appbuilder.sm.has_access(self.get_action_permission_name(name), self.class_permission_name):
            abort(403)
        return action

    # ---- where to go on ----

    def get_redirect(self) -> str:
        """Back to this list as it was last filtered; never a page that failed, never another site."""
        here = url_for(f"{self.endpoint}.list")
        visited = [urlsplit(url) for url in session.get("page_history", [])]
        last = next((url for url in reversed(visited) if url.path == here), None)
        return f"{here}?{last.query}" if last and last.query else here


def key_of(row: Any) -> Any:
    (key,) = inspect(type(row)).primary_key_from_instance(row)
    return key


def populate(form: Any, item: Any, names: Iterable[str]) -> None:
    """The declared columns and nothing else that was sent."""
    for name in names:
        if name != VERSION and name in form:
            form[name].populate_obj(item, name)


def show_refusal(form: Any, refused: Refused) -> None:
    """Each reason at its field, the rest above the form; what differs is said beside what was typed."""
    for reason in refused.reasons:
        if reason.at in form:
            form[reason.at].errors = [*form[reason.at].errors, told(reason)]
        else:
            flash(told(reason), "danger")
    for name, values in (refused.differs or {}).items():
        if name in form and name != VERSION:
            current = "" if values["current"] is None else values["current"]
            form[name].errors = [*form[name].errors, gettext("现值：%(value)s", value=current)]


def refuse_unreadable_arguments() -> None:
    """400 for a page, a page size or a filter that is no number."""
    try:
        get_page_args()
        get_page_size_args()
    except ValueError:
        abort(400)


def refuse_undeclared(view: type[Any], names: Iterable[str]) -> None:
    """What is not declared would be everything the table has: the application does not start with it."""
    missing = [name for name in names if getattr(view, name, None) is None]
    if missing:
        raise TypeError(f"{view.__name__} does not declare {', '.join(missing)}")


def refuse_encrypted(view: type[Any], secrets: frozenset[str]) -> None:
    """Nobody can search in or order by what is stored encrypted."""
    wrong = secrets & {*view.search_columns, *view.order_columns}
    if wrong:
        raise TypeError(f"{view.__name__} cannot search or order by {', '.join(sorted(wrong))}")
