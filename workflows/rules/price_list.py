"""A developer's own price list against the units of a building: a verdict on every row before anything is written.

A row is matched by entrance and room exactly as stored, never by resemblance. A list of totals only prices by the
place (套): the total is then the price itself and comes out as typed; its unit price is only shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from models.enums import PricingMode, SaleKind
from workflows.messages import Reason, Unfit
from workflows.rules import price_list_words as words
from workflows.rules.identity import clean_text
from workflows.rules.price_list_columns import Columns, NumberedRow, find_header
from workflows.rules.price_list_rows import CENT, Figure, PriceLine, price_lines
from workflows.rules.price_list_units import UnitFinder
from workflows.rules.price_list_verdict import ListedUnit, ListPrice, ListRow, ListVerdict, Verdict
from workflows.rules.prices import HIGHEST_UNIT_PRICE, filed_total, suspicious_price, unit_price_from_total
from workflows.rules.rounding import ZERO, RoundMode, round_money

AREA_TOLERANCE = Decimal("0.01")
NEIGHBOURS = 120
REPEATED_TOLD = 10


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and the unit it names, with the price where one can be read."""

    line: PriceLine
    unit: ListedUnit
    price: ListPrice | None


def choose_sheet(sheets: Mapping[str, Sequence[NumberedRow]], building_no: str) -> Sequence[NumberedRow]:
    """The price list in a workbook: of several the one whose name holds the building's number, else the first."""
    lists = {name: rows for name, rows in sheets.items() if find_header(rows)}
    named = [rows for name, rows in lists.items() if building_no and building_no in clean_text(name)]
    return next(iter([*named, *lists.values()]), ())


def judge_price_list(rows: Sequence[NumberedRow], units: Sequence[ListedUnit], round_mode: RoundMode) -> ListVerdict:
    """The verdicts on a sheet; raises Unfit where no header of a price list is found."""
    header = find_header(rows)
    if header is None:
        raise Unfit(words.NO_HEADER())
    lines = list(price_lines(rows, header))
    by_place = UnitFinder(units)
    pairs = {line.row: _pair(line, unit, header.columns) for line in lines if (unit := by_place.find(line))}
    repeated, neighbours = _repeated(pairs.values()), _neighbours(list(pairs.values()))
    judged = [
        _judged(pair, header.columns, repeated[pair.unit.id], neighbours.get(line.row, ()), round_mode)
        if (pair := pairs.get(line.row))
        else _unmatched(line, by_place)
        for line in lines
    ]
    return ListVerdict((*judged, *_missing(units, {pair.unit.id for pair in pairs.values()})))


def _unmatched(line: PriceLine, units: UnitFinder) -> ListRow:
    told = replace(_row(line, Verdict.unmatched), message=units.reason(line))
    return replace(told, suggest=units.suggestion(line))


def _row(line: PriceLine, verdict: Verdict) -> ListRow:
    return ListRow(
        verdict,
        line.row,
        line.entrance,
        line.room_no,
        gross_area=line.gross_area.value,
        unit_price=_price(line.sale),
        total=None if line.total.value is None else round_money(line.total.value),
    )


def _missing(units: Sequence[ListedUnit], named: set[int]) -> Iterator[ListRow]:
    """What is for sale and stands in no row; what is not needs no price."""
    for unit in units:
        if unit.id not in named and unit.sale_kind is SaleKind.saleable:
            yield ListRow(
                Verdict.missing_in_sheet,
                None,
                unit.entrance,
                unit.room_no,
                words.NOT_LISTED(),
                unit.id,
                unit.gross_area,
            )


# ---- the price a row asks for ----


def _pair(line: PriceLine, unit: ListedUnit, columns: Columns) -> Pair:
    return Pair(line, unit, _price_by_total(line, unit) if columns.by_total else _price_by_area(line, unit, columns))


