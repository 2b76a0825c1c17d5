"""The words that definitions are written in: a business type, its stages, tasks and papers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from models.enums import LockSubject, Role, SurveyKind
from workflows.effect_names import DocumentName, EffectName
from workflows.findings import Check
from workflows.messages import Reason

Rule = Callable[[Any], Reason | None]
Gaps = Callable[[Any], Sequence[Reason]]


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
