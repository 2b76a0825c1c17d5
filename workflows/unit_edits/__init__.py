"""Changing many units of a draft building at once; one act is one batch that can be undone. See `acts`."""

from workflows.unit_edits.acts import apply_rule, set_fields, set_rows, undo_batch
from workflows.unit_edits.change import UnitChange, UnitEdit

__all__ = ["UnitChange", "UnitEdit", "apply_rule", "set_fields", "set_rows", "undo_batch"]