def _price_by_total(line: PriceLine, unit: ListedUnit) -> ListPrice | None:
    total = _price(line.total)
    if total is None or unit.gross_area <= 0:
        return None
    return ListPrice(PricingMode.set, total, round_money(ZERO), unit_price_from_total(total, unit.gross_area))


def _price_by_area(line: PriceLine, unit: ListedUnit, columns: Columns) -> ListPrice | None:
    """销售, or 毛坯 + 装修; a list without 装修 leaves the decoration that the unit has."""
    decoration = line.decoration.value if columns.has("decoration") else unit.price_decoration
    decoration = round_money(decoration or ZERO)
    sale, bare = _price(line.sale), _price(line.bare)
    if sale is None and bare is not None and not line.sale.is_unreadable:
        sale = bare + decoration
    mode = columns.priced_by or (PricingMode.inner if unit.pricing_mode is PricingMode.inner else PricingMode.gross)
    return None if sale is None else ListPrice(mode, sale, decoration, sale)


def _price(figure: Figure) -> Decimal | None:
    """A price above zero in cents, half up; a formula may have left more places than the column shows."""
    price = None if figure.value is None else round_money(figure.value)
    return price if price is not None and price > 0 else None


# ---- the verdict ----


def _judged(
    pair: Pair,
    columns: Columns,
    rows: tuple[int, ...],
    neighbours: Sequence[Decimal],
    round_mode: RoundMode,
) -> ListRow:
    """The first verdict that holds; every check answers a reason or None."""
    checks = (
        (Verdict.repeated, lambda: _repetition(rows)),
        (Verdict.area_differs, lambda: _area_fault(pair)),
        (Verdict.price_missing, lambda: _missing_price(pair, columns)),
        (Verdict.total_differs, lambda: _sum_fault(pair) or _total_fault(pair)),
        (Verdict.suspicious, lambda: _doubt(pair, neighbours)),
    )
    told = ((verdict, reason) for verdict, check in checks if (reason := check()))
    verdict, reason = next(told, (Verdict.matched, None))
    row = replace(_row(pair.line, verdict), unit_id=pair.unit.id, entrance=pair.unit.entrance)
    if pair.price:
        row = replace(row, price=pair.price, unit_price=pair.price.shown)
    if verdict is Verdict.repeated:
        row = replace(row, repeated_rows=rows)
    return replace(row, **_outcome(pair, verdict, reason, round_mode))


def _outcome(pair: Pair, verdict: Verdict, reason: Reason | None, round_mode: RoundMode) -> Mapping[str, Any]:
    """What will be filed for a matched row, and a word where the region's rounding makes it another total."""
    if verdict is not Verdict.matched or pair.price is None:
        return {"message": reason}
    unit, price = pair.unit, pair.price
    filed = filed_total(price.mode, unit.gross_area, unit.inner_area, price.sale, round_mode)
    typed = pair.line.total.value
    same = typed is None or round_money(typed) == filed
    return {"filed_total": filed, "message": None if same else words.OTHER_TOTAL_FILED(total=f"{filed:,.2f}")}


def _repeated(pairs: Iterable[Pair]) -> Mapping[int, tuple[int, ...]]:
    """The rows of every unit, as many as are told."""
    rows: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        if len(rows[pair.unit.id]) < REPEATED_TOLD:
            rows[pair.unit.id].append(pair.line.row)
    return {unit: tuple(found) for unit, found in rows.items()}


def _repetition(rows: tuple[int, ...]) -> Reason | None:
    return words.SAME_UNIT(rows="、".join(map(str, rows))) if len(rows) > 1 else None


def _area_fault(pair: Pair) -> Reason | None:
    line, unit = pair.line, pair.unit
    areas = (("建筑面积", line.gross_area, unit.gross_area), ("套内面积", line.inner_area, unit.inner_area))
    return next(filter(None, (_differing(*area) for area in areas)), None)


