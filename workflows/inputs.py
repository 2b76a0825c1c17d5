"""What a person hands to an operation, already of the right shape."""

from dataclasses import dataclass, field
from typing import Any

from models.enums import OpinionResult


@dataclass(frozen=True, slots=True)
class OpinionInput:
    result: OpinionResult
    text: str


@dataclass(frozen=True, slots=True)
class LineInput:
    """One line of a return: where, what is wrong, what to hand in."""

    target: str
    fault: str
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything an operation may be given; each takes what it needs."""

    version: int
    opinion: OpinionInput | None = None
    to_stage: str | None = None
    to_user: int | None = None
    reason: str = ""
    lines: tuple[LineInput, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
