"""What the page of one stage table shows: rows beside what is in force, diagram, differences, checks and versions."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, request
from flask_babel import gettext
from sqlalchemy.orm import Session

from app.web.errors import told
from models import StageRow, StageTable
from views.stage_tables.diagram import Diagram, diagram_of
from workflows.actor import Actor
from workflows.engine.business_type import Stage
from workflows.facts.calendar import local_day, working_calendar
from workflows.messages import Reason
from workflows.reading.stage_tables import regions_with_table, regions_within
from workflows.stage_design.checks import Check, checks, total_days
from workflows.stage_design.differences import Change, Difference, differences
from workflows.stage_design.finding import find_draft
from workflows.stage_design.publishing import ground_of, in_flight, version_of, versions
from workflows.stage_design.route import sample_route
from workflows.stage_design.table_key import TableKey, may_design
from workflows.stage_table import declared_rows, effective_stages, find_published

MOST_VERSIONS = 10


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the table as it is drafted: what it is, and what of it differs from what is in force."""

    row: StageRow
    stage: Stage
    position: int
    is_new: bool
    changed: Mapping[str, Difference]
    kept: bool  # declared and not optional: it cannot be removed

    @property
    def key(self) -> str:
        return self.row.key


def asked_number(name: str) -> int | None:
    """A version number of the address; 400 for what is none."""
    text = request.args.get(name, "")
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        abort(400)
    return int(text)


def page_values(session: Session, key: TableKey, actor: Actor, now: dt.datetime) -> dict[str, Any]:
    """Everything but the drawer."""
    current, draft = find_published(session, key.kind.code, key.region_code), find_draft(session, key)
    rows = list(draft.rows) if draft else rows_in_force(key, current)
    before, stages = stages_in_force(key, current), effective_stages(key.kind, rows)
    changes, ground = differences(before, stages), ground_of(session, key, now)
    found = checks(key.kind, rows, ground)
    return {
        "key": key,
        "kind": key.kind,
        "current": current,
        "draft": draft,
        "version": draft.version if draft else 0,
        "next_number": draft.number if draft else 0,
        "designer": may_design(actor),
        "regions": regions_within(session, actor),
        "sources": regions_with_table(session, key.kind.code),
        "ground": ground,
        "stages": stages,
        "lines": row_lines(key, rows, stages, before, changes),
        "total": total_days(rows),
        "total_before": sum(stage.time_limit_days or 0 for stage in before),
        "diagram": drawn(stages, before),
        "changes": changes,
        "counts": {change: counted(changes, change) for change in Change},
        "checks": [(check.tone, told(check.reason)) for check in found],
        "publishable": is_publishable(changes, found),
        **version_values(session, key),
    }


def rows_in_force(key: TableKey, current: StageTable | None) -> list[StageRow]:
    return list(current.rows) if current else declared_rows(key.kind)


def stages_in_force(key: TableKey, current: StageTable | None) -> tuple[Stage, ...]:
    return effective_stages(key.kind, rows_in_force(key, current))


def counted(changes: Sequence[Difference], change: Change) -> int:
    """Stages that came or went, or lines that changed."""
    return sum(line.change is change for line in changes)


def is_publishable(changes: Sequence[Difference], found: Sequence[Check]) -> bool:
    return bool(changes) and not any(check.tone == "bad" for check in found)


def row_lines(
    key: TableKey,
    rows: Sequence[StageRow],
    stages: Sequence[Stage],
    before: Sequence[Stage],
    changes: Sequence[Difference],
) -> list[RowLine]:
    known = {stage.key for stage in before}
    return [
        RowLine(
            row=row,
            stage=stage,
            position=position,
            is_new=row.key not in known,
            changed={line.part: line for line in changes if line.key == row.key and line.part},
            kept=is_kept(key.kind.stage(row.key)),
        )
        for position, (row, stage) in enumerate(zip(rows, stages, strict=True), start=1)
    ]


def is_kept(declared: Stage | None) -> bool:
    return declared is not None and not declared.optional


def drawn(stages: Sequence[Stage], before: Sequence[Stage]) -> Diagram:
    titles = [gettext(stage.title) for stage in stages]
    return diagram_of(stages, frozenset(stage.key for stage in before), titles, [note_of(stage) for stage in stages])


def note_of(stage: Stage) -> str:
    """What stands under a box's title: the time and the opinion, else who works there."""
    days = gettext("%(count)s 日", count=stage.time_limit_days) if stage.time_limit_days else ""
    opinion = gettext("意见") if stage.opinion else ""
    return " · ".join(part for part in (days, opinion) if part) or gettext(stage.role.title)


def version_values(session: Session, key: TableKey) -> dict[str, Any]:
    """The versions, newest first, and the difference between the two that were asked for."""
    every = versions(session, key)
    compared = compared_versions(session, key)
    return {
        "versions": every[:MOST_VERSIONS],
        "older": len(every[MOST_VERSIONS:]),
        "numbers": [table.number for table in every],
        "in_flight": in_flight(session, [table.id for table in every]),
        "compared": compared,
    }


def compared_versions(session: Session, key: TableKey) -> dict[str, Any] | None:
    """`?from=1&to=3`; None where nothing is asked."""
    since, until = asked_number("from"), asked_number("to")
    if since is None or until is None:
        return None
    before, after = (effective_stages(key.kind, version_of(session, key, one).rows) for one in (since, until))
    return {"since": since, "until": until, "lines": differences(before, after)}


def trial_values(session: Session, values: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """试走一件 through what is drafted, accepted today."""
    today = local_day(now)
    calendar = working_calendar(session, today)
    return {"steps": sample_route(values["stages"], values["ground"].people, calendar, today), "today": today}


def reasons_told(reasons: Sequence[Reason]) -> list[str]:
    return [told(reason) for reason in reasons]
