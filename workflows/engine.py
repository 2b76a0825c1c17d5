"""What a business type is, and the one table of who may do which operation when. Pure: facts in, reasons out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from models.enums import BusinessStatus, LockSubject, OpinionResult, Role, RunState, Sign, SurveyKind, TaskState
from workflows import messages
from workflows.actor import Actor, Principal
from workflows.effect_names import DocumentName, EffectName
from workflows.findings import Check, Finding
from workflows.messages import Message, Reason

Rule = Callable[[Any], Reason | None]
Gaps = Callable[[Any], Sequence[Reason]]


class Operation(Enum):
    save_task = "save_task"
    receive = "receive"
    dispatch = "dispatch"
    send_back = "send_back"
    cancel = "cancel"
    archive = "archive"
    recall = "recall"
    release = "release"
    reassign = "reassign"
    suspend = "suspend"
    resume = "resume"
    terminate = "terminate"


@dataclass(frozen=True, slots=True)
class Material:
    """A paper that a stage asks for."""

    key: str
    title: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of work in a stage. `gaps` tells what is still missing, `doubts` what somebody should look at although
    it may stand; `on_save` writes what was typed.
    """

    key: str
    title: str
    form: str = "confirmation"
    required: bool = True
    gaps: Gaps | None = None
    doubts: Gaps | None = None
    on_save: EffectName | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stop of the business: who works there, on what, and what must be there before it goes on."""

    key: str
    title: str
    role: Role
    tasks: tuple[Task, ...] = ()
    materials: tuple[Material, ...] = ()
    opinion: bool = False
    time_limit_days: int | None = None
    not_by: str | None = None
    optional: bool = False

    def task(self, key: str) -> Task | None:
        return next((task for task in self.tasks if task.key == key), None)


@dataclass(frozen=True, slots=True)
class BusinessType:
    """A kind of case: what it needs, its declared stages and what archiving does. See `workflows/definitions`.

    `facts` names what it is judged by; types of the same facts share subject form, start page and preview.
    `survey_kind` says which survey results it files, where it files any.
    """

    code: str
    prefix: str
    title: str
    group: str
    initiator_roles: tuple[Role, ...]
    subject: LockSubject
    facts: str
    preconditions: tuple[Rule, ...]
    stages: tuple[Stage, ...]
    checks: tuple[Check, ...] = ()
    on_accept: tuple[EffectName, ...] = ()
    on_cancel: tuple[EffectName, ...] = ()
    on_archive: tuple[EffectName, ...] = ()
    documents: tuple[DocumentName, ...] = ()
    survey_kind: SurveyKind | None = None
    promised_days: int | None = None
    warning_days: int = 2

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)


@dataclass(frozen=True, slots=True)
class Run:
    """The ongoing visit of a stage."""

    stage: str
    state: RunState
    role: Role
    sender_id: int | None = None
    holder_id: int | None = None
    holder_name: str = ""
    received_at: str = ""
    target_person_id: int | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a business stands: everything an operation is judged by."""

    status: BusinessStatus
    stages: tuple[Stage, ...]
    run: Run | None
    task_states: Mapping[str, TaskState] = field(default_factory=dict)
    materials: frozenset[str] = frozenset()
    acted: Mapping[str, frozenset[int]] = field(default_factory=dict)
    visited: frozenset[str] = frozenset()
    dispatched: bool = False
    returned: bool = False
    signed: bool = False
    money_received: bool = False
    preconditions: tuple[Rule, ...] = ()
    facts: Any = None
    business_type: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def position(self) -> int:
        return next(n for n, stage in enumerate(self.stages) if self.run is not None and stage.key == self.run.stage)

    @property
    def stage(self) -> Stage:
        return self.stages[self.position]

    @property
    def is_first(self) -> bool:
        return self.position == 0

    @property
    def is_last(self) -> bool:
        return self.position == len(self.stages) - 1


@dataclass(frozen=True, slots=True)
class Attempt:
    """What somebody asks for. A rehearsal asks what would be possible, before opinion, lines and reason are typed.

    `named` tells that a person was named to go on; `target` is that person where he can be found and reaches the case.
    """

    operation: Operation
    actor: Actor
    rehearsal: bool = False
    opinion: OpinionResult | None = None
    opinion_text: str = ""
    lines: int = 0
    to_stage: str | None = None
    reason: str = ""
    task: str | None = None
    named: bool = False
    target: Actor | None = None


