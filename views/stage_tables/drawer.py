"""What stands open beside the table: a stage to write, a sample route, or the publishing of the draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from sqlalchemy.orm import Session

from app.extensions import db
from app.web.current import now
from models import StageRow
from views.stage_tables.forms import (
    PaperLine,
    StageForm,
    input_of,
    stored_papers,
    typed_papers,
    values_of,
    with_spare_lines,
)
from views.stage_tables.page import rows_in_force, trial_values
from workflows.messages import NotVisible
from workflows.stage_design.finding import find_draft
from workflows.stage_design.stage_input import StageInput
from workflows.stage_design.table_key import TableKey
from workflows.stage_table import find_published

NEW = "+"
PLAIN = ("publish", "copy")


@dataclass(frozen=True, slots=True)
class Drawer:
    """`name` chooses its template; what the others do not need stays blank."""

    name: str
    form: Any = None
    stage: str = ""
    papers: Sequence[PaperLine] = ()
    known: frozenset[str] = frozenset()
    note: str = ""
    trial: Mapping[str, Any] = field(default_factory=dict)

    @property
    def faulty(self) -> bool:
        return bool(self.form.errors) or any(paper.fault for paper in self.papers)

    @property
    def paper_lines(self) -> list[PaperLine]:
        return with_spare_lines(self.papers)

    def given(self) -> StageInput:
        return input_of(self.form, self.papers, self.known)


def asked_drawer(values: Mapping[str, Any]) -> Drawer | None:
    """The drawer that the address asks for; None for none, and for one that only designers have."""
    stage, name = request.args.get("stage", ""), request.args.get("show", "")
    if name == "trial":
        return Drawer("trial", trial=trial_values(db.session(), values, now()))
    if not values["designer"]:
        return None
    if name in PLAIN:
        return Drawer(name)
    return stage_drawer(values, stage) if stage else None


def stage_drawer(values: Mapping[str, Any], stage: str) -> Drawer:
    """A stored stage, or a blank one for `+`."""
    rows = [line.row for line in values["lines"]]
    if stage == NEW:
        form = StageForm(data={"after": rows[-2].key if len(rows) > 1 else rows[-1].key, "opinion": True})
        form.offer(others_of(rows, ""), new=True)
        return Drawer("stage", form)
    row = row_of(rows, stage)
    form = StageForm(data=values_of(row))
    form.offer(others_of(rows, stage), new=False)
    return Drawer("stage", form, stage, stored_papers(row))


def typed_stage(session: Session, key: TableKey, stage: str | None) -> Drawer:
    """What was posted about a stage, judged; NotVisible for one that the table does not have."""
    rows = rows_shown(session, key)
    row = row_of(rows, stage) if stage is not None else None
    form = StageForm(request.form)
    form.offer(others_of(rows, stage or ""), new=row is None)
    form.validate()
    known = frozenset(paper["key"] for paper in row.materials) if row else frozenset()
    return Drawer("stage", form, stage or "", typed_papers(request.form), known)


def rows_shown(session: Session, key: TableKey) -> list[StageRow]:
    draft = find_draft(session, key)
    return list(draft.rows) if draft else rows_in_force(key, find_published(session, key.kind.code, key.region_code))


def row_of(rows: Sequence[StageRow], stage: str) -> StageRow:
    found = next((row for row in rows if row.key == stage), None)
    if found is None:
        raise NotVisible(stage)
    return found


def others_of(rows: Sequence[StageRow], stage: str) -> list[tuple[str, str]]:
    return [(row.key, row.title) for row in rows if row.key != stage]
