"""The papers of a building: filing form, unit schedule, building table."""

from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.contents import (
    BuildingTableSheet,
    SurveyFilingForm,
    TableFloor,
    TableUnit,
    UnitSchedule,
    UnitScheduleLine,
    UseTotal,
)
from app.documents.gathering.case import Case
from app.documents.gathering.papers import opinions
from models import Building, ProjectCertificate, Survey, Unit
from models.enums import CertificateKind
from workflows.sale_state import sale_state

ZERO = Decimal(0)


def building_in(case: Case) -> tuple[Building, Survey]:
    building = case.building
    assert building is not None
    assert building.survey is not None
    return building, building.survey


def units_in(session: Session, building: Building) -> list[Unit]:
    return list(session.scalars(select(Unit).where(Unit.building_id == building.id).order_by(Unit.position)))


def uses_in(case: Case, units: list[Unit]) -> tuple[UseTotal, ...]:
    """Counts and areas by use, in the order in which uses first appear."""
    by_use: dict[str, list[Unit]] = {}
    for unit in units:
        by_use.setdefault(case.label("use", unit.use), []).append(unit)
    return tuple(
        UseTotal(
            use=use,
            count=len(members),
            gross_area=sum((unit.gross_area for unit in members), ZERO),
            inner_area=sum((unit.inner_area for unit in members), ZERO),
            shared_area=sum((unit.shared_area for unit in members), ZERO),
        )
        for use, members in by_use.items()
    )


def certificate_no(session: Session, building: Building, kind: CertificateKind) -> str:
    numbers = session.scalars(
        select(ProjectCertificate.certificate_no).where(
            ProjectCertificate.project_id == building.project_id, ProjectCertificate.kind == kind
        )
    )
    return "、".join(numbers)


def survey_filing_form(session: Session, case: Case) -> SurveyFilingForm:
    building, survey = building_in(case)
    units = units_in(session, building)
    underground = survey.building_facts.get("basement_area")
    return SurveyFilingForm(
        authority=case.authority_name,
        business_no=case.business.business_no,
        business_type=case.type_title,
        developer=case.business.developer.name,
        project=case.project_name,
        location=case.location,
        parcel_code=building.parcel_code,
        survey_no=survey.survey_no,
        survey_kind=survey.kind.title,
        survey_agency=survey.agency_name,
        agency_qualification=(survey.agency.qualification_no or "") if survey.agency else "",
        surveyed_on=survey.measured_on,
        building_no=building.building_no,
        natural_building_no=building.natural_building_no,
        structure=case.label("structure", building.structure),
        use=case.label("use", building.use),
        floors=building.floors_total,
        floors_above_ground=building.floors_above,
        floors_below_ground=building.floors_below,
        entrances=building.entrance_count,
        height=building.height,
        lift=any(unit.lift for unit in units),
        gross_area=building.gross_area or ZERO,
        underground_area=Decimal(underground) if underground else None,
        uses=uses_in(case, units),
        opinions=opinions(session, case),
        planning_certificate=certificate_no(session, building, CertificateKind.construction_planning_permit),
        construction_certificate=certificate_no(session, building, CertificateKind.construction_permit),
    )


def unit_schedule(session: Session, case: Case) -> UnitSchedule:
    building, survey = building_in(case)
    return UnitSchedule(
        authority=case.authority_name,
        developer=case.business.developer.name,
        project=case.project_name,
        building_no=building.building_no,
        location=case.location,
        survey_no=survey.survey_no,
        survey_kind=survey.kind.title,
        lines=tuple(schedule_line(case, unit) for unit in units_in(session, building)),
    )


def schedule_line(case: Case, unit: Unit) -> UnitScheduleLine:
    return UnitScheduleLine(
        room_no=unit.room_no,
        entrance=unit.entrance,
        actual_floor=unit.actual_floor,
        nominal_floor=unit.nominal_floor or "",
        gross_area=unit.gross_area,
        inner_area=unit.inner_area,
        shared_area=unit.shared_area,
        structure=case.label("structure", unit.structure),
        house_type=case.label("house_type", unit.house_type),
        use=case.label("use", unit.use),
        nature=case.label("nature", unit.nature),
        layout=unit.layout or "",
        decoration=case.label("decoration", unit.decoration),
        storey_height=unit.storey_height,
        lift=unit.lift,
        sale_price=unit.price_sale,
        filed_total=unit.filed_total,
    )


def building_table(session: Session, case: Case) -> BuildingTableSheet:
    building, survey = building_in(case)
    units = units_in(session, building)
    return BuildingTableSheet(
        authority=case.authority_name,
        developer=case.business.developer.name,
        project=case.project_name,
        location=case.location,
        building_no=building.building_no,
        phase=building.phase.title,
        survey_no=survey.survey_no,
        drawn_at=case.business.finished_at or case.business.accepted_at,
        floors=tuple(table_floors(building)),
        units=tuple(
            TableUnit(
                entrance=unit.entrance,
                actual_floor=unit.actual_floor,
                room_no=unit.room_no,
                gross_area=unit.gross_area,
                inner_area=unit.inner_area,
                shared_area=unit.shared_area,
                use=case.label("use", unit.use),
                state=sale_state(building, unit).title,
                sale_price=unit.price_sale,
            )
            for unit in units
        ),
    )


def table_floors(building: Building) -> list[TableFloor]:
    """Every floor from the lowest to the highest; there is no floor zero."""
    names = {floor["actual_floor"]: floor.get("nominal_floor") or "" for floor in building.floors}
    numbers = [n for n in range(-building.floors_below, building.floors_above + 1) if n]
    return [TableFloor(number, names.get(number) or str(number)) for number in numbers]
