"""The verdict on a price list as the API tells it."""

from collections import Counter
from collections.abc import Mapping

from app.web.errors import told
from views.api.rendering import Json, coded, plain
from views.api.unit_rendering import edit
from workflows.rules.code_list import CodeList
from workflows.rules.price_list_verdict import ListRow, ListVerdict
from workflows.unit_edits import PriceListOutcome

TOLD = (
    "row",
    "entrance",
    "room_no",
    "unit_id",
    "gross_area",
    "unit_price",
    "total",
    "filed_total",
    "suggest",
    "repeated_rows",
)


def price_list(outcome: PriceListOutcome, lists: Mapping[str, CodeList], *, written: bool) -> Json:
    """Every row with its verdict, and what was written of it or, in a rehearsal, would be."""
    return {**edit(outcome.edit, lists), **verdict(outcome.verdict), "applied": written}


def verdict(found: ListVerdict) -> Json:
    """`unit_price` is yuan per square metre, totals are yuan; `row` counts as a spreadsheet does, null: not listed."""
    return {
        "matched": len(found.matched),
        "counts": dict(Counter(row.verdict.value for row in found.rows)),
        "rows": [listed(row) for row in found.rows],
    }


def listed(row: ListRow) -> Json:
    """`message` says why a row is not taken, or what is filed instead of its total."""
    return {
        **{name: plain(getattr(row, name)) for name in TOLD},
        **coded("pricing_mode", row.price.mode if row.price else None),
        "verdict": row.verdict.value,
        "message": told(row.message) if row.message else "",
    }
