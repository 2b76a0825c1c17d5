"""What the workspace's template is given: the reading of a business in the page's own shape."""

import datetime as dt
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import Session

from views.workspace.actions import REASONED, action_rows, colleagues_of
from views.workspace.applicants import people_rows
from views.workspace.building import building_rows, summary_rows, warnings_of
from views.workspace.hands import current_stage, is_mine, is_open, name_stood_in_for
from views.workspace.head import case_values, fact_rows, opinion_values, stage_values, time_left_values
from views.workspace.papers import certificate_rows, document_rows, material_rows
from views.workspace.progress import progress_rows
from views.workspace.returns import line_rows, place_rows
from views.workspace.tasks import card_values, chosen_task, task_values
from views.workspace.typed import kept_typed
from workflows.actor import Actor
from workflows.engine.attempt import Operation
from workflows.reading.business import BusinessView, TaskView
from workflows.reading.progress import progress_of
from workflows.reading.unit_summary import unit_summary
from workflows.reading.units import unit_table
from workflows.service import find_business
from workflows.service.opinions import DEFAULT_OPINION


def workspace_values(
    session: Session, view: BusinessView, actor: Actor, now: dt.datetime, *, task_key: str | None, form: Any
) -> dict[str, Any]:
    """Everything the page shows, by the names the template knows."""
    business = find_business(session, view.head.business_no)
    task = chosen_task(view, task_key)
    return {
        "place": "",
        **head_part(view, actor),
        **task_part(session, view, task, form, now),
        **papers_part(session, view, actor),
        **operation_part(session, view, actor),
        "kept": kept_typed(session, business, actor),
        "progress": progress_rows(progress_of(session, business)),
    }


def head_part(view: BusinessView, actor: Actor) -> dict[str, Any]:
    """Which case it is and where it stands."""
    return {
        "case": case_values(view),
        "business_no": view.head.business_no,
        "due": time_left_values(view.head.time_left),
        "facts": fact_rows(view),
        "opinions": [opinion_values(opinion) for opinion in view.opinions],
        "stages": [stage_values(stage) for stage in view.stages],
        "actor_name": actor.name,
        "on_behalf_of": name_stood_in_for(view, actor),
    }


def task_part(
    session: Session, view: BusinessView, task: TaskView | None, form: Any, now: dt.datetime
) -> dict[str, Any]:
    """The tasks, and the subject as the chosen one shows it."""
    return {
        "cards": [card_values(view, one, task) for one in view.tasks if one.here or not is_open(view)],
        "task": task_values(view, task, form) if task else None,
        "editable": bool(task and task.editable),
        "building": view.building,
        "building_facts": building_rows(view),
        "summary": summary_rows(view),
        "units": unit_summary(unit_table(session, view.building.id, now)) if view.building and task else None,
        "warnings": warnings_of(view),
        "people": people_rows(session, view, task),
    }


def papers_part(session: Session, view: BusinessView, actor: Actor) -> dict[str, Any]:
    """What was handed in, produced and asked for again."""
    mine, here = is_mine(view, actor), current_stage(view)
    return {
        "materials": material_rows(view),
        "may_hand_in": mine and bool(here and here.materials),
        "certificates": certificate_rows(session, view) if mine else [],
        "documents": document_rows(view),
        "lines": line_rows(view),
        "open_lines": sum(place.mended_at is None for place in view.returned) if mine else 0,
    }


def operation_part(session: Session, view: BusinessView, actor: Actor) -> dict[str, Any]:
    """What can be done now, and what its form needs."""
    here = current_stage(view)
    possible = {action.operation for action in view.actions if action.possible}
    reasoned = [action for action in view.actions if action.possible and action.operation in REASONED]
    return {
        "actions": action_rows(view, actor),
        "needs_opinion": is_mine(view, actor) and bool(here and here.opinion_required),
        "default_opinion": gettext(DEFAULT_OPINION),
        "may_send_back": Operation.send_back in possible,
        "places": place_rows(session, view) if Operation.send_back in possible else [],
        "earlier_stages": [stage for stage in view.stages if stage.visits and stage.key != view.head.stage],
        "may_reassign": Operation.reassign in possible,
        "colleagues": colleagues_of(session, view, actor) if Operation.reassign in possible else [],
        "asks_reason": bool(reasoned),
        "reasoned": [gettext(action.title) for action in reasoned],
        "reasoned_operations": sorted(action.operation.value for action in reasoned),
    }
