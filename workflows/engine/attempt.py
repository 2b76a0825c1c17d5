"""What somebody asks to do with a business."""

from dataclasses import dataclass
from enum import Enum

from models.enums import OpinionResult
from workflows.actor import Actor


class Operation(Enum):
    """What can be done with a business; each is a row of the table of operations."""

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
