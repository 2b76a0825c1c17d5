"""Where a business stands when somebody wants to do something with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models.enums import BusinessStatus, Role, RunState, TaskState
from workflows.engine.business_type import Rule, Stage
from workflows.findings import Finding


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
