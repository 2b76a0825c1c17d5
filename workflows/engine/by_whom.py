"""Who an operation is for: the judge of each `By` in the table of operations."""

from collections.abc import Callable, Mapping

from models.enums import Role, RunState
from workflows import messages
from workflows.actor import Actor
from workflows.engine.operation_table import By, OperationRule
from workflows.engine.people import holding, may_take
from workflows.engine.situation import Situation
from workflows.messages import Reason

SUPERVISORS = (Role.section_head, Role.developer_admin)


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


def sender_refused(_rule: OperationRule, situation: Situation, actor: Actor) -> Reason | None:
    """Only who sent the case on, as long as nobody has received it."""
    run = situation.run
    assert run is not None
    if not actor.acts_for(run.sender_id, situation.business_type):
        return messages.NOT_SENDER()
    return None if run.state is RunState.waiting else messages.ALREADY_RECEIVED()


def supervisor_refused(_rule: OperationRule, _situation: Situation, actor: Actor) -> Reason | None:
    """Only who leads the desk."""
    return None if actor.holds_any(SUPERVISORS) else messages.NOT_SUPERVISOR()


def administrator_refused(_rule: OperationRule, _situation: Situation, actor: Actor) -> Reason | None:
    """Only the administrator of the authority."""
    return None if actor.holds(Role.authority_admin) else messages.NOT_ADMINISTRATOR()


JUDGES: Mapping[By, Callable[[OperationRule, Situation, Actor], Reason | None]] = {
    By.holder: holder_refused,
    By.role: role_refused,
    By.sender: sender_refused,
    By.supervisor: supervisor_refused,
    By.administrator: administrator_refused,
}
