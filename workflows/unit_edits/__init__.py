"""Changing many units of a draft building at once; one act is one batch that can be undone. See `acts`."""

from workflows.unit_edits.acts import apply_rule, set_fields, set_rows
from workflows.unit_edits.change import UnitChange, UnitEdit
from workflows.unit_edits.from_workbooks import (
    ListFaulty,
    PriceListOutcome,
    UnitSheetOutcome,
    apply_price_list,
    apply_unit_sheet,
)
from workflows.unit_edits.undoing import undo_batch

__all__ = [
    "ListFaulty",
    "PriceListOutcome",
    "UnitChange",
    "UnitEdit",
    "UnitSheetOutcome",
    "apply_price_list",
    "apply_rule",
    "apply_unit_sheet",
    "set_fields",
    "set_rows",
    "undo_batch",
]
