"""The one table of operations: in which state, at which place, by whom, and what else must hold."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from models.enums import BusinessStatus, RunState
from workflows import messages
from workflows.engine.attempt import Attempt, Operation
from workflows.engine.guards import (
    checks_hold,
    four_eyes,
    lines_given,
    materials_handed_in,
    next_person_fits,
    not_at_the_beginning,
    nothing_paid,
    opinion_agrees,
    preconditions_hold,
    reason_given,
    something_sent,
    still_at_the_beginning,
    target_fits,
    target_is_earlier,
    task_of_stage,
    tasks_done,
)
from workflows.engine.situation import Situation
from workflows.messages import Message, Reason

Guard = Callable[[Situation, Attempt], Sequence[Reason]]


class Place(Enum):
    """Where in its stages the business must stand."""

    any = "any"
    first = "first"
    not_first = "not_first"
    last = "last"
    not_last = "not_last"


class By(Enum):
    """Who an operation is for; judged in `by_whom`."""

    holder = "holder"
    role = "role"
    sender = "sender"
    supervisor = "supervisor"
    administrator = "administrator"


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
