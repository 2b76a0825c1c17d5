"""Only what the table of operations lists may be done: every type × stage × run state × operation × role × person."""

import itertools
from dataclasses import replace

import pytest

from models.enums import BusinessStatus, OpinionResult, OrganizationKind, Role, RunState, TaskState
from workflows.actor import INCLUDED_IN, Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.business_type import BusinessType
from workflows.engine.check import check
from workflows.engine.situation import Run, Situation
from workflows.registry import BUSINESS_TYPES

HOLDER, SENDER, STRANGER = 1, 2, 3
PEOPLE = {"holder": HOLDER, "sender": SENDER, "stranger": STRANGER}
RUN_STATES = (RunState.waiting, RunState.open)

# The table once more, in words of its own: operation → (run state, where, by whom).
WHERE = {
    Operation.save_task: (RunState.open, "anywhere", "holder"),
    Operation.receive: (RunState.waiting, "anywhere", "role"),
    Operation.dispatch: (RunState.open, "before the last", "holder"),
    Operation.send_back: (RunState.open, "after the first", "holder"),
    Operation.cancel: (RunState.open, "first", "holder"),
    Operation.archive: (RunState.open, "last", "holder"),
    Operation.recall: (RunState.waiting, "anywhere", "sender"),
    Operation.release: (RunState.open, "after the first", "holder"),
    Operation.reassign: (None, "anywhere", "supervisor"),
    Operation.suspend: (None, "anywhere", "administrator"),
    Operation.resume: (None, "anywhere", "administrator"),
    Operation.terminate: (None, "anywhere", "administrator"),
}
# In which states of the business each may happen; all others while it is open only.
WHEN = {
    Operation.resume: {BusinessStatus.suspended},
    Operation.terminate: {BusinessStatus.open, BusinessStatus.suspended},
}


def actor(person_id: int, *roles: Role) -> Actor:
    return Actor(
        person_id=person_id,
        name=f"人员{person_id}",
        membership_id=person_id,
        organization_id=1,
        organization_name="机构",
        organization_kind=OrganizationKind.authority,
        region_code="430802",
        roles=frozenset(roles),
    )


def complete(kind: BusinessType, stage_index: int, state: RunState) -> Situation:
    """A business at this stage with nothing missing and nothing against it."""
    stages = tuple(
        replace(stage, tasks=tuple(replace(task, gaps=None) for task in stage.tasks)) for stage in kind.stages
    )
    stage = stages[stage_index]
    return Situation(
        status=BusinessStatus.open,
        stages=stages,
        run=Run(
            stage=stage.key,
            state=state,
            role=stage.role,
            sender_id=SENDER,
            holder_id=HOLDER if state is RunState.open else None,
            holder_name="人员1",
            received_at="2026-11-23 09:00",
        ),
        task_states={task.key: TaskState.done for stage in stages for task in stage.tasks},
        materials=frozenset(material.key for stage in stages for material in stage.materials),
        visited=frozenset(stage.key for stage in stages[: stage_index + 1]),
        dispatched=stage_index > 0,
    )


def attempt(kind: BusinessType, stage_index: int, operation: Operation, person: Actor) -> Attempt:
    """The operation with everything a person would hand to it."""
    stage = kind.stages[stage_index]
    return Attempt(
        operation,
        person,
        opinion=OpinionResult.agree,
        opinion_text="同意",
        lines=1,
        reason="事由",
        task=stage.tasks[0].key if stage.tasks else None,
        target=actor(9, stage.role),
    )


def holds(role: Role, wanted: Role) -> bool:
    return role is wanted or role in INCLUDED_IN.get(wanted, frozenset())


def expected(kind: BusinessType, stage_index: int, state: RunState, operation: Operation, role: Role, who: str) -> bool:
    wanted_state, where, by = WHERE[operation]
    last = len(kind.stages) - 1
    place = {
        "anywhere": True,
        "first": stage_index == 0,
        "after the first": stage_index > 0,
        "last": stage_index == last,
        "before the last": stage_index < last,
    }[where]
    person = {
        "holder": who == "holder",
        "sender": who == "sender",
        "role": holds(role, kind.stages[stage_index].role),
        "supervisor": role in {Role.section_head, Role.developer_admin},
        "administrator": role is Role.authority_admin,
    }[by]
    in_time = BusinessStatus.open in WHEN.get(operation, {BusinessStatus.open})
    something_to_recall = operation is not Operation.recall or stage_index > 0
    return (wanted_state in {None, state}) and place and person and something_to_recall and in_time


CELLS = [
    pytest.param(kind, index, state, operation, id=f"{kind.code}-{stage.key}-{state.value}-{operation.value}")
    for kind in BUSINESS_TYPES
    for index, stage in enumerate(kind.stages)
    for state in RUN_STATES
    for operation in Operation
]


@pytest.mark.parametrize(("kind", "index", "state", "operation"), CELLS)
def test_only_what_the_table_lists_may_be_done(kind, index, state, operation):
    situation = complete(kind, index, state)
    for role, (who, person_id) in itertools.product(Role, PEOPLE.items()):
        reasons = check(situation, attempt(kind, index, operation, actor(person_id, role)))
        allowed = expected(kind, index, state, operation, role, who)
        assert (not reasons) == allowed, f"{role.value} as {who}: {[str(reason) for reason in reasons]}"


