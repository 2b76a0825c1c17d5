"""The operations of the desk: lock, collect facts, check, write, log, queue. None of them commits.

Every function takes the session of one unit of work, the actor and the moment; it raises Refused with all reasons
or NotVisible, and leaves the undoing to the unit of work.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, Event, Opinion, OutboxMessage, StageRun, StageTable, TaskRun
from models.enums import (
    BusinessStatus,
    Occasion,
    OpinionResult,
    OutboxKind,
    RunState,
    TaskState,
)
from workflows import clock, journal, messages, occasions, stage_table, standing_in
from workflows import facts as fact_collectors
from workflows.actor import Actor
from workflows.business_numbers import next_business_no
from workflows.effects import apply_effects
from workflows.effects.deed import Deed
from workflows.effects.locks import release_locks
from workflows.engine import (
    OPERATIONS,
    Attempt,
    BusinessType,
    By,
    Operation,
    Situation,
    Stage,
    check,
    check_initiator,
    unmet,
)
from workflows.facts.calendar import DESK_ZONE, local_day
from workflows.facts.people import colleague
from workflows.facts.recipients import reaches
from workflows.facts.situation import ongoing_run, runs_of, situation_of, tasks_of
from workflows.inputs import Inputs
from workflows.messages import NotVisible, Refused
from workflows.registry import BY_CODE, business_type
from workflows.return_lines import add_lines, card_of, plain, tick_off, within
from workflows.stage_table import effective_stages

DEFAULT_OPINION = "经审核，材料齐全，符合规定，同意。"


# ---- looking ----


def find_business(session: Session, business_no: str, *, lock: bool = False) -> Business:
    """The business of this number if this person may see it; NotVisible otherwise."""
    query = (
        select(Business)
        .where(Business.business_no == business_no)
        .options(selectinload(Business.stage_table).selectinload(StageTable.rows))
        .execution_options(populate_existing=True)
    )
    business: Business | None = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if business is None:
        raise NotVisible(business_no)
    return business


def precheck(
    session: Session, code: str, subject: Mapping[str, Any], actor: Actor, now: dt.datetime
) -> list[messages.Reason]:
    """Every reason why accept would be refused now."""
    kind = known_type(code)
    facts = fact_collectors.collect(session, kind, subject, None, now)
    return check_initiator(kind, actor) + unmet(kind.preconditions, facts)


def known_type(code: str) -> BusinessType:
    if code not in BY_CODE:
        raise NotVisible(code)
    return BY_CODE[code]


# ---- accept ----


def accept(session: Session, code: str, subject: Mapping[str, Any], actor: Actor, now: dt.datetime) -> Business:
    """业务受理: check again under lock, give a number, open the first stage for the initiator, take the subject."""
    kind = known_type(code)
    fact_collectors.lock_subject(session, kind, subject)
    facts = fact_collectors.collect(session, kind, subject, None, now)
    refuse_if(check_initiator(kind, actor) or unmet(kind.preconditions, facts))
    table = stage_table.published(session, kind, actor.region_code, now)
    business = Business(
        business_no=next_business_no(session, kind.prefix, now),
        business_type=kind.code,
        status=BusinessStatus.open,
        region_code=actor.region_code,
        developer_id=actor.organization_id,
        subject=dict(subject),
        subject_title="",
        snapshot={},
        stage_table_id=table.id,
        initiator_id=actor.person_id,
        initiator_name=actor.name,
        accepted_at=now,
    )
    business.stage_table = table
    session.add(business)
    session.flush()
    apply_effects(session, kind.on_accept, Deed(business, facts, actor, now))
    pin_region_table(session, kind, business, actor, now)
    stages = effective_stages(kind, business.stage_table.rows)
    open_first_run(session, business, stages[0], actor, now)
    session.add_all(
        TaskRun(business_id=business.id, stage=stage.key, task=task.key) for stage in stages for task in stage.tasks
    )
    business.snapshot = {"subject": business.subject, "title": business.subject_title}
    clock.keep_time(session, business, now)
    log(session, business, actor, now, "accept", {"subject": business.subject})
    queue_document(session, business, "acceptance_receipt", now)
    return business


def pin_region_table(session: Session, kind: BusinessType, business: Business, actor: Actor, now: dt.datetime) -> None:
    """The project's region decides the stages; a company may be registered elsewhere."""
    if business.region_code != actor.region_code:
        business.stage_table = stage_table.published(session, kind, business.region_code, now)
        business.stage_table_id = business.stage_table.id


