"""What follows from filing a survey: a draft building to complete, then the current one with its filed prices."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Building, FiledPrice, Project, Survey, SurveyUnit, Unit
from models.building import LIVE_STATES
from models.enums import BuildingState, LockSubject, Phase, SurveyKind, SurveyState
from workflows import messages
from workflows.effects.deed import Deed
from workflows.effects.locks import held_by_another, take_lock
from workflows.rules.numbering import unit_code

COPIED = (
    "position",
    "cadastral_unit_no",
    "entrance",
    "actual_floor",
    "nominal_floor",
    "room_no",
    "location",
    "gross_area",
    "inner_area",
    "shared_area",
    "basement_area",
    "other_area",
    "share_coefficient",
    "structure",
    "house_type",
    "use",
    "nature",
    "layout",
    "storey_height",
    "remark",
)
ALWAYS_SURVEYED = frozenset({"entrance", "actual_floor", "room_no", "gross_area", "inner_area", "shared_area"})
CARD_FIELDS = (
    "name",
    "structure",
    "use",
    "gross_area",
    "footprint_area",
    "height",
    "lift_count",
    "completed_on",
    "location",
    "doorplate",
)


def create_draft_building(session: Session, deed: Deed) -> None:
    """The surveyed building with all its units, held by this business until it is filed or cancelled."""
    survey = session.scalars(select(Survey).where(Survey.survey_no == deed.facts.survey_no)).one()
    project = session.scalars(select(Project).where(Project.id == deed.facts.project.id)).one()
    take_lock(session, LockSubject.survey, survey.id, deed.business)
    building = draft_of(survey, project)
    add_draft(session, building)
    take_lock(session, LockSubject.building, building.id, deed.business)
    copy_units(session, survey, building)
    survey.state = SurveyState.in_progress
    deed.business.building_id = building.id
    deed.business.region_code = building.region_code
    deed.business.subject = {
        **deed.business.subject,
        "survey_id": survey.id,
        "project_id": project.id,
        "building_id": building.id,
    }
    deed.business.subject_title = f"{project.display_name} · {building.building_no}"


def add_draft(session: Session, building: Building) -> None:
    """Refused with M06 where another survey of the same building was accepted a moment before."""
    try:
        with session.begin_nested():
            session.add(building)
    except IntegrityError as error:
        rival = session.scalars(
            select(Building.id).where(
                Building.parcel_code == building.parcel_code,
                Building.natural_building_no == building.natural_building_no,
                Building.state.in_(LIVE_STATES),
            )
        ).first()
        raise messages.refuse(held_by_another(session, LockSubject.building, rival or 0)) from error


def draft_of(survey: Survey, project: Project) -> Building:
    facts = survey.building_facts
    card = {
        "structure": facts.get("structure"),
        "use": facts.get("use"),
        "gross_area": decimal_or_none(facts.get("gross_area")),
        "height": decimal_or_none(facts.get("height")),
        "location": facts.get("location"),
        "doorplate": facts.get("doorplate"),
        "completed_on": dt.date.fromisoformat(facts["completed_on"]) if facts.get("completed_on") else None,
    }
    return Building(
        building_no=survey.building_no,
        natural_building_no=survey.natural_building_no,
        parcel_code=survey.parcel_code,
        project_id=project.id,
        developer_id=project.developer_id,
        region_code=project.region_code,
        state=BuildingState.draft,
        phase=Phase.presale if survey.kind is SurveyKind.predicted else Phase.existing,
        predicted_survey_id=survey.id if survey.kind is SurveyKind.predicted else None,
        actual_survey_id=survey.id if survey.kind is SurveyKind.actual else None,
        floors_total=facts["floors_total"],
        floors_above=facts["floors_above"],
        floors_below=facts["floors_below"],
        entrance_count=facts["entrance_count"],
        unit_count=survey.unit_count,
        floors=survey.floors,
        surveyed_fields=sorted(name for name, value in card.items() if value),
        **card,
    )


def decimal_or_none(text: str | None) -> Decimal | None:
    """The decimal written in stored JSON; 0 counts as not filled (a survey prints 0 for what it did not measure)."""
    return (Decimal(text) or None) if text else None


def copy_units(session: Session, survey: Survey, building: Building) -> None:
    """All rooms of the survey as units, in one statement; what the survey filled is remembered as locked."""
    rows = session.scalars(
        select(SurveyUnit).where(SurveyUnit.survey_id == survey.id).order_by(SurveyUnit.position)
    ).all()
    if rows:
        session.execute(insert(Unit), [unit_row(row, building) for row in rows])


def unit_row(surveyed: SurveyUnit, building: Building) -> dict[str, Any]:
    copied = {name: getattr(surveyed, name) for name in COPIED}
    filled = {name for name, value in copied.items() if value not in (None, "")} | ALWAYS_SURVEYED
    return {
        **copied,
        "building_id": building.id,
        "developer_id": building.developer_id,
        "region_code": building.region_code,
        "survey_unit_id": surveyed.id,
        "surveyed_fields": sorted(filled - {"position"}),
    }


def discard_draft_building(session: Session, deed: Deed) -> None:
    """The application was cancelled: the draft stays readable, survey and building number are free again."""
    building = building_of(session, deed)
    building.state = BuildingState.discarded
    for survey_id in (building.predicted_survey_id, building.actual_survey_id):
        survey = session.get(Survey, survey_id) if survey_id else None
        if survey is not None:
            survey.state = SurveyState.unfiled


def building_of(session: Session, deed: Deed) -> Building:
    return session.scalars(select(Building).where(Building.id == deed.business.building_id)).one()


def save_building_card(session: Session, deed: Deed) -> None:
    """Fill the blanks of the building card; what the survey measured stays."""
    building = building_of(session, deed)
    blanks = {
        name: deed.data[name] for name in CARD_FIELDS if name in deed.data and name not in building.surveyed_fields
    }
    changed = {name: value for name, value in blanks.items() if getattr(building, name) != value}
    for name, value in changed.items():
        setattr(building, name, value)
    building.version += bool(changed)


def file_building(session: Session, deed: Deed) -> None:
    """The building becomes the current one: survey filed, unit codes given, price version 1 stored."""
    building = building_of(session, deed)
    survey = building.survey
    assert survey is not None
    survey.state = SurveyState.filed
    building.state = BuildingState.current
    building.version += 1
    units = session.scalars(select(Unit).where(Unit.building_id == building.id).order_by(Unit.position)).all()
    give_codes(session, building, units)
    file_prices(session, deed, units)


def give_codes(session: Session, building: Building, units: Iterable[Unit]) -> None:
    """A code for each unit, counted on within the parcel and never used again."""
    prefix = f"{building.parcel_code}U"
    last = session.scalar(select(func.max(Unit.unit_code)).where(Unit.unit_code.startswith(prefix)))
    start = int(last.removeprefix(prefix)) + 1 if last else 1
    codes = [
        {"id": unit.id, "unit_code": unit_code(building.parcel_code, number)}
        for number, unit in enumerate(units, start=start)
    ]
    session.execute(update(Unit), codes)


def file_prices(session: Session, deed: Deed, units: Iterable[Unit]) -> None:
    rows = [
        {
            "unit_id": unit.id,
            "business_id": deed.business.id,
            "version": 1,
            "price_sale": unit.price_sale,
            "price_bare": unit.price_bare,
            "price_decoration": unit.price_decoration,
            "total": unit.filed_total,
            "filed_at": deed.now,
        }
        for unit in units
        if unit.price_sale is not None and unit.filed_total is not None
    ]
    if rows:
        session.execute(insert(FiledPrice), rows)
