"""Counts and areas of one use, as forms list them below each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class UseTotal:
    """Areas in square metres as stored, four decimals."""

    use: str
    count: int
    gross_area: Decimal
    inner_area: Decimal
    shared_area: Decimal


def grand_total(totals: Iterable[UseTotal]) -> UseTotal:
    """All uses together; summed before anything is rounded."""
    lines = tuple(totals)
    return UseTotal(
        use="合计",
        count=sum(line.count for line in lines),
        gross_area=sum((line.gross_area for line in lines), Decimal(0)),
        inner_area=sum((line.inner_area for line in lines), Decimal(0)),
        shared_area=sum((line.shared_area for line in lines), Decimal(0)),
    )
