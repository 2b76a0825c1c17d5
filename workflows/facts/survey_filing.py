"""What filing a survey is judged by, read from the archive, the project and the draft building."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Business, Project, ProjectCertificate, ProjectParcel, SubjectLock, Survey, Unit
from models.building import LIVE_STATES
from models.enums import BuildingState, LockSubject
from workflows.engine.business_type import BusinessType
from workflows.facts.calendar import local_day
from workflows.facts.region_rules import region_rules
from workflows.registry_titles import title_of
from workflows.rules.price_doubts import corridor_of
from workflows.rules.survey_filing import ProjectFacts, SurveyFilingFacts
from workflows.rules.unit_completeness import UnitFacts

# The building card asks for these; a survey usually fills them all.
BUILDING_REQUIRED = ("structure", "use", "gross_area", "location")
UNIT_FACT_COLUMNS = [getattr(Unit, name) for name in UnitFacts.__dataclass_fields__]


def lock_survey(session: Session, subject: Mapping[str, Any]) -> None:
    """Hold the survey row until the end of the transaction."""
    session.scalars(
        select(Survey)
        .where(Survey.survey_no == survey_no_of(subject))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()


def survey_no_of(subject: Mapping[str, Any]) -> str:
    return str(subject.get("survey_no") or "").strip()


def survey_filing(
    session: Session,
    business_type: BusinessType,
    subject: Mapping[str, Any],
    business: Business | None,
    now: dt.datetime,
) -> SurveyFilingFacts:
    """The facts of one survey; the units only once there is a draft building."""
    wanted = business_type.survey_kind
    assert wanted is not None
    survey = session.scalars(select(Survey).where(Survey.survey_no == survey_no_of(subject))).one_or_none()
    business_no = business.business_no if business else None
    if survey is None or (business is None and survey.developer_id is None):
        return SurveyFilingFacts(business_no, survey_no_of(subject), wanted)
    project = project_of(session, subject, survey)
    building = business.building if business else None
    region_code = project.region_code if project else survey.region_code
    holder = holder_of(session, LockSubject.survey, survey.id)
    rules = region_rules(session, region_code, ("price_at_survey", "price_corridor"), local_day(now))
    live = live_building(session, survey)
    filer = holder_of(session, LockSubject.building, live.id) if live and live.state is BuildingState.draft else None
    return SurveyFilingFacts(
        business_no=business_no,
        survey_no=survey.survey_no,
        wanted_kind=wanted,
        survey_kind=survey.kind,
        survey_state=survey.state,
        survey_business_no=holder[0] if holder else None,
        survey_business_type=title_of(holder[1]) if holder else "",
        parcel_code=survey.parcel_code,
        natural_building_no=survey.natural_building_no,
        filed_phase=live.phase if live and live.state is BuildingState.current else None,
        building_business_no=filer[0] if filer else None,
        building_business_type=title_of(filer[1]) if filer else "",
        project=project_facts(session, project) if project else None,
        building_missing=missing_on_card(building) if building else (),
        units=unit_facts(session, building.id) if building else (),
        price_required=bool(rules["price_at_survey"]),
        price_corridor=corridor_of(rules["price_corridor"]),
    )


def project_of(session: Session, subject: Mapping[str, Any], survey: Survey) -> Project | None:
    """The project named, or the one that the survey's parcel belongs to where none is named."""
    project_id = subject.get("project_id") or survey.project_id
    found: Project | None = session.scalars(select(Project).where(Project.id == project_id)).one_or_none()
    return found


def project_facts(session: Session, project: Project) -> ProjectFacts:
    parcels = session.scalars(select(ProjectParcel.parcel_code).where(ProjectParcel.project_id == project.id))
    kinds = session.scalars(select(ProjectCertificate.kind).where(ProjectCertificate.project_id == project.id))
    return ProjectFacts(project.id, project.display_name, frozenset(parcels), frozenset(kind.value for kind in kinds))


def holder_of(session: Session, kind: LockSubject, subject_id: int) -> tuple[str, str] | None:
    """Number and type of the business that holds this survey or building."""
    row = session.execute(
        select(Business.business_no, Business.business_type)
        .join(SubjectLock, SubjectLock.business_id == Business.id)
        .where(SubjectLock.subject_kind == kind, SubjectLock.subject_id == subject_id)
    ).first()
    return (row[0], row[1]) if row else None


def live_building(session: Session, survey: Survey) -> Building | None:
    """The building filed or being filed on this parcel under this natural building number: there is one at most."""
    found: Building | None = session.scalars(
        select(Building).where(
            Building.parcel_code == survey.parcel_code,
            Building.natural_building_no == survey.natural_building_no,
            Building.state.in_(LIVE_STATES),
        )
    ).one_or_none()
    return found


def missing_on_card(building: Building) -> tuple[tuple[str, str], ...]:
    """The building's required fields that are blank; an area or height of 0 counts as not filled."""
    return tuple(
        (name, str(Building.__table__.c[name].comment)) for name in BUILDING_REQUIRED if not getattr(building, name)
    )


def unit_facts(session: Session, building_id: int) -> tuple[UnitFacts, ...]:
    rows = session.execute(select(*UNIT_FACT_COLUMNS).where(Unit.building_id == building_id).order_by(Unit.position))
    return tuple(UnitFacts(*row) for row in rows)
