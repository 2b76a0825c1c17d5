"""Form fields that only records have."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_appbuilder.fields import QuerySelectField
from flask_appbuilder.fieldwidgets import BS3TextFieldWidget, Select2Widget
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, select
from wtforms import StringField
from wtforms import validators as check

from app.extensions import db
from app.web import records
from app.web.form_fields import LONGEST_SECRET, tidy


class SecretField(StringField):
    """A number kept encrypted: never shown whole; on a change a blank leaves it as it is."""

    render_kw: Any

    def __init__(self, label: Any, *, column: str, needed: bool, changing: bool, **more: Any) -> None:
        required = check.InputRequired() if needed else check.Optional()
        hint = lazy_gettext("不修改请留空") if changing else ""
        super().__init__(
            label,
            [required, check.Length(max=LONGEST_SECRET)],
            filters=[tidy],
            description=hint,
            widget=BS3TextFieldWidget(),
            **more,
        )
        self.column, self.changing = column, changing

    def process_data(self, value: Any) -> None:
        self.data = None
        if value:
            self.render_kw = {"placeholder": records.masked(self.column, str(value))}

    def populate_obj(self, obj: Any, name: str) -> None:
        if self.data or not self.changing:
            setattr(obj, name, self.data)


def choice_of(
    model: type[Any], label: str, *, where: Callable[[], ColumnElement[bool]] | None = None, needed: bool = True
) -> QuerySelectField:
    """One row of that table, of those that the person sees and that fit."""

    def rows() -> Sequence[Any]:
        query = select(model).order_by(model.__mapper__.primary_key[0])
        return db.session.scalars(query.where(where()) if where else query).all()

    return QuerySelectField(
        lazy_gettext(label),
        [check.DataRequired(gettext_later("请选择%(label)s", label))] if needed else [check.Optional()],
        query_func=rows,
        get_pk_func=lambda row: row.__mapper__.primary_key_from_instance(row)[0],
        allow_blank=True,
        widget=Select2Widget(),
    )


def gettext_later(text: str, label: str) -> Any:
    return lazy_gettext(text, label=lazy_gettext(label))
