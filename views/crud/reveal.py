"""查看完整号码: a personal number is shown whole to who may see it, after saying why, and that is written down."""

from typing import Any

from flask import Response, abort, make_response, render_template, request
from flask_appbuilder.actions import action
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext, lazy_gettext

from app.extensions import db
from app.web import records
from app.web.current import current_actor, now
from app.web.form_fields import tidy
from app.web.unit_of_work import unit_of_work
from models.enums import OrganizationKind
from workflows.actor import Actor

LONGEST_REASON = 200
OWNER_COLUMNS = ("organization_id", "developer_id")
OFFICES = frozenset({OrganizationKind.authority, OrganizationKind.platform})


class Revealed:
    """For pages of records with numbers kept encrypted; `revealed` names them, with dots for what hangs on the row."""

    revealed: tuple[str, ...]

    @action("reveal", lazy_gettext("查看完整号码"), multiple=False)
    def reveal_action(self: Any, item: Any) -> Response:
        """The button of the record's page leads to the question why."""
        return self.reveal_page(item)

    @expose("/reveal/<pk>", methods=["POST"])
    @has_access
    def reveal(self: Any, pk: str) -> Response:
        item = records.find(self.datamodel.obj, pk)
        reason = reason_given()
        if not reason:
            return self.reveal_page(item, fault=gettext("请填写查看原因，最多 %(most)s 个字", most=LONGEST_REASON))
        refuse_strangers(item, current_actor())
        values = [(self.label_columns[name], value_of(item, name)) for name in self.revealed]
        shown = self.reveal_page(item, values=values, reason=reason)
        with unit_of_work():
            detail = {"reason": reason, "fields": list(self.revealed)}
            records.write_down(db.session(), item, "reveal", current_actor(), now(), detail)
        return shown

    def reveal_page(self: Any, item: Any, *, values: Any = None, reason: str = "", fault: str = "") -> Response:
        refuse_strangers(item, current_actor())
        page = render_template(
            "records/reveal.html",
            title=gettext("查看完整号码"),
            name=str(item),
            fields=[self.label_columns[name] for name in self.revealed],
            values=values,
            reason=reason,
            fault=fault,
            most=LONGEST_REASON,
            pk=item.id,
            endpoint=self.endpoint,
        )
        response = make_response(page, 422 if fault else 200)
        response.headers["Cache-Control"] = "no-store"
        return response


def reason_given() -> str:
    """Why somebody wants to see a number, as posted; empty where nothing fitting was said."""
    reason = tidy(request.form.get("reason", ""))
    return reason if reason and len(reason) <= LONGEST_REASON else ""


def value_of(item: Any, name: str) -> Any:
    for part in name.split("."):
        item = getattr(item, part)
    return item


def refuse_strangers(item: Any, actor: Actor) -> None:
    """Whole numbers are for the own organization's people and for the offices; others see them masked only."""
    owners = [getattr(item, name) for name in OWNER_COLUMNS if hasattr(item, name)] or [item.id]
    if actor.organization_kind not in OFFICES and actor.organization_id not in owners:
        abort(403)
