"""The page of 审核台 and its acts: receive, agree, send back, release, hand on; after each the next case opens."""

from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_babel import gettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import told
from app.web.unit_of_work import unit_of_work
from views.business import OPERATIONS, UNPROCESSABLE, refusal_of, say_done, without_blanks
from views.review.contact import revealed_phone
from views.review.page import desk_values, empty_values, unit_lines
from views.review.place_in_queue import following, query_with, queue_asked
from views.review.tasks import task_data
from views.tasks.filling import fill_from_page
from views.tasks.operation import OperationForm, inputs_of
from views.workspace.typed import Refusal, Typed
from workflows import review, service
from workflows.engine.attempt import Operation
from workflows.inputs import Inputs
from workflows.messages import NotVisible, Refused
from workflows.reading.business import BusinessView, business_view
from workflows.service.opinions import DEFAULT_OPINION

AGREE = "agree"
ACTS = {
    "send_back": Operation.send_back,
    "release": Operation.release,
    "reassign": Operation.reassign,
}


class ReviewPages(BaseView):
    route_base = "/review"
    default_view = "open"

    @expose("/")
    def open(self) -> str:
        """The desk at its first case; where nothing waits it says how much was done."""
        queue = queue_asked()
        if not queue.lines:
            return render_template("review/empty.html", **empty_values(queue))
        return desk_page(queue.lines[0].business_no)

    @expose("/<business_no>/")
    def case(self, business_no: str) -> str:
        """The desk at this case, which need not be in the part of the queue that is shown."""
        return desk_page(business_no)

    @expose("/<business_no>/units/")
    def units(self, business_no: str) -> str:
        """The unit table alone, asked for when somebody opens it."""
        return render_template("review/_unit_rows.html", **unit_lines(business_no, current_actor(), now()))

    @expose("/<business_no>/receive", methods=["POST"])
    def receive(self, business_no: str) -> Response:
        """接件; where somebody was quicker that is told, and the next case opens."""
        upcoming = following(business_no)
        inputs = Inputs(version=request.form.get("version", 0, int))
        try:
            with unit_of_work():
                service.receive(db.session(), business_no, inputs, current_actor(), now())
        except Refused as refused:
            words = "；".join(told(reason) for reason in refused.reasons)
            flash(f"{business_no}：{words}", "warning")
            return redirect(upcoming)
        return redirect(f"/review/{business_no}/{query_with()}")

    @expose("/<business_no>/operation", methods=["POST"])
    def operate(self, business_no: str) -> Any:
        """同意并派工 or 归档, 退件, 放回, 转办: the button names the act."""
        name = request.form.get("operation", "")
        upcoming = following(business_no)
        view = business_view(db.session(), business_no, current_actor(), now())
        operation = operation_asked(name, view)
        filled = fill_from_page(OperationForm, without_blanks(opinion_fitting(name), operation))
        if filled.faults:
            refusal = Refusal(gettext("填写有误，已保留"), [fault.message for fault in filled.faults])
            return desk_page(business_no, refusal=refusal, typed=Typed.of(request.form)), UNPROCESSABLE
        try:
            act(business_no, name, operation, inputs_of(filled), view)
        except Refused as refused:
            shown, status = refusal_of(refused)
            return desk_page(business_no, refusal=shown, typed=Typed.of(request.form)), status
        say_done(business_no, operation)
        return redirect(upcoming)

    @expose("/<business_no>/contact", methods=["POST"])
    def contact(self, business_no: str) -> Response:
        """The applicant's whole phone number, after saying why; that is written down."""
        return revealed_phone(business_no)


def desk_page(business_no: str, *, refusal: Refusal | None = None, typed: Typed | None = None) -> str:
    queue = queue_asked()
    view = business_view(db.session(), business_no, current_actor(), now())
    values = desk_values(db.session(), view, queue, current_actor(), now())
    return render_template("review/desk.html", **values, refusal=refusal, typed=typed or values["kept"])


def operation_asked(name: str, view: BusinessView) -> Operation:
    """What a button's name means here; agreeing archives at the last stage and sends on before it."""
    if name == AGREE:
        return Operation.archive if view.stages[-1].key == view.head.stage else Operation.dispatch
    if name not in ACTS:
        raise NotVisible(name)
    return ACTS[name]


def opinion_fitting(name: str) -> MultiDict[str, str]:
    """The posted form with the result that the act means; a return does not say 同意 by default."""
    posted = MultiDict(request.form)
    posted["opinion-result"] = "agree" if name == AGREE else "disagree"
    agreeing = {DEFAULT_OPINION, gettext(DEFAULT_OPINION)}
    if name != AGREE and posted.get("opinion-text", "").strip() in agreeing:
        posted["opinion-text"] = ""
    return posted


def act(business_no: str, name: str, operation: Operation, inputs: Inputs, view: BusinessView) -> None:
    session, actor, moment = db.session(), current_actor(), now()
    tasks = task_data(view, request.form) if name == AGREE else {}
    with unit_of_work():
        if name == AGREE:
            review.agree(session, business_no, inputs, tasks, actor, moment)
        else:
            OPERATIONS[operation](session, business_no, inputs, actor, moment)