def open_first_run(session: Session, business: Business, stage: Stage, actor: Actor, now: dt.datetime) -> None:
    run = new_run(business, stage)
    hold(run, actor, now)
    session.add(run)


def new_run(business: Business, stage: Stage) -> StageRun:
    return StageRun(
        business_id=business.id,
        developer_id=business.developer_id,
        region_code=business.region_code,
        stage=stage.key,
        title=stage.title,
        role=stage.role,
        state=RunState.waiting,
    )


def hold(run: StageRun, actor: Actor, now: dt.datetime) -> None:
    run.state = RunState.open
    run.holder_id = actor.person_id
    run.holder_name = actor.name
    run.received_at = now
    run.delegate_id = run.delegate_name = None


# ---- the operations on a running business ----


def receive(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """接件: the first taker wins; whoever comes second is told who has it since when (M17)."""
    business, situation, run = locked(session, business_no, now)
    reasons = check(situation, Attempt(Operation.receive, actor))
    refuse_if(reasons)
    expect_version(session, business, inputs.version)
    hold(run, actor, now)
    standing_in.note(run, situation, actor)
    return done(session, business, actor, now, "receive", {"stage": run.stage})


def dispatch(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """派工: this stage is done, the next one waits in the pool of its role (or for the person named)."""
    business, situation, run = judged(session, business_no, Operation.dispatch, inputs, actor, now)
    write_opinion(session, business, run, inputs, actor, now)
    following = situation.stages[situation.position + 1]
    finish(run, RunState.done, now)
    session.flush()
    upcoming = new_run(business, following)
    sent(upcoming, standing_in.signed_name(run, actor), actor, now)
    upcoming.target_user_id = inputs.to_user
    session.add(upcoming)
    occasions.announce(session, business, upcoming, Occasion.dispatch, actor, now)
    return done(session, business, actor, now, "dispatch", {"stage": run.stage, "to_stage": following.key})


def archive(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """归档: preconditions hold again, results are written through, locks given back, documents queued."""
    fact_collectors.lock_subject(session, *subject_of(session, business_no))
    business, situation, run = judged(session, business_no, Operation.archive, inputs, actor, now)
    kind = business_type(business.business_type)
    write_opinion(session, business, run, inputs, actor, now)
    finish(run, RunState.done, now)
    apply_effects(session, kind.on_archive, Deed(business, situation.facts, actor, now))
    end(session, business, BusinessStatus.archived, now)
    for document in ("review_form", *(name.value for name in kind.documents)):
        queue_document(session, business, document, now)
    return done(session, business, actor, now, "archive", {"stage": run.stage})


def subject_of(session: Session, business_no: str) -> tuple[BusinessType, Mapping[str, Any]]:
    business = find_business(session, business_no)
    return business_type(business.business_type), business.subject


def cancel(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """取消受理: the subject is free again, the drafts stay readable, the number is never used again."""
    business, situation, run = judged(session, business_no, Operation.cancel, inputs, actor, now)
    kind = business_type(business.business_type)
    finish(run, RunState.cancelled, now)
    apply_effects(session, kind.on_cancel, Deed(business, situation.facts, actor, now))
    end(session, business, BusinessStatus.cancelled, now)
    return done(session, business, actor, now, "cancel", {"reason": inputs.reason})


def send_back(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """退件: with lines that name place, fault and what to hand in, to an earlier stage whose work is done again."""
    business, situation, run = judged(session, business_no, Operation.send_back, inputs, actor, now)
    target = situation.stages[situation.position - 1]
    target = next((stage for stage in situation.stages if stage.key == inputs.to_stage), target)
    former = [earlier for earlier in runs_of(session, business) if earlier.stage == target.key][-1]
    write_opinion(session, business, run, inputs, actor, now)
    finish(run, RunState.returned, now)
    run.card_before = card_of(session, business)
    former.state = RunState.abnormal
    session.flush()
    again = new_run(business, target)
    sent(again, standing_in.signed_name(run, actor), actor, now)
    again.returned_from = run.stage
    handler = colleague(session, former.holder_id, None, local_day(now), anywhere=True)
    if handler is not None:
        hold(again, handler, now)
    session.add(again)
    session.flush()
    add_lines(session, business, situation.stages, run, again, inputs.lines)
    reopen_tasks(session, business, situation, target)
    queue_document(session, business, "return_notice", now, run_id=run.id)
    occasions.announce(session, business, again, Occasion.send_back, actor, now)
    detail = {"stage": run.stage, "to_stage": target.key, "lines": [line.target for line in inputs.lines]}
    return done(session, business, actor, now, "send_back", detail)


def reopen_tasks(session: Session, business: Business, situation: Situation, target: Stage) -> None:
    """Tasks from the target stage on keep their data and are to be confirmed again."""
    again = {stage.key for stage in situation.stages[situation.stages.index(target) :]}
    for task in tasks_of(session, business):
        if task.stage in again:
            task.state = TaskState.todo


def recall(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """撤回派工: while the next stage has not received it, the sender's run is open again as it was."""
    business, _, run = judged(session, business_no, Operation.recall, inputs, actor, now)
    mine = [earlier for earlier in runs_of(session, business) if earlier.id < run.id][-1]
    opinion_ids = session.scalars(select(Opinion).where(Opinion.stage_run_id == mine.id)).all()
    for opinion in opinion_ids:
        session.delete(opinion)
    session.delete(run)
    session.flush()
    mine.state = RunState.open
    mine.finished_at = None
    return done(session, business, actor, now, "recall", {"stage": mine.stage})


def release(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """放回待接: somebody else of the role may take it."""
    business, _, run = judged(session, business_no, Operation.release, inputs, actor, now)
    run.state = RunState.waiting
    run.holder_id = run.holder_name = run.received_at = run.target_user_id = None
    run.delegate_id = run.delegate_name = None
    return done(session, business, actor, now, "release", {"stage": run.stage})


def reassign(session: Session, business_no: str, inputs: Inputs, actor: Actor, now: dt.datetime) -> Business:
    """转办: another person of the role holds it from now on; both are named in the log."""
    business, _, run = judged(session, business_no, Operation.reassign, inputs, actor, now)
    target = colleague(session, inputs.to_user, actor.organization_id, local_day(now))
    assert target is not None
    before = run.holder_name
    hold(run, target, now)
    occasions.announce(session, business, run, Occasion.dispatch, actor, now)
    detail = {"stage": run.stage, "from": before, "to": target.name, "reason": inputs.reason}
    return done(session, business, actor, now, "reassign", detail)


def hand_over(session: Session, person_id: int, inputs: Inputs, actor: Actor, now: dt.datetime) -> list[Business]:
    """业务移交: every open run of one person goes to another, all or nothing."""
    numbers = session.execute(
        select(Business.business_no, Business.version)
        .join(StageRun, StageRun.business_id == Business.id)
        .where(StageRun.holder_id == person_id, StageRun.state == RunState.open)
        .order_by(Business.id)
    ).all()
    moved = []
    for business_no, version in numbers:
        one = Inputs(version=version, to_user=inputs.to_user, reason=inputs.reason)
        moved.append(reassign(session, business_no, one, actor, now))
    return moved


def save_task(
    session: Session, business_no: str, task_key: str, inputs: Inputs, actor: Actor, now: dt.datetime
) -> Business:
    """Save a task and mark it done: what it writes is written, and nothing may be missing any more."""
    business, situation, run = judged(session, business_no, Operation.save_task, inputs, actor, now, task=task_key)
    kind = business_type(business.business_type)
    task = situation.stage.task(task_key)
    assert task is not None
    row = task_row(session, business, task_key)
    row.data, row.draft = {name: plain(value) for name, value in inputs.data.items()}, None
    if task.on_save is not None:
        deed = Deed(business, situation.facts, actor, now, inputs.data)
        apply_effects(session, (task.on_save,), deed)
    session.flush()
    facts = fact_collectors.collect(session, kind, business.subject, business, now)
    refuse_if(list(task.gaps(facts)) if task.gaps else [])
    row.state, row.saved_at, row.saved_by = TaskState.done, now, standing_in.signed_name(run, actor)
    tick_off(session, business, within(task_key), actor, now)
    return done(session, business, actor, now, "save_task", {"task": task_key})


def save_draft(
    session: Session, business_no: str, task_key: str, data: Mapping[str, Any], actor: Actor, now: dt.datetime
) -> TaskRun:
    """暂存: keep whatever was typed, however wrong; the task is to do until it is saved. Needs no version."""
    business, situation, _ = locked(session, business_no, now)
    refuse_if(check(situation, Attempt(Operation.save_task, actor, task=task_key)))
    row = task_row(session, business, task_key)
    row.draft, row.state, row.saved_at, row.saved_by = dict(data), TaskState.todo, now, actor.name
    log(session, business, actor, now, "save_draft", {"task": task_key})
    return row


def task_row(session: Session, business: Business, task_key: str) -> TaskRun:
    return session.scalars(select(TaskRun).where(TaskRun.business_id == business.id, TaskRun.task == task_key)).one()


# ---- what they share ----


def locked(session: Session, business_no: str, now: dt.datetime) -> tuple[Business, Situation, StageRun]:
    """The business under its row lock, where it stands, and its ongoing run (NOT_OPEN where there is none)."""
    business = find_business(session, business_no, lock=True)
    situation = situation_of(session, business, now)
    run = ongoing_run(runs_of(session, business))
    if run is None:
        raise Refused([messages.NOT_OPEN(status=business.status.title)])
    return business, situation, run


def judged(
    session: Session,
    business_no: str,
    operation: Operation,
    inputs: Inputs,
    actor: Actor,
    now: dt.datetime,
    *,
    task: str | None = None,
) -> tuple[Business, Situation, StageRun]:
    """Locked, of the version the person saw, and judged: nothing stands against the operation."""
    business, situation, run = locked(session, business_no, now)
    target = named_person(session, business, operation, inputs, actor, now)
    attempt = Attempt(
        operation,
        actor,
        opinion=inputs.opinion.result if inputs.opinion else None,
        opinion_text=inputs.opinion.text if inputs.opinion else "",
        lines=len(inputs.lines),
        to_stage=inputs.to_stage,
        reason=inputs.reason,
        task=task,
        named=inputs.to_user is not None,
        target=target,
    )
    reasons = check(situation, attempt)
    if reasons and reasons[0].kind is messages.Kind.forbidden:
        raise Refused(reasons)
    expect_version(session, business, inputs.version)
    refuse_if(reasons)
    if OPERATIONS[operation].by is By.holder:
        standing_in.note(run, situation, actor)
    return business, situation, run


def named_person(
    session: Session, business: Business, operation: Operation, inputs: Inputs, actor: Actor, now: dt.datetime
) -> Actor | None:
    """Who is to go on: a colleague at 转办, at 派工 anybody of a desk that this case comes to."""
    if operation is Operation.reassign:
        return colleague(session, inputs.to_user, actor.organization_id, local_day(now))
    if operation is not Operation.dispatch:
        return None
    person = colleague(session, inputs.to_user, None, local_day(now), anywhere=True)
    return person if person is not None and reaches(person, business) else None


def refuse_if(reasons: list[messages.Reason]) -> None:
    if reasons:
        raise Refused(reasons)


def expect_version(session: Session, business: Business, version: int) -> None:
    """The person saw this version; otherwise M20, with what happened since."""
    if version == business.version:
        return
    since = [event for event in events_of(session, business) if event.detail.get("version", 0) > version]
    last = since[-1] if since else None
    raise Refused(
        [
            messages.M20(
                person=last.actor_name if last else "他人",
                time=(last.happened_at if last else business.updated_at).astimezone(DESK_ZONE).strftime("%m-%d %H:%M"),
                what=f"业务 {business.business_no}",
            )
        ],
        differs={
            "version": {"yours": version, "current": business.version},
            "since": [
                {"action": event.action, "person": event.actor_name, "at": event.happened_at.isoformat()}
                for event in since
            ],
        },
    )


def events_of(session: Session, business: Business) -> list[Event]:
    return list(session.scalars(select(Event).where(Event.business_no == business.business_no).order_by(Event.id)))


def write_opinion(
    session: Session, business: Business, run: StageRun, inputs: Inputs, actor: Actor, now: dt.datetime
) -> None:
    """The opinion that travels with a dispatch, an archive or a return; a return without words disagrees in short."""
    returning = bool(inputs.lines)
    if inputs.opinion is None and not returning:
        return
    result = OpinionResult.disagree if returning or inputs.opinion is None else inputs.opinion.result
    text = (inputs.opinion.text if inputs.opinion else "") or inputs.reason or "退回补正，详见退件通知。"
    session.add(
        Opinion(
            business_id=business.id,
            stage_run_id=run.id,
            stage_title=run.title,
            result=result,
            text=text,
            signed_by_id=actor.person_id,
            signed_by=standing_in.signed_name(run, actor),
            signed_at=now,
        )
    )


def sent(run: StageRun, signed: str, actor: Actor, now: dt.datetime) -> None:
    run.sender_id, run.sender_name, run.sent_at = actor.person_id, signed, now


def finish(run: StageRun, state: RunState, now: dt.datetime) -> None:
    run.state = state
    run.finished_at = now


def end(session: Session, business: Business, status: BusinessStatus, now: dt.datetime) -> None:
    business.status = status
    business.finished_at = now
    release_locks(session, business)


def done(
    session: Session, business: Business, actor: Actor, now: dt.datetime, action: str, detail: Mapping[str, Any]
) -> Business:
    """Raise the version, keep the time, and write the event of the act."""
    business.version += 1
    if action not in clock.UNTIMED_ACTS:
        clock.keep_time(session, business, now)
    log(session, business, actor, now, action, {**detail, **standing_in.on_behalf_of(session, business, actor, now)})
    session.flush()
    return business


def log(
    session: Session, business: Business, actor: Actor, now: dt.datetime, action: str, detail: Mapping[str, Any]
) -> None:
    journal.record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject_kind="business",
        subject_id=business.business_no,
        business_no=business.business_no,
        detail={**detail, "version": business.version},
    )


def queue_document(
    session: Session, business: Business, kind: str, now: dt.datetime, *, run_id: int | None = None
) -> None:
    """A document is rendered after the commit, by the worker, until it succeeds."""
    payload: dict[str, Any] = {"document": kind, "business_no": business.business_no}
    if run_id is not None:
        payload["run_id"] = run_id
    session.add(
        OutboxMessage(
            kind=OutboxKind.document,
            payload=payload,
            business_no=business.business_no,
            created_at=now,
            available_at=now,
        )
    )
