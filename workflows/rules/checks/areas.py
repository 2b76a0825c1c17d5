"""Areas of a survey that is to be filed, all in square metres (GB/T 17986.1)."""

from collections.abc import Iterator
from decimal import Decimal

from models.enums import Sign
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.areas import UNIT_TOLERANCE, area_sum_holds
from workflows.rules.checks.evidence import SurveyEvidence
from workflows.rules.checks.wording import (
    CARD,
    SURVEY,
    UNIT_TABLE,
    area,
    certificate_source,
    compared,
    count,
    held,
)

AREA_WITHIN_PERMIT = Message("area_within_permit", "测绘建筑面积不超过规划许可证面积")
PERMIT_AREA_MISSING = Message("permit_area_missing", "规划许可证未登记面积，测绘面积无从比对")
PROJECT_WITHIN_PERMIT = Message("project_within_permit", "本项目各栋面积合计不超过规划许可证面积")
UNITS_WITHIN_BUILDING = Message("units_within_building", "各户建筑面积之和不超过栋建筑面积")
UNIT_AREAS_ADD_UP = Message("unit_areas_add_up", "每户建筑面积等于套内与分摊之和")
UNIT_AREA_DIFFERS = Message("unit_area_adds_up", "户室 {unit} 建筑面积等于套内与分摊之和")
UNITS_AS_SURVEYED = Message("units_as_surveyed", "每户建筑面积与测绘成果一致")
UNIT_NOT_AS_SURVEYED = Message("unit_as_surveyed", "户室 {unit} 建筑面积与测绘成果一致")
FILED_BEFORE = Message("filed_before", "已备案各栋 {area} m²")
MOST_TOLD = 5
SQUARE = "m²"


def area_within_permit(evidence: SurveyEvidence) -> Iterator[Finding]:
    """The building alone may not be larger than its planning permit allows; all buildings together are only told."""
    permits = evidence.planning_permits
    known = [permit.area for permit in permits if permit.area is not None]
    if not known:
        if permits:
            source = (certificate_source(permits[0]),)
            proof = f"certificates.{permits[0].id}"
            yield Finding(
                Sign.doubtful, PERMIT_AREA_MISSING(), sources=source, place="materials.planning_drawing", proof=proof
            )
        return
    allowed, measured = sum(known, Decimal(0)), evidence.survey.gross_area
    sources = (*map(certificate_source, permits), SURVEY(survey_no=evidence.survey.survey_no))
    named = {"measure": SQUARE, "place": "building.gross_area", "proof": f"certificates.{permits[0].id}"}
    yield compared(
        AREA_WITHIN_PERMIT(),
        area(allowed),
        area(measured),
        held(measured <= allowed),
        "≥",
        "＜",
        sources=sources,
        **named,
    )
    together = measured + evidence.filed_area
    if evidence.filed_area and measured <= allowed:
        sign = held(together <= allowed, Sign.doubtful)
        told = (*sources, FILED_BEFORE(area=area(evidence.filed_area)))
        yield compared(PROJECT_WITHIN_PERMIT(), area(allowed), area(together), sign, "≥", "＜", sources=told, **named)


def units_within_building(evidence: SurveyEvidence) -> Iterator[Finding]:
    """The units' areas, each rounded to a hundredth, are no larger than the building's."""
    whole = evidence.card.values.get("gross_area")
    if not isinstance(whole, Decimal) or not evidence.units:
        return
    units = sum((unit.gross_area for unit in evidence.units), Decimal(0))
    slack = UNIT_TOLERANCE * len(evidence.units)
    yield compared(
        UNITS_WITHIN_BUILDING(),
        area(whole),
        area(units),
        held(units <= whole + slack),
        "≥",
        "＜",
        measure=SQUARE,
        sources=(CARD(), UNIT_TABLE()),
        place="building.gross_area",
        proof="materials.survey_report",
    )


def unit_areas_add_up(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Broken sums that the archive took with a warning stay a doubt; any other is a fault."""
    wrong = [u for u in evidence.units if not area_sum_holds(u.gross_area, u.inner_area, u.shared_area)]
    sign = Sign.doubtful if evidence.survey.area_warned else Sign.fails
    for unit in wrong[:MOST_TOLD]:
        yield Finding(
            sign,
            UNIT_AREA_DIFFERS(unit=unit.name),
            area(unit.gross_area),
            "≠",
            f"{area(unit.inner_area)} + {area(unit.shared_area)}",
            SQUARE,
            (UNIT_TABLE(),),
            f"units.{unit.id}.gross_area",
            "materials.survey_report",
        )
    total = len(evidence.units)
    if total:
        yield compared(
            UNIT_AREAS_ADD_UP(),
            count(total - len(wrong)),
            count(total),
            held(not wrong, sign),
            "=",
            "＜",
            measure="套",
            sources=(UNIT_TABLE(),),
            place="units",
            proof="materials.survey_report",
        )


def units_as_surveyed(evidence: SurveyEvidence) -> Iterator[Finding]:
    """What stands in the unit table is what the agency measured."""
    differing = [unit for unit in evidence.units if unit.surveyed_area != unit.gross_area]
    for unit in differing[:MOST_TOLD]:
        yield Finding(
            Sign.fails,
            UNIT_NOT_AS_SURVEYED(unit=unit.name),
            area(unit.gross_area),
            "≠",
            area(unit.surveyed_area) if unit.surveyed_area is not None else "—",
            SQUARE,
            (UNIT_TABLE(), SURVEY(survey_no=evidence.survey.survey_no)),
            f"units.{unit.id}.gross_area",
            "materials.survey_report",
        )
    if not differing and evidence.units:
        total = count(len(evidence.units))
        sources = (UNIT_TABLE(), SURVEY(survey_no=evidence.survey.survey_no))
        yield Finding(
            Sign.holds, UNITS_AS_SURVEYED(), total, "=", total, "套", sources, "units", "materials.survey_report"
        )
