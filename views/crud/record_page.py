"""The page of a record: list, show, add, edit, search and export, made from its declaration."""

from typing import Any

from flask import g
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import lazy_gettext

from app.web import records
from app.web.current import current_actor
from app.web.record_view.base import SafeModelView
from views.crud.changeable import fixed_keys, refuse_fixed
from views.crud.export import Exported
from views.crud.form_parts import SecretField
from views.crud.record import Record, datamodel_of, encrypted_of


class RecordView(Exported, SafeModelView):
    """A subclass names its declaration first: `class ProjectView(Projects, RecordView)`."""

    add_form: Any
    edit_form: Any

    method_permission_name = {
        **SafeModelView.method_permission_name,
        "export": "export",
        "reveal": "show",
        "reveal_action": "show",
    }

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        if not issubclass(cls, Record) or not hasattr(cls, "sections"):
            return
        cls.route_base = f"/{cls.record}"
        cls.datamodel = datamodel_of(cls)
        cls.list_columns = list(cls.listed)
        cls.search_columns = list(cls.found_by)
        cls.order_columns = list(cls.ordered_by)
        cls.show_columns = cls.every()
        cls.show_fieldsets = [(title, {"fields": list(names)}) for title, names in cls.sections]
        cls.add_columns, cls.edit_columns = cls.written(new=True), cls.written(new=False)
        cls.add_fieldsets, cls.edit_fieldsets = cls.written_sections(new=True), cls.written_sections(new=False)
        cls.label_columns = {name: lazy_gettext(text) for name, text in cls.labels.items()}
        cls.description_columns = {name: lazy_gettext(text) for name, text in cls.hints.items()}

    def _init_forms(self) -> None:
        for columns, extra in ((self.add_columns, "add"), (self.edit_columns, "edit")):
            given = getattr(self, f"{extra}_form_extra_fields") or {}
            secret = {name: self.secret(name, new=extra == "add") for name in columns if name in self.secrets()}
            setattr(self, f"{extra}_form_extra_fields", {**secret, **given})
        super()._init_forms()
        self.add_form, self.edit_form = self.fitted(self.add_form), self.fitted(self.edit_form)

    @classmethod
    def secrets(cls) -> frozenset[str]:
        return encrypted_of(cls)

    def secret(self, name: str, *, new: bool) -> Any:
        column = self.datamodel.list_columns[name]
        return SecretField(self.label_columns[name], column=name, needed=new and not column.nullable, changing=not new)

    def fitted(self, form_class: type[Any]) -> type[Any]:
        """The form without what the person asking may not give."""
        withheld = self.withheld

        class Fitted(form_class):
            @classmethod
            def refresh(cls, obj: Any = None) -> Any:
                form = cls(obj=obj)
                for name in withheld(current_actor()):
                    if name in form:
                        del form[name]
                return form

        return Fitted

    def found_in_words(self, name: str, *ways: type[Any]) -> None:
        """A search column that is asked for in these ways instead of by a choice among rows."""
        made = [way(name, self.datamodel) for way in ways]
        self._filters._search_filters[name] = self._filters._all_filters[name] = made  # noqa: SLF001

    @expose("/edit/<pk>", methods=["GET", "POST"])
    @has_access
    def edit(self, pk: str) -> Any:
        item = records.find(self.datamodel.obj, pk)
        refuse_fixed(item)
        g.record_name = str(item)
        return super().edit(pk)

    def _get_list_widget(self, *positional: Any, **named: Any) -> Any:
        """Rows that this person may only look at have no button to change them."""
        widgets = super()._get_list_widget(*positional, **named)
        shown = widgets["list"].template_args
        shown["fixed_pks"] = self.fixed_among(shown["pks"])
        return widgets

    def _get_show_widget(self, pk: Any, item: Any, *positional: Any, **named: Any) -> Any:
        widgets = super()._get_show_widget(pk, item, *positional, **named)
        widgets["show"].template_args["fixed"] = bool(self.fixed_among(self.datamodel.get_keys([item])))
        return widgets

    def fixed_among(self, keys: Any) -> frozenset[Any]:
        return fixed_keys(self.datamodel.obj, keys)

    def _get_add_widget(self, form: Any, exclude_cols: Any = None, widgets: Any = None) -> Any:
        return super()._get_add_widget(form, [*(exclude_cols or []), *self.missing(form, self.add_columns)], widgets)

    def _get_edit_widget(self, form: Any, exclude_cols: Any = None, widgets: Any = None) -> Any:
        return super()._get_edit_widget(form, [*(exclude_cols or []), *self.missing(form, self.edit_columns)], widgets)

    @staticmethod
    def missing(form: Any, columns: Any) -> list[str]:
        return [name for name in columns if name not in form]
