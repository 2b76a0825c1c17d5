"""The units of a building in a few figures: how many, how complete, at which prices, by use."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflows.reading.units import UnitRow, UnitTable
from workflows.rules.rounding import round_money

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class UseLine:
    """One use: units, areas in square metres, filed total in yuan, average, lowest and highest price a square metre."""

    use: str
    count: int
    gross_area: Decimal
    inner_area: Decimal
    total: Decimal
    average: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """The whole building and each use; `missing` names the first rooms that lack something."""

    count: int
    complete: int
    unpriced: int
    by_use: Sequence[UseLine]
    missing: Sequence[str]
    missing_count: int

    @property
    def whole(self) -> UseLine:
        lines = self.by_use
        lows = [line.lowest for line in lines if line.lowest is not None]
        highs = [line.highest for line in lines if line.highest is not None]
        area = sum((line.gross_area for line in lines), ZERO)
        total = sum((line.total for line in lines), ZERO)
        return UseLine(
            "",
            self.count,
            area,
            sum((line.inner_area for line in lines), ZERO),
            total,
            round_money(total / area) if area and total else None,
            min(lows, default=None),
            max(highs, default=None),
        )


def unit_summary(table: UnitTable, *, shown: int = 5) -> UnitSummary:
    """The figures of a unit table already read."""
    by_use: dict[str, list[UnitRow]] = {}
    for unit in table.units:
        by_use.setdefault(table.lists["use"].label_of(unit.use or ""), []).append(unit)
    gaps = [gap.message for faults in table.missing.values() for gap in faults]
    return UnitSummary(
        count=len(table.units),
        complete=len(table.units) - len(table.missing),
        unpriced=sum(any(gap.field == "price_sale" for gap in faults) for faults in table.missing.values()),
        by_use=[use_line(use, units) for use, units in by_use.items()],
        missing=gaps[:shown],
        missing_count=len(gaps),
    )


def use_line(use: str, units: Sequence[UnitRow]) -> UseLine:
    priced = [unit for unit in units if unit.filed_total is not None]
    area = sum((unit.gross_area for unit in priced), ZERO)
    total = sum((unit.filed_total for unit in priced), ZERO)
    prices = [unit.price_sale for unit in priced]
    return UseLine(
        use,
        len(units),
        sum((unit.gross_area for unit in units), ZERO),
        sum((unit.inner_area for unit in units), ZERO),
        total,
        round_money(total / area) if area else None,
        min(prices, default=None),
        max(prices, default=None),
    )
