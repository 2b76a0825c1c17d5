"""Actions on one row, or on all that are ticked."""

from typing import Any

from flask import abort, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access

from app.web import records
from app.web.record_view.declared import DeclaredRecords

MOST_AT_ONCE = 1000


class RecordActions(DeclaredRecords):
    """An action is offered to who has the right, on rows that he may see."""

    @expose("/action/<string:name>/<pk>", methods=["POST"])
    @has_access
    def action(self, name: str, pk: str) -> Any:
        """An action on one row."""
        return self.permitted_action(name).func(records.find(self.datamodel.obj, pk))

    @expose("/action_post", methods=["POST"])
    @has_access
    def action_post(self) -> Any:
        """An action on the rows ticked: all of them are the person's to see, or nothing happens."""
        action = self.permitted_action(request.form.get("action", ""))
        keys = list(dict.fromkeys(request.form.getlist("rowid")))
        if len(keys) > MOST_AT_ONCE:
            abort(400)
        return action.func([records.find(self.datamodel.obj, key) for key in keys])

    def permitted_action(self, name: str) -> Any:
        """404 for an action that this page has not, 403 for one that the person may not do."""
        action = self.actions.get(name)
        if action is None:
            abort(404)
        if not self.appbuilder.sm.has_access(self.get_action_permission_name(name), self.class_permission_name):
            abort(403)
        return action
