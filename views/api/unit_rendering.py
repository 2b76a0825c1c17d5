"""Units of a building, what an edit changed, and its batches, as the API tells them."""

from collections.abc import Callable, Mapping
from typing import Any

from views.api.rendering import Json, plain, unit_values
from views.api.unit_field_rendering import frame
from workflows.reading.units import COLUMNS, BatchLine, UnitRow, UnitTable
from workflows.rules.code_list import CodeList
from workflows.unit_edits import UnitChange, UnitEdit
from workflows.unit_edits.change import written_once

Lists = Mapping[str, CodeList]


def table(found: UnitTable) -> Json:
    """The whole unit table with the building's version."""
    return {
        "version": found.building.version,
        "count": len(found.units),
        "incomplete": len(found.missing),
        **frame(found),
        "result": [unit(one, found) for one in found.units],
    }


def unit(found: UnitRow, shown: UnitTable) -> Json:
    """A unit carries its building's version and what it still lacks."""
    return {
        "version": shown.building.version,
        **unit_values({name: getattr(found, name) for name in COLUMNS}, shown.lists),
        "missing": [
            {"field": gap.field, "label": gap.label, "message": gap.message} for gap in shown.missing.get(found.id, ())
        ],
    }


def edit(done: UnitEdit, lists: Lists) -> Json:
    """What changed, or would change."""
    write = written_once(lambda values: unit_values(values, lists))
    return {
        "version": done.version,
        "count": done.count,
        "skipped": done.skipped,
        "skipped_by_hand": done.skipped_by_hand,
        "batch": done.batch,
        "changes": [change(one, write) for one in done.changes],
        "kept_since": [change(one, write) for one in done.kept_since],
    }


def change(found: UnitChange, write: Callable[[Mapping[str, Any]], Json]) -> Json:
    return {
        "id": found.id,
        "entrance": found.entrance,
        "room_no": found.room_no,
        "old": write(found.old),
        "new": write(found.new),
    }


def batch(found: BatchLine) -> Json:
    """One batch: who, when, what, how many."""
    return {
        "n": found.number,
        "who": found.made_by,
        "when": plain(found.made_at),
        "what": found.title,
        "count": found.count,
        "version": found.building_version,
        "reverts": found.reverts,
        "undone": found.undone_at is not None,
        "undone_by": found.undone_by,
        "undone_at": plain(found.undone_at),
    }
