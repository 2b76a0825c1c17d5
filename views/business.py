"""The workspace: one page and one set of handlers for the businesses of every type."""

from collections.abc import Mapping
from dataclasses import asdict
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
from models.enums import TaskState
from views.tasks.filling import bind, fill_from_page
from views.tasks.forms import FORMS
from views.tasks.operation import OperationForm, inputs_of
from views.uploads import hand_in_upload
from views.workspace.page import workspace_values
from views.workspace.typed import Refusal, Typed
from workflows import interventions, service
from workflows.engine.attempt import Operation
from workflows.facts.code_lists import code_lists
from workflows.inputs import Inputs
from workflows.messages import NotVisible, Refused
from workflows.opinion_drafts import keep_opinion
from workflows.reading.business import BusinessView, business_view, task_view

OPERATIONS = {
    Operation.receive: service.receive,
    Operation.dispatch: service.dispatch,
    Operation.archive: service.archive,
    Operation.send_back: service.send_back,
    Operation.cancel: service.cancel,
    Operation.recall: service.recall,
    Operation.release: service.release,
    Operation.reassign: service.reassign,
    Operation.suspend: interventions.suspend,
    Operation.resume: interventions.resume,
    Operation.terminate: interventions.terminate,
}
# After these the same page says what became of the case.
STAYING = frozenset(
    {
        Operation.receive,
        Operation.archive,
        Operation.recall,
        Operation.suspend,
        Operation.resume,
        Operation.terminate,
    }
)
NO_CONTENT, CONFLICT, UNPROCESSABLE = 204, 409, 422


class BusinessPages(BaseView):
    route_base = "/business"
    default_view = "show"

    @expose("/<business_no>/")
    def show(self, business_no: str) -> str:
        """The workspace, opened at a task."""
        return page(business_no, request.args.get("task"))

    @expose("/<business_no>/tasks/<task_key>", methods=["POST"])
    def save_task(self, business_no: str, task_key: str) -> Any:
        """Save a task and go on to the next; what is refused stays on the page as it was typed."""
        actor, moment = current_actor(), now()
        task = task_view(db.session(), business_no, task_key, actor, moment)
        filled = fill_from_page(FORMS[task.form], request.form, code_lists(db.session()))
        if filled.faults:
            return page(business_no, task_key, form=filled.form), UNPROCESSABLE
        inputs = Inputs(version=request.form.get("version", 0, int), data=filled.values)
        try:
            with unit_of_work():
                service.save_task(db.session(), business_no, task_key, inputs, actor, moment)
        except Refused as refused:
            return refused_page(business_no, task_key, refused, form=filled.form)
        flash(gettext("已保存【%(task)s】", task=gettext(task.title)), "success")
        return redirect(
            f"/business/{business_no}/{next_place(business_view(db.session(), business_no, actor, moment))}"
        )

    @expose("/<business_no>/operation", methods=["POST"])
    def operate(self, business_no: str) -> Any:
        """派工, 退件, 归档 and the others: the button names the operation."""
        operation = operation_of(request.form.get("operation", ""))
        posted = without_blanks(request.form, operation)
        filled = fill_from_page(OperationForm, posted)
        if filled.faults:
            reasons = [fault.message for fault in filled.faults]
            refusal = Refusal(gettext("填写有误，已保留"), reasons)
            return page(business_no, None, refusal=refusal, typed=Typed.of(request.form)), UNPROCESSABLE
        try:
            with unit_of_work():
                OPERATIONS[operation](db.session(), business_no, inputs_of(filled), current_actor(), now())
        except Refused as refused:
            return refused_page(business_no, None, refused, typed=Typed.of(request.form))
        return after(business_no, operation)

    @expose("/<business_no>/draft", methods=["POST"])
    def keep_draft(self, business_no: str) -> Any:
        """暂存 of what stands in the form of the operations."""
        with unit_of_work():
            keep_opinion(db.session(), business_no, asdict(Typed.of(request.form)), current_actor(), now())
        return "", NO_CONTENT

    @expose("/<business_no>/materials", methods=["POST"])
    def hand_in(self, business_no: str) -> Any:
        """Upload a material, or point at a stored certificate."""
        try:
            title = hand_in_upload(business_no, request, current_actor(), now())
        except Refused as refused:
            return refused_page(business_no, request.form.get("task"), refused)
        flash(gettext("已上传【%(material)s】", material=gettext(title)), "success")
        return redirect(f"/business/{business_no}/?task={request.form.get('task', '')}#materials")


