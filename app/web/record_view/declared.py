"""What a page of records declares, and the forms that follow from it."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask_appbuilder import ModelView
from flask_babel import lazy_gettext
from wtforms import HiddenField

from app.web import records
from app.web.filters import RequestFilters
from app.web.form_fields import field_of
from app.web.search_widget import RecordSearch
from models.base import ExactDecimal, area

DECLARED = ("record", "list_columns", "show_columns", "add_columns", "edit_columns", "search_columns", "order_columns")
VERSION = "version"
AREA, HUNDREDTH = area(), Decimal("0.01")
PAGE_SIZE, LARGEST_PAGE = 25, 100


def is_area(kind: Any) -> bool:
    return isinstance(kind, ExactDecimal) and (kind.precision, kind.scale) == (AREA.precision, AREA.scale)


def hundredths(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(HUNDREDTH, ROUND_HALF_UP)


class DeclaredRecords(RequestFilters, ModelView):
    """Columns, titles and forms by declaration; what is encrypted is masked and neither searched nor sorted by."""

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
    exact_areas = False  # the survey's own pages show the four decimals that it wrote
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
        areas = {} if self.exact_areas else self.areas(model)
        self.formatters_columns = {**areas, **self.masks(model), **(self.formatters_columns or {})}
        self.title_all(model)
        self.drawn_definitions: dict[str, Any] = {}
        super().__init__(**named)

    @staticmethod
    def masks(model: type[Any]) -> dict[str, Any]:
        """What is encrypted is shown with most of it covered."""
        return {name: lambda value, name=name: records.masked(name, value) for name in records.encrypted(model)}

    @staticmethod
    def areas(model: type[Any]) -> dict[str, Any]:
        """Square metres are read with two decimals."""
        return {name: hundredths for name, column in model.__table__.c.items() if is_area(column.type)}

    def title_all(self, model: type[Any]) -> None:
        """Every page is titled by the table's own name where the view has no other."""
        what = model.__table__.comment
        self.list_title = self.list_title or lazy_gettext(what)
        self.show_title = self.show_title or lazy_gettext("%(what)s详情", what=lazy_gettext(what))
        self.add_title = self.add_title or lazy_gettext("新增%(what)s", what=lazy_gettext(what))
        self.edit_title = self.edit_title or lazy_gettext("编辑%(what)s", what=lazy_gettext(what))

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
        """Whether the record has a version to compare before it is written."""
        return records.has_version(self.datamodel.obj)

    def fields(self, names: Any) -> dict[str, Any]:
        """A form field for each named column that can be typed."""
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
