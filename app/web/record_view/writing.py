"""Adding, editing and deleting a record: one unit of work and one event for each."""

from collections.abc import Iterable
from typing import Any

from flask import flash, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext

from app.extensions import db
from app.web import records
from app.web.current import current_actor, now
from app.web.errors import STATUS, told
from app.web.record_view.declared import VERSION, DeclaredRecords
from app.web.unit_of_work import unit_of_work
from workflows.messages import Refused


class RecordWriting(DeclaredRecords):
    """What is refused stays in the form as it was typed."""

    @expose("/add", methods=["GET", "POST"])
    @has_access
    def add(self) -> Any:
        """An empty form, or what was posted written as a new record."""
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
        """The form as it stands, or what was posted written over it."""
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
        """Gone, unless something refuses."""
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
        """A new record of the declared columns."""
        with unit_of_work(), db.session.no_autoflush:
            item = self.datamodel.obj()
            populate(form, item, self.add_columns)
            self.pre_add(item)
            records.save(db.session(), item, action="add", actor=current_actor(), now=now())

    def change(self, pk: str, form: Any) -> None:
        """The declared columns of the record, if it is still of the version that the person saw."""
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
