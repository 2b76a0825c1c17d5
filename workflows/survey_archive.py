"""The survey archive: what agencies and developers put in, and what 查询导入 looks up (domain 2.2)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from models import Building, Project, ProjectParcel, StoredFile, Survey, SurveyUnit
from models.enums import OrganizationKind, Role, SurveyState
from models.region import COUNTY_DIGITS
from workflows import journal, messages
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.facts.region_rules import region_rule
from workflows.kept_reasons import kept
from workflows.messages import Kind, Message, NotVisible, Refused
from workflows.return_lines import plain
from workflows.rules.areas import AreaCheck
from workflows.rules.survey_result import SurveyFault, SurveyResult

UPLOADERS = (Role.survey_agency, Role.developer_operator)
ALREADY_THERE = Message("survey_exists", "测绘宗号 {survey_no} 的成果已在测绘成果库中", Kind.conflict)
MAY_NOT_UPLOAD = Message("not_role", "测绘成果由测绘机构或开发企业网签操作员上传", Kind.forbidden)
UNIT_COLUMNS = frozenset(SurveyUnit.__table__.c.keys())


def check_uploader(session: Session, actor: Actor, now: dt.datetime) -> None:
    """An agency always may; a developer's operator where the region takes files (survey_import_mode)."""
    if not actor.holds_any(UPLOADERS):
        raise Refused([MAY_NOT_UPLOAD()])
    mode = region_rule(session, actor.region_code, "survey_import_mode", local_day(now))
    if actor.organization_kind is OrganizationKind.developer and mode == "query":
        raise Refused([messages.QUERY_ONLY()])


def area_check_in(session: Session, region_code: str, now: dt.datetime) -> AreaCheck:
    """How strictly the region judges areas that do not add up (area_check)."""
    return AreaCheck(region_rule(session, region_code, "area_check", local_day(now)))


def store_survey(
    session: Session, result: SurveyResult, file: StoredFile | None, actor: Actor | None, now: dt.datetime
) -> Survey:
    """Put a checked survey in the archive; a known number is refused and nothing of it changes.

    It belongs to the developer whose project has the parcel; unmatched, only its uploader and the region's survey
    office see it.
    """
    refuse_known(session, result.survey_no)
    survey = archived(result, project_on(session, result.building.parcel_code), file, actor)
    session.add(survey)
    session.flush()
    session.execute(insert(SurveyUnit), [unit_row(survey, n, unit) for n, unit in enumerate(result.units, start=1)])
    journal.record(
        session,
        actor=actor,
        now=now,
        action="store_survey",
        subject_kind="survey",
        subject_id=survey.survey_no,
        detail={"units": survey.unit_count, "kind": survey.kind.value, "warnings": len(result.warnings)},
    )
    return survey


def archived(result: SurveyResult, project: Project | None, file: StoredFile | None, actor: Actor | None) -> Survey:
    """The survey as the archive keeps it; without a project the parcel's own code says the region."""
    entrances = len({unit.entrance for unit in result.units})
    return Survey(
        survey_no=result.survey_no,
        kind=result.kind,
        state=SurveyState.unfiled,
        agency_name=result.agency,
        agency_id=actor.organization_id if actor else None,
        project_id=project.id if project else None,
        developer_id=project.developer_id if project else None,
        region_code=project.region_code if project else result.building.parcel_code[:COUNTY_DIGITS],
        parcel_code=result.building.parcel_code,
        natural_building_no=result.building.natural_building_no,
        building_no=result.building.building_no,
        measured_on=result.measured_on,
        unit_count=len(result.units),
        gross_area=result.gross_area,
        inner_area=result.inner_area,
        shared_area=result.shared_area,
        building_facts={**plain_record(result.building), "entrance_count": entrances},
        floors=[plain_record(floor) for floor in result.floors],
        common_parts=[plain_record(part) for part in result.common_parts],
        warnings=[plain_warning(warning) for warning in result.warnings],
        file_id=file.id if file else None,
    )


def refuse_known(session: Session, survey_no: str) -> None:
    known = session.scalar(select(Survey.id).where(Survey.survey_no == survey_no).execution_options(unscoped=True))
    if known is not None:
        raise Refused([ALREADY_THERE(at="survey_no", survey_no=survey_no)])


def project_on(session: Session, parcel_code: str) -> Project | None:
    """The project on this parcel, whoever's it is: an agency may measure for any developer."""
    project: Project | None = session.scalars(
        select(Project)
        .join(ProjectParcel, ProjectParcel.project_id == Project.id)
        .where(ProjectParcel.parcel_code == parcel_code)
        .execution_options(unscoped=True)
    ).one_or_none()
    return project


def plain_record(record: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in asdict(record).items()}


def plain_warning(warning: SurveyFault) -> dict[str, Any]:
    """A doubt of the import as it is kept with the survey."""
    return {
        "sheet": warning.sheet,
        "row": warning.row,
        "column": warning.column,
        "found": warning.found,
        "expected": kept(warning.expected),
        "code": warning.code,
        "message": kept(warning.reason),
    }


def unit_row(survey: Survey, position: int, unit: Any) -> dict[str, Any]:
    values = {f.name: getattr(unit, f.name) for f in fields(unit) if f.name in UNIT_COLUMNS}
    return {**values, "survey_id": survey.id, "position": position}


def find_survey(session: Session, survey_no: str) -> Survey:
    """The survey of this number if this person may see it; NotVisible otherwise."""
    survey: Survey | None = session.scalars(select(Survey).where(Survey.survey_no == survey_no)).one_or_none()
    if survey is None:
        raise NotVisible(survey_no)
    return survey


def units_of_survey(session: Session, survey: Survey) -> list[SurveyUnit]:
    return list(
        session.scalars(select(SurveyUnit).where(SurveyUnit.survey_id == survey.id).order_by(SurveyUnit.position))
    )


def preview(session: Session, subject: Mapping[str, Any]) -> tuple[Survey, list[SurveyUnit]] | None:
    """What the page before 业务受理 shows: the building and its 户室对照表, where the person may see them."""
    try:
        survey = find_survey(session, str(subject.get("survey_no") or "").strip())
    except NotVisible:
        return None
    return survey, units_of_survey(session, survey)


def building_of_survey(session: Session, survey: Survey) -> Building | None:
    """The building this survey stands for now."""
    found: Building | None = session.scalars(
        select(Building)
        .where((Building.predicted_survey_id == survey.id) | (Building.actual_survey_id == survey.id))
        .order_by(Building.id.desc())
        .limit(1)
    ).one_or_none()
    return found
