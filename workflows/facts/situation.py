"""Where a business stands, read once for the engine to judge."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Business, Material, Opinion, StageRun, TaskRun
from models.enums import RunState
from workflows import facts as fact_collectors
from workflows.engine.situation import Run, Situation
from workflows.facts.calendar import DESK_ZONE
from workflows.facts.evidence import findings_of
from workflows.registry import business_type
from workflows.stage_table import effective_stages

ONGOING = frozenset({RunState.waiting, RunState.open})


def ongoing_run(runs: list[StageRun]) -> StageRun | None:
    return next((run for run in runs if run.state in ONGOING), None)


def runs_of(session: Session, business: Business) -> list[StageRun]:
    """All visits of stages, oldest first."""
    return list(
        session.scalars(
            select(StageRun)
            .where(StageRun.business_id == business.id)
            .order_by(StageRun.id)
            .execution_options(populate_existing=True)
        )
    )


def situation_of(session: Session, business: Business, now: dt.datetime) -> Situation:
    """Everything the table of operations is asked with."""
    kind = business_type(business.business_type)
    runs = runs_of(session, business)
    current, standing = ongoing_run(runs), standing_of(business, runs)
    signing = any(current is not None and stage.key == current.stage and stage.opinion for stage in standing.stages)
    return replace(
        standing,
        task_states={task.task: task.state for task in tasks_of(session, business)},
        materials=materials_of(session, business),
        signed=bool(current and opinion_of(session, current)),
        preconditions=kind.preconditions,
        facts=fact_collectors.collect(session, kind, business.subject, business, now),
        findings=findings_of(session, kind, business, standing.stages, now) if signing else (),
    )


def standing_of(business: Business, runs: list[StageRun]) -> Situation:
    """Where it stands and whose it is: enough for work on a task, which asks for no facts, papers or other tasks."""
    kind = business_type(business.business_type)
    current = ongoing_run(runs)
    return Situation(
        status=business.status,
        stages=effective_stages(kind, business.stage_table.rows),
        run=engine_run(current) if current else None,
        acted=acted(runs),
        visited=frozenset(run.stage for run in runs),
        dispatched=any(run.finished_at is not None for run in runs),
        returned=bool(current and current.returned_from),
        business_type=kind.code,
    )


def engine_run(run: StageRun) -> Run:
    received = run.received_at.astimezone(DESK_ZONE).strftime("%Y-%m-%d %H:%M") if run.received_at else ""
    return Run(
        stage=run.stage,
        state=run.state,
        role=run.role,
        sender_id=run.sender_id,
        holder_id=run.holder_id,
        holder_name=run.holder_name or "",
        received_at=received,
        target_person_id=run.target_user_id,
    )


def acted(runs: list[StageRun]) -> dict[str, frozenset[int]]:
    """Who did each stage so far, in the own name or in another's, for the stages that another person must do."""
    people: dict[str, set[int]] = {run.stage: set() for run in runs}
    for run in runs:
        people[run.stage] |= {person for person in (run.holder_id, run.delegate_id) if person is not None}
    return {stage: frozenset(members) for stage, members in people.items()}


def tasks_of(session: Session, business: Business) -> list[TaskRun]:
    return list(session.scalars(select(TaskRun).where(TaskRun.business_id == business.id).order_by(TaskRun.id)))


def materials_of(session: Session, business: Business) -> frozenset[str]:
    keys = session.scalars(
        select(Material.key).where(Material.business_id == business.id, Material.withdrawn_at.is_(None))
    )
    return frozenset(keys)


def opinion_of(session: Session, run: StageRun) -> int | None:
    found: int | None = session.scalar(select(Opinion.id).where(Opinion.stage_run_id == run.id).limit(1))
    return found
