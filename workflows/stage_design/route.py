"""试走一件: the way of a sample business through the stages, step by step. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.enums import Role
from workflows.engine.business_type import Stage
from workflows.rules.calendar import WorkingCalendar
from workflows.stage_design.checks import in_duty


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the sample: who can take it, until when, and where it goes from there.

    `days` is the total of working days up to here; `due_on` None where nothing is promised or the calendar ends.
    """

    position: int
    stage: Stage
    people: int
    days: int
    due_on: dt.date | None
    other_than: str
    goes_to: str


def sample_route(
    stages: Sequence[Stage], people: Mapping[Role, int], calendar: WorkingCalendar, accepted_on: dt.date
) -> list[Step]:
    """As if a business were accepted that day and every stage used its whole promised time."""
    titles = {stage.key: stage.title for stage in stages}
    following = [*(stage.title for stage in stages[1:]), ""]
    steps, days = [], 0
    for position, (stage, goes_to) in enumerate(zip(stages, following, strict=True), start=1):
        days += stage.time_limit_days or 0
        due_on = calendar.due_date(accepted_on, days) if stage.time_limit_days else None
        count, other = in_duty(people, stage.role), titles.get(stage.not_by or "", "")
        steps.append(Step(position, stage, count, days, due_on, other, goes_to))
    return steps
