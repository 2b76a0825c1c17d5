"""What a business asks of the desk, in one line of figures."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Business, Unit
from models.enums import PricingMode
from workflows.facts.enrolment import chosen_ids
from workflows.registry import business_type
from workflows.rules.rounding import round_money


@dataclass(frozen=True, slots=True)
class Figure:
    """申请备案 132 套: what, how much, in what measure."""

    title: str
    value: str
    measure: str


TITLES = ("申请备案", "建筑面积", "备案总价", "均价", "申请入网")


def figures_of(session: Session, business: Business) -> Sequence[Figure]:
    return FIGURES[business_type(business.business_type).facts](session, business)


def filing_figures(session: Session, business: Business) -> Sequence[Figure]:
    """Units and area in all; the average counts what is priced by area."""
    by_area = Unit.pricing_mode != PricingMode.set
    row = session.execute(
        select(
            func.count(Unit.id),
            func.sum(Unit.gross_area),
            func.sum(Unit.filed_total),
            func.sum(Unit.filed_total).filter(by_area),
            func.sum(Unit.gross_area).filter(by_area, Unit.filed_total.is_not(None)),
        ).where(Unit.building_id == business.building_id)
    ).one()
    area, total, priced, priced_area = (Decimal(value or 0) for value in row[1:])
    figures = [Figure("申请备案", f"{row[0]:,}", "套"), Figure("建筑面积", f"{area:,.2f}", "m²")]
    figures.append(Figure("备案总价", f"{total:,.2f}", "元"))
    if priced_area:
        figures.append(Figure("均价", f"{round_money(priced / priced_area):,.2f}", "元/m²"))
    return figures


def enrolment_figures(session: Session, business: Business) -> Sequence[Figure]:
    del session
    return [Figure("申请入网", f"{len(chosen_ids(business.subject)):,}", "人")]


FIGURES: Mapping[str, Callable[[Session, Business], Sequence[Figure]]] = {
    "survey_filing": filing_figures,
    "user_enrolment": enrolment_figures,
}
