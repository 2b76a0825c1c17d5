"""Whether an operation may happen now: every reason why not."""

from workflows import messages
from workflows.actor import Actor
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.by_whom import JUDGES
from workflows.engine.operation_table import OPERATIONS, OperationRule, Place
from workflows.engine.situation import Situation
from workflows.messages import Reason

PLACE_REFUSALS = {
    Place.first: messages.M16,
    Place.not_first: messages.AT_FIRST_STAGE,
    Place.last: messages.NOT_LAST_STAGE,
    Place.not_last: messages.AT_LAST_STAGE,
}


def check(situation: Situation, attempt: Attempt) -> list[Reason]:
    """Every reason why the operation may not happen now; empty when it may."""
    rule = OPERATIONS[attempt.operation]
    if situation.status not in rule.statuses or situation.run is None:
        return [rule.otherwise(status=situation.status.title)]
    first = JUDGES[rule.by](rule, situation, attempt.actor) or place_refused(rule, situation)
    if first:
        return [first]
    return [reason for guard in rule.guards for reason in guard(situation, attempt)]


def place_refused(rule: OperationRule, situation: Situation) -> Reason | None:
    """The operation belongs to another place in the stages."""
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
