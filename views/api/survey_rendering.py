"""A survey result and what stands before 业务受理, as the API tells them."""

from collections.abc import Mapping, Sequence

from models import Project, Survey, SurveyUnit
from views.api.rendering import Json, coded, fields_of, layout, listed, plain
from views.survey_warnings import survey_warnings
from workflows.reading.previews import ApplicantPreview, EnrolmentPreview, Preview, SurveyPreview
from workflows.rules.code_list import CodeList

HEAD = (
    "survey_no",
    "agency_name",
    "project_id",
    "region_code",
    "parcel_code",
    "natural_building_no",
    "building_no",
    "measured_on",
    "unit_count",
    "gross_area",
    "inner_area",
    "shared_area",
)
UNIT = (
    "position",
    "cadastral_unit_no",
    "entrance",
    "actual_floor",
    "nominal_floor",
    "room_no",
    "household_no",
    "location",
    "gross_area",
    "inner_area",
    "shared_area",
    "basement_area",
    "other_area",
    "share_coefficient",
    "land_share",
    "storey_height",
    "land_use",
    "land_from",
    "land_until",
    "remark",
)
UNIT_CODES = ("structure", "house_type", "use", "nature")

Lists = Mapping[str, CodeList]


def survey_head(survey: Survey) -> Json:
    return {**fields_of(survey, HEAD), **coded("kind", survey.kind), **coded("state", survey.state)}


def survey(found: Survey, units: Sequence[SurveyUnit], lists: Lists) -> Json:
    """Head, building and units."""
    return {
        **survey_head(found),
        "warnings": survey_warnings(found),
        "building": survey_building(found, lists),
        "floors": plain(found.floors),
        "common_parts": plain(found.common_parts),
        "units": [survey_unit(unit, lists) for unit in units],
    }


def survey_building(found: Survey, lists: Lists) -> Json:
    facts = found.building_facts
    return {
        **{name: value for name, value in plain(facts).items() if name not in {"structure", "use"}},
        **listed("structure", facts.get("structure"), lists),
        **listed("use", facts.get("use"), lists),
    }


def survey_unit(unit: SurveyUnit, lists: Lists) -> Json:
    told = fields_of(unit, UNIT)
    for name in UNIT_CODES:
        told |= listed(name, getattr(unit, name), lists)
    return told | layout(unit.layout) | listed("layout_structure", unit.layout_structure, lists)


def preview(found: Preview) -> Json | None:
    """What the business would be about; null where the reader may not see it."""
    if isinstance(found, SurveyPreview):
        return {**survey(found.survey, found.units, found.lists), "project": project(found.project)}
    if isinstance(found, EnrolmentPreview):
        return {"applicants": [applicant(one) for one in found.applicants]}
    return None


def project(found: Project | None) -> Json | None:
    if found is None:
        return None
    return {"id": found.id, "project_no": found.project_no, "name": found.name, "location": found.location}


def applicant(found: ApplicantPreview) -> Json:
    return {
        "membership_id": found.membership_id,
        "name": found.name,
        "position": found.position,
        "roles": found.roles,
        **coded("state", found.state),
    }