def next_place(view: BusinessView) -> str:
    """Where the work goes on: at the next task, else at the papers still missing, else at the opinion."""
    if any(task.here and task.state is TaskState.todo for task in view.tasks):
        return ""
    missing = any(one.required and one.material is None and one.stage == view.head.stage for one in view.asked)
    return "#materials" if missing else "#operation"


def operation_of(name: str) -> Operation:
    try:
        operation = Operation(name)
        OPERATIONS[operation]
    except (ValueError, KeyError) as error:
        raise NotVisible(name) from error
    return operation


def without_blanks(posted: Mapping[str, Any], operation: Operation) -> MultiDict[str, str]:
    """What the operation takes of the one form: lines only for a return, and only those that say something."""
    kept: MultiDict[str, str] = MultiDict()
    lines: dict[str, dict[str, str]] = {}
    for name, value in posted.items():
        if name.startswith("lines-"):
            number, _, part = name.removeprefix("lines-").partition("-")
            if part != "place":
                lines.setdefault(number, {})[part] = value
        elif not (name.startswith("opinion-") and not takes_opinion(posted, operation)):
            kept.add(name, value)
    if operation is Operation.send_back:
        said = [line for line in lines.values() if any(text.strip() for text in line.values())]
        for position, line in enumerate(said):
            for part, value in line.items():
                kept.add(f"lines-{position}-{part}", value)
    return kept


def takes_opinion(posted: Mapping[str, Any], operation: Operation) -> bool:
    """An agreeing opinion goes on with 派工 and 归档; a return takes only one that disagrees."""
    if operation is Operation.send_back:
        return posted.get("opinion-result") == "disagree"
    return operation in {Operation.dispatch, Operation.archive}


def after(business_no: str, operation: Operation) -> Response:
    """Say what happened and what comes next, and go where the work goes on."""
    say_done(business_no, operation)
    return redirect(f"/business/{business_no}/" if operation in STAYING else "/inbox/")


def say_done(business_no: str, operation: Operation) -> None:
    view = business_view(db.session(), business_no, current_actor(), now())
    role = gettext(view.head.role.title)
    words = {
        Operation.receive: gettext("已接件 %(number)s", number=business_no),
        Operation.dispatch: gettext("已派工至%(role)s，待接件（%(number)s）", role=role, number=business_no),
        Operation.archive: gettext("已归档（%(number)s），文书正在生成", number=business_no),
        Operation.send_back: gettext(
            "已退件至【%(stage)s】（%(number)s）", stage=gettext(view.head.stage_title), number=business_no
        ),
        Operation.cancel: gettext("已取消受理（%(number)s）", number=business_no),
        Operation.recall: gettext("已撤回派工（%(number)s），可继续编辑", number=business_no),
        Operation.release: gettext("已放回待接（%(number)s）", number=business_no),
        Operation.reassign: gettext("已转办给%(person)s（%(number)s）", person=view.head.holder, number=business_no),
        Operation.suspend: gettext("已挂起（%(number)s），计时暂停", number=business_no),
        Operation.resume: gettext("已恢复（%(number)s），继续计时", number=business_no),
        Operation.terminate: gettext("已终止（%(number)s），标的已释放", number=business_no),
    }
    flash(words[operation], "success")


def refused_page(business_no: str, task_key: str | None, refused: Refused, **more: Any) -> tuple[str, int]:
    """The same page with every reason, and everything typed still there."""
    refusal, status = refusal_of(refused)
    return page(business_no, task_key, refusal=refusal, **more), status


def refusal_of(refused: Refused) -> tuple[Refusal, int]:
    """What the page says of it, and the status it answers with; what was begun is undone."""
    db.session.rollback()
    reasons = [told(reason) for reason in refused.reasons]
    reasons += [
        gettext("%(person)s：%(action)s", person=event["person"], action=event["action"])
        for event in (refused.differs or {}).get("since", [])
    ]
    status = CONFLICT if refused.kind.value == "conflict" else UNPROCESSABLE
    return Refusal(gettext("未能办理，填写的内容已保留"), reasons), status


def page(
    business_no: str,
    task_key: str | None,
    *,
    form: Any = None,
    refusal: Refusal | None = None,
    typed: Typed | None = None,
) -> str:
    actor, moment = current_actor(), now()
    session = db.session()
    view = business_view(session, business_no, actor, moment)
    values = workspace_values(session, view, actor, moment, task_key=task_key, form=form)
    if values["task"] and values["task"]["form"] is not None:
        bind(values["task"]["form"], view.lists)
    return render_template("business/workspace.html", **values, refusal=refusal, typed=typed or values["kept"])
