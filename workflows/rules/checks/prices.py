"""Prices of a building that is to be filed: all there, adding up, and none far from its neighbours."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from models.enums import PricingMode, Sign
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.checks.areas import MOST_TOLD
from workflows.rules.checks.evidence import SurveyEvidence, UnitFigures
from workflows.rules.checks.wording import UNIT_TABLE, compared, count, held, money
from workflows.rules.price_doubts import far_from_middle, judged_by_corridor, kinds_of, outside_corridor
from workflows.rules.prices import filed_total
from workflows.rules.rounding import round_money

ALL_PRICED = Message("all_priced", "可售户室均已定价")
UNIT_PRICED = Message("unit_priced", "可售户室 {unit} 已定价")
TOTALS_ADD_UP = Message("totals_add_up", "备案总价等于计价面积乘单价")
TOTAL_DIFFERS = Message("unit_total_adds_up", "户室 {unit} 备案总价等于计价面积乘单价")
PRICES_LIKE_NEIGHBOURS = Message("prices_like_neighbours", "单价与同类、上下层户室相近")
PRICE_FAR_OFF = Message("price_like_neighbours", "户室 {unit} 单价与相近户室相称")
WITHIN_CORRIDOR = Message("prices_within_corridor", "单价在本地区备案单价范围内")
OUTSIDE_CORRIDOR = Message("price_within_corridor", "户室 {unit} 单价在本地区备案单价范围内")
CORRIDOR = Message("region_rule", "区域规则【备案单价范围】")
AVERAGE = Message("average_price", "均价与本项目已备案各栋相近")
YUAN_PER_SQUARE = "元/m²"
# Beyond this share of the rooms above and below, somebody should look; five times and more is a slipped decimal point.
FAR = Decimal("0.30")


def all_priced(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Where the region asks for prices with the survey."""
    for_sale = [unit for unit in evidence.units if unit.for_sale]
    unpriced = [unit for unit in for_sale if not unit.price_sale]
    if not evidence.price_required or not for_sale:
        return
    for unit in unpriced[:MOST_TOLD]:
        yield Finding(
            Sign.fails,
            UNIT_PRICED(unit=unit.name),
            "—",
            "＜",
            "0.01",
            YUAN_PER_SQUARE,
            (UNIT_TABLE(),),
            f"units.{unit.id}.price_sale",
        )
    yield compared(
        ALL_PRICED(),
        count(len(for_sale) - len(unpriced)),
        count(len(for_sale)),
        held(not unpriced),
        "=",
        "＜",
        measure="套",
        sources=(UNIT_TABLE(),),
        place="units",
    )


def totals_add_up(evidence: SurveyEvidence) -> Iterator[Finding]:
    priced = [unit for unit in evidence.units if unit.price_sale is not None and unit.filed_total is not None]
    expected = {unit.id: total_of(unit, evidence) for unit in priced}
    wrong = [unit for unit in priced if unit.filed_total != expected[unit.id]]
    for unit in wrong[:MOST_TOLD]:
        yield Finding(
            Sign.fails,
            TOTAL_DIFFERS(unit=unit.name),
            money(unit.filed_total or Decimal(0)),
            "≠",
            money(expected[unit.id]),
            "元",
            (UNIT_TABLE(),),
            f"units.{unit.id}.price_sale",
        )
    if priced:
        whole = sum((unit.filed_total or Decimal(0) for unit in priced), Decimal(0))
        yield compared(
            TOTALS_ADD_UP(),
            money(whole),
            money(sum(expected.values(), Decimal(0))),
            held(not wrong),
            "=",
            "≠",
            measure="元",
            sources=(UNIT_TABLE(),),
            place="price_check",
        )


def total_of(unit: UnitFigures, evidence: SurveyEvidence) -> Decimal:
    price = unit.price_sale or Decimal(0)
    return filed_total(unit.pricing_mode, unit.gross_area, unit.inner_area, price, evidence.round_mode)


def average_like_project(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Filed total over area of what is priced by area, against the same of the project's filed buildings."""
    priced = [u for u in evidence.units if u.filed_total is not None and u.pricing_mode is not PricingMode.set]
    area = sum((unit.gross_area for unit in priced), Decimal(0))
    filed = evidence.filed_average
    if not area or filed is None:
        return
    average = round_money(sum((unit.filed_total or Decimal(0) for unit in priced), Decimal(0)) / area)
    yield compared(
        AVERAGE(),
        money(average),
        money(filed),
        held(abs(average - filed) <= FAR * filed, Sign.doubtful),
        "≈",
        "≉",
        measure=YUAN_PER_SQUARE,
        sources=(UNIT_TABLE(),),
        place="price_check",
    )


def prices_like_neighbours(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Against the middle of the same use, and against the rooms right above and below."""
    priced = [unit for unit in evidence.units if unit.price_sale]
    far = [found for alike in kinds_of(priced) for found in far_off(alike)]
    for unit, reference in far[:MOST_TOLD]:
        yield Finding(
            Sign.doubtful,
            PRICE_FAR_OFF(unit=unit.name),
            money(unit.price_sale or Decimal(0)),
            "≉",
            money(reference),
            YUAN_PER_SQUARE if unit.pricing_mode is not PricingMode.set else "元/套",
            (UNIT_TABLE(),),
            f"units.{unit.id}.price_sale",
        )
    if priced and not far:
        total = count(len(priced))
        yield Finding(Sign.holds, PRICES_LIKE_NEIGHBOURS(), total, "=", total, "套", (UNIT_TABLE(),), "price_check")


def far_off(alike: Sequence[UnitFigures]) -> Iterator[tuple[UnitFigures, Decimal]]:
    """Units of one use with the price they should be near to."""
    prices = [unit.price_sale for unit in alike if unit.price_sale]
    middle = round_money(Decimal(median(prices)))
    slipped = {doubt.unit.id for doubt in far_from_middle(alike)}
    columns = {(unit.entrance, position_of(unit), unit.actual_floor): unit.price_sale for unit in alike}
    for unit in alike:
        price = unit.price_sale or Decimal(0)
        place = (unit.entrance, position_of(unit))
        around = [columns.get((*place, unit.actual_floor + step)) for step in (-1, 1)]
        beside = [other for other in around if other]
        near = round_money(sum(beside, Decimal(0)) / len(beside)) if len(beside) == len(around) else middle
        if unit.id in slipped:
            yield unit, middle
        elif len(beside) == len(around) and abs(price - near) > FAR * near:
            yield unit, near


def prices_within_corridor(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Where the region says what it expects of a use: a price outside may be right, but somebody should look."""
    sources = (UNIT_TABLE(), CORRIDOR())
    judged = sum(1 for _ in judged_by_corridor(evidence.units, evidence.price_corridor))
    outside = list(outside_corridor(evidence.units, evidence.price_corridor))
    for doubt in outside[:MOST_TOLD]:
        yield Finding(
            Sign.doubtful,
            OUTSIDE_CORRIDOR(unit=doubt.name),
            money(doubt.price),
            "＞" if doubt.is_above else "＜",
            money(doubt.limit),
            YUAN_PER_SQUARE,
            sources,
            doubt.place,
        )
    if judged:
        yield compared(
            WITHIN_CORRIDOR(),
            count(judged - len(outside)),
            count(judged),
            held(not outside, Sign.doubtful),
            "=",
            "＜",
            measure="套",
            sources=sources,
            place="price_check",
        )


def position_of(unit: UnitFigures) -> str:
    """The room's place on its floor: the last two places of its number."""
    return unit.room_no[-2:]
