"""In whose hands the case is."""

from models.enums import RunState
from workflows.actor import Actor
from workflows.reading.business import BusinessView, StageView


def is_mine(view: BusinessView, actor: Actor) -> bool:
    """In this person's hands, or in those of somebody for whom he stands in."""
    return view.head.run_state is RunState.open and actor.acts_for(view.head.holder_id, view.head.business_type)


def name_stood_in_for(view: BusinessView, actor: Actor) -> str:
    """In whose name this person works here; empty in the own."""
    head = view.head
    if head.holder_id == actor.person_id or not is_mine(view, actor):
        return ""
    return next(one.name for one in actor.principals(head.business_type) if one.person_id == head.holder_id)


def is_open(view: BusinessView) -> bool:
    """It waits for somebody or is in somebody's hands."""
    return view.head.run_state in {RunState.open, RunState.waiting}


def current_stage(view: BusinessView) -> StageView | None:
    """The stage that the case is at; None where it has none any more."""
    return next((stage for stage in view.stages if stage.key == view.head.stage), None)
