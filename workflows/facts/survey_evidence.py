"""What a survey that is to be filed is checked by: the result as delivered, the draft building and its project."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Building, Business, Project, ProjectParcel, Survey, SurveyUnit, Unit
from models.enums import BuildingState, PricingMode
from workflows.engine.business_type import Stage
from workflows.facts.calendar import local_day
from workflows.facts.papers import company_facts, paper_facts, project_certificates, return_facts
from workflows.facts.region_rules import region_rules
from workflows.rules.checks.evidence import CardFacts, SurveyEvidence, SurveyFacts, UnitFigures
from workflows.rules.price_doubts import corridor_of
from workflows.rules.rounding import RoundMode, round_money

# What both the survey's 自然幢 and the building card say.
CARD = ("structure", "use", "gross_area", "height", "location", "doorplate")
FILLED_IN = ("lift_count", "footprint_area", "completed_on")
DECIMALS = frozenset({"gross_area", "height"})
LIVE = (BuildingState.draft, BuildingState.current)


def survey_evidence(session: Session, business: Business, stages: Sequence[Stage], now: dt.datetime) -> SurveyEvidence:
    """Read anew, for a check must see what stands now."""
    building = session.scalars(
        select(Building).where(Building.id == business.building_id).execution_options(populate_existing=True)
    ).one()
    project = session.scalars(select(Project).where(Project.id == building.project_id)).one()
    survey = building.survey
    assert survey is not None
    papers = paper_facts(session, business, stages)
    today = local_day(now)
    area, total = filed_figures(session, building)
    rules = region_rules(session, building.region_code, ("price_at_survey", "round_mode", "price_corridor"), today)
    return SurveyEvidence(
        today=today,
        company=company_facts(session, business),
        papers=papers,
        returned=return_facts(session, business),
        project=project.display_name,
        parcel_codes=parcel_codes(session, project.id),
        certificates=project_certificates(session, project.id, business, papers),
        survey=survey_facts(survey),
        card=card_facts(building),
        units=unit_figures(session, building.id),
        filed_area=filed_area(session, building),
        filed_average=round_money(total / area) if area else None,
        same_number=same_number(session, building),
        same_cadastral=same_cadastral(session, building),
        price_required=bool(rules["price_at_survey"]),
        round_mode=RoundMode(rules["round_mode"]),
        price_corridor=corridor_of(rules["price_corridor"]),
    )


def parcel_codes(session: Session, project_id: int) -> frozenset[str]:
    return frozenset(session.scalars(select(ProjectParcel.parcel_code).where(ProjectParcel.project_id == project_id)))


def survey_facts(survey: Survey) -> SurveyFacts:
    return SurveyFacts(
        survey_no=survey.survey_no,
        kind=survey.kind,
        measured_on=survey.measured_on,
        parcel_code=survey.parcel_code,
        unit_count=survey.unit_count,
        gross_area=survey.gross_area,
        card={name: delivered(survey.building_facts, name) for name in CARD},
        area_warned=any(str(warning.get("code", "")).startswith("area") for warning in survey.warnings),
    )


def delivered(facts: Mapping[str, Any], name: str) -> Any:
    value = facts.get(name)
    return Decimal(str(value)) if name in DECIMALS and value is not None else value


def card_facts(building: Building) -> CardFacts:
    names = (*CARD, *FILLED_IN)
    return CardFacts(
        values={name: getattr(building, name) for name in names},
        labels={name: str(Building.__table__.c[name].comment) for name in names},
        floors_total=building.floors_total,
        floors_above=building.floors_above,
        floors_below=building.floors_below,
        unit_count=building.unit_count,
    )


def unit_figures(session: Session, building_id: int) -> tuple[UnitFigures, ...]:
    columns = [getattr(Unit, name) for name in UnitFigures.__dataclass_fields__ if name != "surveyed_area"]
    place = list(UnitFigures.__dataclass_fields__).index("surveyed_area")
    columns.insert(place, SurveyUnit.gross_area)
    rows = session.execute(
        select(*columns)
        .select_from(Unit)
        .outerjoin(SurveyUnit, SurveyUnit.id == Unit.survey_unit_id)
        .where(Unit.building_id == building_id)
        .order_by(Unit.position)
    )
    return tuple(UnitFigures(*row) for row in rows)


def filed_area(session: Session, building: Building) -> Decimal:
    """What the project's other buildings on file come to, by their surveys."""
    areas = session.scalars(
        select(Survey.gross_area)
        .join(Building, Building.predicted_survey_id == Survey.id)
        .where(
            Building.project_id == building.project_id,
            Building.state == BuildingState.current,
            Building.id != building.id,
        )
    )
    return sum(areas, Decimal(0))


def filed_figures(session: Session, building: Building) -> tuple[Decimal, Decimal]:
    """Area and filed total of what the project has on file and prices by area."""
    row = session.execute(
        select(func.sum(Unit.gross_area), func.sum(Unit.filed_total))
        .join(Building, Building.id == Unit.building_id)
        .where(
            Building.project_id == building.project_id,
            Building.state == BuildingState.current,
            Building.id != building.id,
            Unit.filed_total.is_not(None),
            Unit.pricing_mode != PricingMode.set,
        )
    ).one()
    return Decimal(row[0] or 0), Decimal(row[1] or 0)


def same_number(session: Session, building: Building) -> tuple[str, ...]:
    """Other live buildings of the project under the same number, told by their natural building number."""
    others = session.scalars(
        select(Building.natural_building_no).where(
            Building.project_id == building.project_id,
            Building.building_no == building.building_no,
            Building.state.in_(LIVE),
            Building.id != building.id,
        )
    )
    return tuple(f"自然幢号 {number}" for number in others)


def same_cadastral(session: Session, building: Building) -> int:
    """Units whose 不动产单元号 another live building in sight has too."""
    own = select(Unit.cadastral_unit_no).where(Unit.building_id == building.id, Unit.cadastral_unit_no.is_not(None))
    query = (
        select(func.count(Unit.id))
        .join(Building, Building.id == Unit.building_id)
        .where(Unit.cadastral_unit_no.in_(own), Unit.building_id != building.id, Building.state.in_(LIVE))
    )
    return session.scalar(query) or 0
