"""The tasks as cards, and the one that is worked on with its form."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext

from app.web.errors import told
from models.enums import TaskState
from views.moments import short_clock
from views.tasks.forms import FORMS
from views.workspace.building import shown_on_card
from views.workspace.returns import open_faults
from workflows.reading.business import BusinessView, TaskView

# Tasks with a template of their own; the others are shown by their form's.
TASK_TEMPLATES = {
    "units": "unit_task",
    "price_check": "unit_task",
    "inspection": "inspection",
    "applicants": "applicants",
}


def chosen_task(view: BusinessView, key: str | None) -> TaskView | None:
    """The task asked for, else the first of this stage that is still to do, else its first."""
    here = [task for task in view.tasks if task.here] or list(view.tasks)
    named = next((task for task in view.tasks if task.key == key), None)
    todo = next((task for task in here if task.state is TaskState.todo), None)
    return named or todo or (here[0] if here else None)


def card_values(view: BusinessView, task: TaskView, chosen: TaskView | None) -> dict[str, Any]:
    """A task as a card: its state, what it lacks, when it was saved."""
    gaps = len(task.gaps)
    state, tone = gettext(task.state.title), task.state.tone
    if gaps and task.state is TaskState.todo:
        state, tone = gettext("还差 %(count)s 处", count=gaps), "warn"
    return {
        "title": gettext(task.title),
        "url": f"/business/{view.head.business_no}/?task={task.key}",
        "state": state,
        "tone": tone,
        "note": saved_note(task),
        "current": chosen is not None and task.key == chosen.key,
    }


def saved_note(task: TaskView) -> str:
    """When the task was kept or saved; empty where it never was."""
    if task.saved_at is None:
        return ""
    words = gettext("暂存于 %(time)s") if task.draft is not None else gettext("保存于 %(time)s")
    return words % {"time": short_clock(task.saved_at)}


def task_values(view: BusinessView, task: TaskView, form: Any) -> dict[str, Any]:
    """The chosen task with its form: what was typed, else the draft, else what is stored."""
    template = TASK_TEMPLATES.get(task.key, task.form)
    surveyed = set(view.building.surveyed_fields) if view.building is not None else set()
    locked = surveyed if task.editable else set(FORMS["building_card"]()._fields)
    return {
        "key": task.key,
        "title": task.title,
        "template": f"tasks/{template}.html",
        "done": task.state is TaskState.done,
        "data": task.data,
        "draft": task.draft,
        "gaps": [told(gap) for gap in task.gaps],
        "doubts": [told(doubt) for doubt in task.doubts],
        "form": form if form is not None else form_of(view, task),
        "surveyed": surveyed,
        "locked": {name: shown_on_card(view, name) for name in locked},
        "returned": open_faults(view, "building."),
        "keeps_draft": task.form in {"building_card", "enrolment_decision"},
        "draft_note": saved_note(task),
    }


def form_of(view: BusinessView, task: TaskView) -> Any:
    """The task's form with what stands there now; a draft is shown as it was typed."""
    form_class = FORMS[task.form]
    stored: dict[str, Any] = dict(task.data)
    if task.form == "building_card" and view.building is not None:
        stored = {name: as_typed(getattr(view.building, name, None)) for name in form_class()._fields}
    form = form_class(data=stored)
    for name, typed in (task.draft or {}).items():
        if name in form._fields and isinstance(typed, str):
            show_typed(form[name], typed)
    return form


def show_typed(field: Any, typed: str) -> None:
    """The text as it was typed; a number is not read again, which would refuse what is half typed."""
    field.raw_data = [typed]
    if not hasattr(field, "least"):
        field.process_formdata([typed])


def as_typed(value: Any) -> Any:
    """512.6000 as somebody would type it."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value
