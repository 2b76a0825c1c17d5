"""One stage as an administrator typed it, and the row that it becomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models import StageRow
from models.enums import Role
from workflows.stage_table_faults import LONGEST_PAPER, LONGEST_TITLE


@dataclass(frozen=True, slots=True)
class Paper:
    """收件资料 as it was typed; a new one has no key yet."""

    title: str
    required: bool
    key: str = ""


@dataclass(frozen=True, slots=True)
class StageInput:
    """One stage as the administrator typed it; its shape was judged by the form."""

    title: str
    role: Role
    time_limit_days: int | None = None
    opinion: bool = False
    not_by: str | None = None
    papers: tuple[Paper, ...] = field(default=())


def unused(stem: str, used: set[str]) -> str:
    """The first name of this stem that is free."""
    return next(name for number in range(1, len(used) + 2) if (name := f"{stem}_{number}") not in used)


def fill(row: StageRow, given: StageInput) -> None:
    """The row says what was typed; nobody is to be another person than himself."""
    row.title, row.role = given.title[:LONGEST_TITLE], given.role
    row.opinion, row.time_limit_days = given.opinion, given.time_limit_days
    row.not_by = given.not_by if given.not_by != row.key else None
    row.materials = papers_of(given.papers)


def papers_of(papers: Sequence[Paper]) -> list[dict[str, Any]]:
    """The papers as they are stored; who had a key keeps it, for what was handed in is known by it."""
    kept, stored = {paper.key for paper in papers if paper.key}, []
    for paper in papers:
        name = paper.key or unused("paper", kept)
        kept.add(name)
        stored.append({"key": name, "title": paper.title[:LONGEST_PAPER], "required": paper.required})
    return stored