def _differing(title: str, typed: Figure, known: Decimal) -> Reason | None:
    if typed.is_unreadable:
        return words.AREA_UNREADABLE(title=title, typed=typed.typed)
    if typed.value is None or abs(typed.value - known) <= AREA_TOLERANCE:
        return None
    return words.AREA_DIFFERS(title=title, typed=f"{typed.value:,f}", known=f"{known:,.2f}")


def _missing_price(pair: Pair, columns: Columns) -> Reason | None:
    figures = [pair.line.total] if columns.by_total else [pair.line.sale, pair.line.bare, pair.line.decoration]
    unreadable = next((figure for figure in figures if figure.is_unreadable), None)
    if unreadable:
        return words.PRICE_UNREADABLE(typed=unreadable.typed)
    if any(figure.value is not None and figure.value < 0 for figure in figures):
        return words.PRICE_NEGATIVE()
    return None if pair.price else words.PRICE_MISSING()


def _sum_fault(pair: Pair) -> Reason | None:
    """销售 = 毛坯 + 装修, where all three are typed."""
    sale, bare, decoration = (figure.value for figure in (pair.line.sale, pair.line.bare, pair.line.decoration))
    if sale is None or bare is None or decoration is None or abs(sale - bare - decoration) <= CENT:
        return None
    return words.PARTS_DIFFER(sale=f"{sale:,.2f}", bare=f"{bare:,.2f}", decoration=f"{decoration:,.2f}")


def _total_fault(pair: Pair) -> Reason | None:
    """The total against the list's own price and area; less than one of the last place typed is rounding.

    A unit price that is itself the total divided by the area, rounded to cents, agrees with it on any area.
    """
    typed, price = pair.line.total, pair.price
    if typed.is_unreadable:
        return words.TOTAL_UNREADABLE(typed=typed.typed)
    if typed.value is None or price is None or price.mode is PricingMode.set:
        return None
    area = _priced_area(pair, price.mode)
    reckoned = round_money(price.sale * area)
    apart = abs(typed.value - reckoned)
    if apart <= CENT or apart < typed.step or (area > 0 and round_money(typed.value / area) == price.sale):
        return None
    return words.TOTAL_DIFFERS(typed=f"{typed.value:,.2f}", reckoned=f"{reckoned:,.2f}")


def _priced_area(pair: Pair, mode: PricingMode) -> Decimal:
    line, unit = pair.line, pair.unit
    typed, known = (
        (line.inner_area, unit.inner_area) if mode is PricingMode.inner else (line.gross_area, unit.gross_area)
    )
    return known if typed.value is None else typed.value


def _doubt(pair: Pair, neighbours: Sequence[Decimal]) -> Reason | None:
    if pair.price is None:
        return None
    if pair.price.bare < 0:
        return words.PRICE_BELOW_DECORATION(sale=f"{pair.price.sale:,.2f}", decoration=f"{pair.price.decoration:,.2f}")
    if pair.price.sale > HIGHEST_UNIT_PRICE:
        return words.PRICE_TOO_HIGH(price=f"{pair.price.sale:,.2f}", most=f"{HIGHEST_UNIT_PRICE:,f}")
    return suspicious_price(pair.price.shown, neighbours)


def _neighbours(pairs: Sequence[Pair]) -> Mapping[int, Sequence[Decimal]]:
    """By row, the prices of the nearest units of the same use: more than a floor, so that its own errors stand out."""
    groups: dict[str | None, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.price:
            groups[pair.unit.use].append(pair)
    found: dict[int, Sequence[Decimal]] = {}
    for members in groups.values():
        members.sort(key=lambda pair: (pair.unit.actual_floor, pair.line.row))
        shown = [pair.price.shown for pair in members if pair.price]
        for place, pair in enumerate(members):
            start = max(0, min(place - NEIGHBOURS // 2, len(shown) - NEIGHBOURS - 1))
            found[pair.line.row] = [*shown[start:place], *shown[place + 1 : start + NEIGHBOURS + 1]]
    return found
