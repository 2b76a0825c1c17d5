"""业务发起: one frame for every type; what differs stands in `views.starts` and a template of its own."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from werkzeug.datastructures import MultiDict

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import STATUS, told
from app.web.unit_of_work import unit_of_work
from views.starts import STARTS
from views.tasks.filling import Filled, fill_from_page
from views.tasks.subjects import SUBJECT_FORMS
from workflows import service
from workflows.actor import Actor
from workflows.engine.business_type import BusinessType
from workflows.engine.preconditions import check_initiator
from workflows.messages import NotVisible, Reason, Refused
from workflows.service import known_type

UNPROCESSABLE = 422


class StartView(BaseView):
    route_base = "/start"
    default_view = "show"

    @expose("/<business_type>/")
    def show(self, business_type: str) -> str:
        """The subject is asked for; once it is named, its preview and every reason against accepting it."""
        kind, actor = startable(business_type)
        return start_page(kind, actor, request.args)

    @expose("/<business_type>/", methods=["POST"])
    def accept(self, business_type: str) -> Any:
        """业务受理: a number is given and the workspace opens; what is refused stays as it was typed."""
        kind, actor = startable(business_type)
        filled = fill_from_page(SUBJECT_FORMS[kind.facts], request.form)
        if filled.faults:
            return start_page(kind, actor, request.form), UNPROCESSABLE
        try:
            with unit_of_work():
                business = service.accept(db.session(), kind.code, subject_of(filled), actor, now())
                number = business.business_no
        except Refused as refused:
            return start_page(kind, actor, request.form, refused.reasons), STATUS[refused.kind]
        flash(STARTS[kind.facts].accepted(number), "success")
        return redirect(f"/business/{number}/")

    @expose("/<business_type>/upload", methods=["POST"])
    def upload(self, business_type: str) -> Any:
        """A file that the subject is made from, for types that take one."""
        kind, actor = startable(business_type)
        start = STARTS[kind.facts]
        if start.take_file is None:
            raise NotVisible(business_type)
        taken = start.take_file(request, actor, now())
        if taken.faults:
            return start_page(kind, actor, MultiDict(), upload=taken), UNPROCESSABLE
        flash(taken.message, "success")
        return redirect(f"/start/{kind.code}/?{taken.query}")


def startable(code: str) -> tuple[BusinessType, Actor]:
    """The type, if this person may start one at all; else it is as if there were none."""
    actor = current_actor()
    kind = known_type(code)
    if check_initiator(kind, actor) or kind.facts not in STARTS:
        raise NotVisible(code)
    return kind, actor


def subject_of(filled: Filled) -> dict[str, Any]:
    return {name: value for name, value in filled.values.items() if value is not None}


def start_page(
    kind: BusinessType,
    actor: Actor,
    entries: MultiDict[str, str],
    refused: tuple[Reason, ...] | None = None,
    upload: Any = None,
) -> str:
    """The page for what was typed: blank, wrong in shape, or a subject with its preview and precheck."""
    start = STARTS[kind.facts]
    named = any(entries.get(name, "").strip() for name in SUBJECT_FORMS[kind.facts]()._fields)
    filled = fill_from_page(SUBJECT_FORMS[kind.facts], entries)
    subject = subject_of(filled) if named and not filled.faults else None
    reasons = refused if refused is not None else prechecked(kind, actor, subject)
    values = {
        "kind": kind,
        "form": filled.form,
        "faults": filled.faults if named else (),
        "subject": subject,
        "reasons": reasons,
        "upload": upload,
        "told": told,
    }
    return render_template(start.template, **values, **start.values(actor, subject, now()))


def prechecked(kind: BusinessType, actor: Actor, subject: dict[str, Any] | None) -> tuple[Reason, ...]:
    return tuple(service.precheck(db.session(), kind.code, subject, actor, now())) if subject else ()