Guard = Callable[[Situation, Attempt], Sequence[Reason]]


class Place(Enum):
    any = "any"
    first = "first"
    not_first = "not_first"
    last = "last"
    not_last = "not_last"


class By(Enum):
    holder = "holder"
    role = "role"
    sender = "sender"
    supervisor = "supervisor"
    administrator = "administrator"


PLACE_REFUSALS = {
    Place.first: messages.M16,
    Place.not_first: messages.AT_FIRST_STAGE,
    Place.last: messages.NOT_LAST_STAGE,
    Place.not_last: messages.AT_LAST_STAGE,
}
SUPERVISORS = (Role.section_head, Role.developer_admin)


def acted_elsewhere(situation: Situation, person_id: int) -> Stage | None:
    """The stage that this person did and that the current stage must be done by another person than."""
    other = situation.stage.not_by
    if other is not None and person_id in situation.acted.get(other, frozenset()):
        return next((stage for stage in situation.stages if stage.key == other), None)
    return None


def four_eyes(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """Neither the person who acts nor the one in whose name may have done the other stage."""
    stage = acted_elsewhere(situation, attempt.actor.person_id)
    if stage is not None:
        return [messages.FOUR_EYES(stage=stage.title)]
    named = situation.run and principal(situation.run, attempt.actor, situation.business_type)
    stage = acted_elsewhere(situation, named.person_id) if named else None
    return [messages.TARGET_FOUR_EYES(person=named.name, stage=stage.title)] if named and stage else []


def principal(run: Run, actor: Actor, business_type: str) -> Principal | None:
    """In whose name this person acts at the visit; None in the own name, or where he may not act at all."""
    others = actor.principals(business_type)
    if run.state is RunState.open:
        own = run.holder_id == actor.person_id
        return None if own else next((one for one in others if one.person_id == run.holder_id), None)
    return None if may_take(run, actor) else next((one for one in others if may_take(run, one)), None)


def may_take(run: Run, person: Actor | Principal) -> bool:
    return person.holds(run.role) and run.target_person_id in {None, person.person_id}


def tasks_done(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """What two tasks lack at one place is told once, with the first of them."""
    del attempt
    reasons: list[Reason] = []
    for task in situation.stage.tasks:
        told = {reason.at for reason in reasons}
        gaps = [gap for gap in (task.gaps(situation.facts) if task.gaps else ()) if gap.at not in told]
        reasons += [messages.M14(at=gap.at or task.key, task=task.title, missing=gap) for gap in gaps]
        if not gaps and task.required and situation.task_states.get(task.key) is not TaskState.done:
            reasons.append(messages.M14(at=task.key, task=task.title, missing="保存确认"))
    return reasons


def materials_handed_in(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del attempt
    return [
        messages.M21(at=f"materials.{material.key}", material=material.title)
        for material in situation.stage.materials
        if material.required and material.key not in situation.materials
    ]


def checks_hold(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """Where an opinion is signed, nobody agrees against a check that fails; a doubt is only told."""
    del attempt
    failed = [finding for finding in situation.findings if finding.sign is Sign.fails]
    if not situation.stage.opinion:
        return []
    return [messages.CHECK_FAILED(at=one.place or None, check=one.rule, figures=one.figures) for one in failed]


def opinion_agrees(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    if not situation.stage.opinion or attempt.rehearsal:
        return []
    if attempt.opinion is None:
        return [messages.M15(at="opinion")]
    if attempt.opinion is OpinionResult.disagree:
        return [messages.OPINION_DISAGREES(at="opinion")]
    return [] if attempt.opinion_text.strip() else [messages.OPINION_TEXT_MISSING(at="opinion.text")]


def lines_given(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del situation
    return [] if attempt.rehearsal or attempt.lines > 0 else [messages.LINES_MISSING(at="lines")]


def target_is_earlier(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    if attempt.to_stage is None:
        return []
    earlier = {stage.key for stage in situation.stages[: situation.position]}
    if attempt.to_stage in earlier & situation.visited:
        return []
    return [messages.TARGET_NOT_EARLIER(at="to_stage")]


def still_at_the_beginning(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del attempt
    untouched = not situation.dispatched or situation.returned
    return [] if untouched and not situation.money_received and not situation.signed else [messages.M16()]


def preconditions_hold(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del attempt
    return unmet(situation.preconditions, situation.facts)


def something_sent(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del attempt
    return [] if situation.dispatched and not situation.returned else [messages.NOTHING_SENT()]


def task_of_stage(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    if attempt.rehearsal or situation.stage.task(attempt.task or ""):
        return []
    return [messages.UNKNOWN_TASK(task=attempt.task)]


def not_at_the_beginning(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del attempt
    return [messages.ALREADY_SIGNED()] if situation.signed else []


def reason_given(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del situation
    return [] if attempt.rehearsal or attempt.reason.strip() else [messages.REASON_MISSING(at="reason")]


def nothing_paid(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    del attempt
    return [messages.MONEY_RECEIVED()] if situation.money_received else []


def target_fits(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    if attempt.rehearsal:
        return []
    target = attempt.target
    if target is None or situation.run is None or not target.holds(situation.run.role):
        return [messages.TARGET_UNFIT(at="to_user")]
    stage = acted_elsewhere(situation, target.person_id)
    return [messages.TARGET_FOUR_EYES(at="to_user", person=target.name, stage=stage.title)] if stage else []


def next_person_fits(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """Whoever is named to go on must be able to: else the case would wait for somebody who never can receive it."""
    if not attempt.named:
        return []
    upcoming, target = situation.stages[situation.position + 1], attempt.target
    if target is None or not target.holds(upcoming.role):
        return [messages.TARGET_UNFIT(at="to_user")]
    did = situation.acted.get(upcoming.not_by or "", frozenset())
    stage = next((stage for stage in situation.stages if stage.key == upcoming.not_by), None)
    if stage is None or target.person_id not in did:
        return []
    return [messages.TARGET_FOUR_EYES(at="to_user", person=target.name, stage=stage.title)]


@dataclass(frozen=True, slots=True)
class OperationRule:
    """One row of the table: the state the run must be in, where, by whom, and what else must hold.

    `statuses` are those of the business that it is for; `otherwise` refuses it for the others.
    """

    runs: tuple[RunState, ...]
    place: Place
    by: By
    guards: tuple[Guard, ...] = ()
    statuses: tuple[BusinessStatus, ...] = (BusinessStatus.open,)
    otherwise: Message = messages.NOT_OPEN


GOING_ON = (four_eyes, tasks_done, materials_handed_in, checks_hold, opinion_agrees)
ONGOING = (RunState.waiting, RunState.open)

OPERATIONS: Mapping[Operation, OperationRule] = {
    Operation.save_task: OperationRule((RunState.open,), Place.any, By.holder, (task_of_stage,)),
    Operation.receive: OperationRule((RunState.waiting,), Place.any, By.role, (four_eyes,)),
    Operation.dispatch: OperationRule((RunState.open,), Place.not_last, By.holder, (*GOING_ON, next_person_fits)),
    Operation.send_back: OperationRule((RunState.open,), Place.not_first, By.holder, (lines_given, target_is_earlier)),
    Operation.cancel: OperationRule((RunState.open,), Place.first, By.holder, (still_at_the_beginning,)),
    Operation.archive: OperationRule((RunState.open,), Place.last, By.holder, (*GOING_ON, preconditions_hold)),
    Operation.recall: OperationRule((RunState.waiting,), Place.any, By.sender, (something_sent,)),
    Operation.release: OperationRule((RunState.open,), Place.not_first, By.holder, (not_at_the_beginning,)),
    Operation.reassign: OperationRule(ONGOING, Place.any, By.supervisor, (reason_given, target_fits)),
    Operation.suspend: OperationRule(ONGOING, Place.any, By.administrator, (reason_given,)),
    Operation.resume: OperationRule(
        ONGOING,
        Place.any,
        By.administrator,
        (reason_given,),
        statuses=(BusinessStatus.suspended,),
        otherwise=messages.NOT_SUSPENDED,
    ),
    Operation.terminate: OperationRule(
        ONGOING,
        Place.any,
        By.administrator,
        (reason_given, nothing_paid),
        statuses=(BusinessStatus.open, BusinessStatus.suspended),
    ),
}


def unmet(rules: Sequence[Rule], facts: Any) -> list[Reason]:
    """Every rule that does not hold, in declared order."""
    return [reason for reason in (rule(facts) for rule in rules) if reason is not None]


def check_initiator(business_type: BusinessType, actor: Actor) -> list[Reason]:
    """Whether this person may start a business of this type at all."""
    if actor.holds_any(business_type.initiator_roles):
        return []
    roles = "、".join(role.title for role in business_type.initiator_roles)
    return [messages.NOT_INITIATOR(business_type=business_type.title, roles=roles)]


def check(situation: Situation, attempt: Attempt) -> list[Reason]:
    """Every reason why the operation may not happen now; empty when it may."""
    rule = OPERATIONS[attempt.operation]
    if situation.status not in rule.statuses or situation.run is None:
        return [rule.otherwise(status=situation.status.title)]
    first = PERSONS[rule.by](rule, situation, attempt.actor) or place_refused(rule, situation)
    if first:
        return [first]
    return [reason for guard in rule.guards for reason in guard(situation, attempt)]


def holder_refused(_rule: OperationRule, situation: Situation, actor: Actor) -> Reason | None:
    """Only who holds the visit, or stands in for who does."""
    run = situation.run
    assert run is not None
    if run.state is RunState.waiting:
        return messages.NOT_RECEIVED() if holding(situation, actor) else messages.NOT_ROLE(role=run.role.title)
    own = actor.acts_for(run.holder_id, situation.business_type)
    return None if own else messages.NOT_HOLDER(holder=run.holder_name)


def role_refused(rule: OperationRule, situation: Situation, actor: Actor) -> Reason | None:
    """Whoever has the role, or stands in for somebody who has, while nobody was quicker and nobody else was named."""
    run, people = situation.run, holding(situation, actor)
    assert run is not None
    if not people:
        return messages.NOT_ROLE(role=run.role.title)
    if run.state not in rule.runs:
        return messages.M17(person=run.holder_name, time=run.received_at)
    return None if any(may_take(run, person) for person in people) else messages.NOT_HOLDER(holder="指定人员")


def holding(situation: Situation, actor: Actor) -> list[Actor | Principal]:
    """The person and whom he stands in for, as far as they have the role of the present visit."""
    assert situation.run is not None
    people: list[Actor | Principal] = [actor, *actor.principals(situation.business_type)]
    return [person for person in people if person.holds(situation.run.role)]


def sender_refused(_rule: OperationRule, situation: Situation, actor: Actor) -> Reason | None:
    run = situation.run
    assert run is not None
    if not actor.acts_for(run.sender_id, situation.business_type):
        return messages.NOT_SENDER()
    return None if run.state is RunState.waiting else messages.ALREADY_RECEIVED()


def supervisor_refused(_rule: OperationRule, _situation: Situation, actor: Actor) -> Reason | None:
    return None if actor.holds_any(SUPERVISORS) else messages.NOT_SUPERVISOR()


def administrator_refused(_rule: OperationRule, _situation: Situation, actor: Actor) -> Reason | None:
    return None if actor.holds(Role.authority_admin) else messages.NOT_ADMINISTRATOR()


PERSONS: Mapping[By, Callable[[OperationRule, Situation, Actor], Reason | None]] = {
    By.holder: holder_refused,
    By.role: role_refused,
    By.sender: sender_refused,
    By.supervisor: supervisor_refused,
    By.administrator: administrator_refused,
}


def place_refused(rule: OperationRule, situation: Situation) -> Reason | None:
    holds = {
        Place.any: True,
        Place.first: situation.is_first,
        Place.not_first: not situation.is_first,
        Place.last: situation.is_last,
        Place.not_last: not situation.is_last,
    }
    return None if holds[rule.place] else PLACE_REFUSALS[rule.place]()


def allowed(situation: Situation, actor: Actor) -> dict[Operation, list[Reason]]:
    """For each operation, why it is not possible now (empty: it is), before opinion and lines are typed."""
    return {
        operation: check(situation, Attempt(operation, actor, rehearsal=True))
        for operation in OPERATIONS
        if operation is not Operation.save_task
    }
