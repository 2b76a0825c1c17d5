"""The reviewer's own tasks: agreeing says what they ask, so that nothing has to be saved before."""

from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from app.extensions import db
from models.enums import TaskState
from views.tasks.faults import Fault
from views.tasks.filling import fill_from_page
from views.tasks.forms import FORMS
from workflows.facts.code_lists import code_lists
from workflows.facts.enrolment import chosen_ids
from workflows.messages import Message, Refused
from workflows.reading.business import BusinessView, TaskView
from workflows.review import TaskData

CONFIRMED = MultiDict({"confirmed": "true"})
TASK_FAULT = Message("value", "{task}：{fault}")
# What a form says when nobody fills it: everything that was asked is granted.
GRANTED: Mapping[str, Callable[[BusinessView], dict[str, Any]]] = {
    "confirmation": lambda _view: {"confirmed": True},
    "enrolment_decision": lambda view: {
        "decisions": [
            {"membership_id": number, "approved": True, "reason": ""} for number in chosen_ids(view.head.subject)
        ]
    },
}


def own_tasks(view: BusinessView) -> list[TaskView]:
    """What the present stage asks of the reviewer; what is confirmed already needs no second word."""
    return [
        task for task in view.tasks if task.here and not (task.form == "confirmation" and task.state is TaskState.done)
    ]


def task_data(view: BusinessView, posted: MultiDict[str, str]) -> TaskData:
    """What was said on the page, judged by each task's form; Refused with every fault."""
    lists, data, faults = code_lists(db.session()), {}, []
    for task in own_tasks(view):
        said = CONFIRMED if task.form == "confirmation" else posted
        filled = fill_from_page(FORMS[task.form], said, lists)
        data[task.key] = filled.values
        faults += [(task, fault.message) for fault in filled.faults]
    if faults:
        raise Refused([TASK_FAULT(at=task.key, task=task.title, fault=worded(fault)) for task, fault in faults])
    return data


def worded(fault: Fault | str) -> str:
    return str(fault)


def granted(view: BusinessView) -> TaskData:
    """For a case that is agreed to without being opened."""
    return {task.key: GRANTED[task.form](view) for task in own_tasks(view)}