@pytest.mark.parametrize("status", [status for status in BusinessStatus if status is not BusinessStatus.open])
@pytest.mark.parametrize("operation", Operation)
def test_on_a_business_that_is_not_open_nothing_may_be_done_but_what_ends_that(operation, status):
    for kind in BUSINESS_TYPES:
        situation = replace(complete(kind, 0, RunState.open), status=status)
        refused = check(situation, attempt(kind, 0, operation, actor(HOLDER, *Role)))
        assert bool(refused) == (status not in WHEN.get(operation, set()))


STAGES = [
    pytest.param(kind, index, id=f"{kind.code}-{stage.key}")
    for kind in BUSINESS_TYPES
    for index, stage in enumerate(kind.stages)
]


REVIEWS = [stage for stage in STAGES if stage.values[0].stages[stage.values[1]].opinion]


def going_on(kind: BusinessType, index: int) -> Operation:
    return Operation.archive if index == len(kind.stages) - 1 else Operation.dispatch


@pytest.mark.parametrize(("kind", "index"), STAGES)
def test_no_stage_can_be_left_with_a_task_missing(kind, index):
    for task in kind.stages[index].tasks:
        situation = complete(kind, index, RunState.open)
        situation = replace(situation, task_states={**situation.task_states, task.key: TaskState.todo})
        reasons = check(situation, attempt(kind, index, going_on(kind, index), actor(HOLDER)))
        assert [reason.code for reason in reasons] == (["M14"] if task.required else [])


@pytest.mark.parametrize(("kind", "index"), STAGES)
def test_no_stage_can_be_left_with_a_material_missing(kind, index):
    for material in kind.stages[index].materials:
        situation = complete(kind, index, RunState.open)
        situation = replace(situation, materials=situation.materials - {material.key})
        reasons = check(situation, attempt(kind, index, going_on(kind, index), actor(HOLDER)))
        assert [reason.code for reason in reasons] == (["M21"] if material.required else [])


@pytest.mark.parametrize(("kind", "index"), REVIEWS)
def test_a_reviewing_stage_needs_an_opinion_that_agrees(kind, index):
    situation = complete(kind, index, RunState.open)
    operation = going_on(kind, index)
    asked = attempt(kind, index, operation, actor(HOLDER))
    assert [r.code for r in check(situation, replace(asked, opinion=None))] == ["M15"]
    assert [r.code for r in check(situation, replace(asked, opinion_text=" "))] == ["opinion_text_missing"]
    disagreeing = replace(asked, opinion=OpinionResult.disagree)
    assert [r.code for r in check(situation, disagreeing)] == ["opinion_disagrees"]


@pytest.mark.parametrize("kind", BUSINESS_TYPES, ids=lambda kind: kind.code)
def test_a_return_names_at_least_one_line_and_an_earlier_stage(kind):
    last = len(kind.stages) - 1
    situation = complete(kind, last, RunState.open)
    asked = attempt(kind, last, Operation.send_back, actor(HOLDER))
    assert not check(situation, replace(asked, to_stage=kind.stages[0].key))
    assert [r.code for r in check(situation, replace(asked, lines=0))] == ["lines_missing"]
    assert [r.code for r in check(situation, replace(asked, to_stage=kind.stages[last].key))] == ["target_not_earlier"]
    assert [r.code for r in check(situation, replace(asked, to_stage="elsewhere"))] == ["target_not_earlier"]


@pytest.mark.parametrize("kind", BUSINESS_TYPES, ids=lambda kind: kind.code)
def test_a_business_once_sent_on_cannot_be_cancelled_until_it_came_back(kind):
    asked = attempt(kind, 0, Operation.cancel, actor(HOLDER))
    sent = replace(complete(kind, 0, RunState.open), dispatched=True)
    assert [r.code for r in check(sent, asked)] == ["M16"]
    assert not check(replace(sent, returned=True), asked)
    assert [r.code for r in check(replace(sent, returned=True, signed=True), asked)] == ["M16"]
    assert [r.code for r in check(replace(sent, returned=True, money_received=True), asked)] == ["M16"]


@pytest.mark.parametrize("operation", [Operation.receive, Operation.dispatch, Operation.archive])
def test_four_eyes_refuse_the_person_who_did_the_other_stage(operation):
    kind = BUSINESS_TYPES[0]
    first, last = kind.stages[0], kind.stages[-1]
    second = replace(last, key="second", title="复审", not_by=last.key)
    stages = (
        (first, last, second, replace(last, key="third"))
        if operation is Operation.dispatch
        else (
            first,
            last,
            second,
        )
    )
    state = RunState.waiting if operation is Operation.receive else RunState.open
    situation = Situation(
        status=BusinessStatus.open,
        stages=stages,
        run=Run("second", state, second.role, sender_id=SENDER, holder_id=HOLDER, holder_name="甲"),
        task_states={task.key: TaskState.done for task in second.tasks},
        acted={last.key: frozenset({HOLDER})},
    )
    asked = Attempt(operation, actor(HOLDER, second.role), opinion=OpinionResult.agree, opinion_text="同意")
    assert "four_eyes" in [r.code for r in check(situation, asked)]
    other = replace(situation, acted={last.key: frozenset({STRANGER})})
    assert "four_eyes" not in [r.code for r in check(other, asked)]


def test_the_second_taker_hears_who_has_it_since_when():
    kind = BUSINESS_TYPES[0]
    situation = complete(kind, len(kind.stages) - 1, RunState.open)
    asked = Attempt(Operation.receive, actor(STRANGER, kind.stages[-1].role))
    assert [str(r) for r in check(situation, asked)] == ["该业务已由人员1于2026-11-23 09:00接件"]
