"""The building card against the survey and against itself; its place, its number, its units and floors."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from models.enums import Sign, SurveyKind
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.checks.evidence import SurveyEvidence
from workflows.rules.checks.wording import CARD, PLAIN, SURVEY, UNIT_TABLE, certificate_source, compared, count, held

UNIT_COUNT = Message("unit_count", "户室套数与测绘成果、栋信息一致")
FLOORS_ADD_UP = Message("floors_add_up", "总层数等于地上与地下层数之和")
UNITS_ON_FLOORS = Message("units_on_floors", "户室所在层都在栋的层数之内")
CARD_AS_SURVEYED = Message("card_as_surveyed", "栋信息与测绘成果一致")
CARD_DIFFERS = Message("card_field_as_surveyed", "栋信息【{field}】与测绘成果一致")
LIFT_AGREES = Message("lift_agrees", "户室有电梯的，栋信息电梯部数不为 0")
HEIGHT_PLAUSIBLE = Message("height_plausible", "建筑高度与地上层数相称（层均 2.2 至 6 米）")
NOT_COMPLETED = Message("not_completed", "预测成果的栋尚未竣工")
COMPLETED_BY_NOW = Message("completed_by_now", "实测成果的栋已经竣工")
PARCEL = Message("parcel_of_project", "测绘宗地属于本项目")
NUMBER_ONCE = Message("building_number_once", "栋号在本项目中不重复")
CADASTRAL_ONCE = Message("cadastral_once", "不动产单元号不与其他栋重复")
MEASURED_AFTER_PERMIT = Message("measured_after_permit", "测量日期不早于规划许可证发证日期")
MEASURED_BY_NOW = Message("measured_by_now", "测量日期不晚于今天")
PROJECT = Message("project", "项目 {project}")
# 层高 below 2.20 m is not counted as floor area (GB/T 17986.1); above 6 m hardly any floor of a house is.
LOWEST_STOREY, HIGHEST_STOREY = Decimal("2.2"), Decimal(6)
PER_FLOOR = "m/层"


@dataclass(frozen=True, slots=True)
class Completion:
    """Whether the day of completion lies after today, and how grave it is where it does not."""

    rule: Message
    later: bool
    otherwise: Sign


COMPLETION = {
    SurveyKind.predicted: Completion(NOT_COMPLETED, later=True, otherwise=Sign.doubtful),
    SurveyKind.actual: Completion(COMPLETED_BY_NOW, later=False, otherwise=Sign.fails),
}


def unit_count(evidence: SurveyEvidence) -> Iterator[Finding]:
    here, surveyed, card = len(evidence.units), evidence.survey.unit_count, evidence.card.unit_count
    yield compared(
        UNIT_COUNT(),
        count(here),
        count(surveyed) if card in {here, surveyed} else f"{count(surveyed)} / {count(card)}",
        held(here == surveyed == card),
        "=",
        "≠",
        measure="套",
        sources=(UNIT_TABLE(), SURVEY(survey_no=evidence.survey.survey_no), CARD()),
        place="units",
        proof="materials.survey_report",
    )


def floors(evidence: SurveyEvidence) -> Iterator[Finding]:
    card = evidence.card
    proof = "materials.floor_plans"
    yield compared(
        FLOORS_ADD_UP(),
        count(card.floors_total),
        f"{card.floors_above} + {card.floors_below}",
        held(card.floors_total == card.floors_above + card.floors_below, Sign.doubtful),
        "=",
        "≠",
        sources=(CARD(),),
        place="building",
        proof=proof,
    )
    if not evidence.units:
        return
    lowest, highest = (pick(unit.actual_floor for unit in evidence.units) for pick in (min, max))
    inside = -card.floors_below <= lowest and highest <= card.floors_above and lowest <= highest
    bounds = f"{-card.floors_below or 1} ~ {card.floors_above}"
    yield compared(
        UNITS_ON_FLOORS(),
        f"{lowest} ~ {highest}",
        bounds,
        held(inside),
        "⊆",
        "⊄",
        measure="层",
        sources=(UNIT_TABLE(), CARD()),
        place="units",
        proof=proof,
    )


def card_as_surveyed(evidence: SurveyEvidence) -> Iterator[Finding]:
    """Each field that the survey filled; what it left blank cannot disagree with it."""
    surveyed = {name: value for name, value in evidence.survey.card.items() if value not in (None, "", 0)}
    differing = [name for name, value in surveyed.items() if evidence.card.values.get(name) != value]
    source = SURVEY(survey_no=evidence.survey.survey_no)
    for name in differing:
        yield Finding(
            Sign.fails,
            CARD_DIFFERS(field=evidence.card.labels[name]),
            written(evidence.card.values.get(name)),
            "≠",
            written(surveyed[name]),
            sources=(CARD(), source),
            place=f"building.{name}",
            proof="materials.survey_report",
        )
    if not differing:
        total = count(len(surveyed))
        yield Finding(
            Sign.holds,
            CARD_AS_SURVEYED(),
            total,
            "=",
            total,
            "项",
            (CARD(), source),
            "building",
            "materials.survey_report",
        )


def written(value: Any) -> str:
    if value is None:
        return "—"
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value)


def card_agrees_with_itself(evidence: SurveyEvidence) -> Iterator[Finding]:
    """What the developer filled in goes together: lifts and height."""
    yield from lift_agrees(evidence)
    yield from height_plausible(evidence)


def completion(evidence: SurveyEvidence) -> Iterator[Finding]:
    """A building that was only predicted is not completed yet; one measured as built has been by today."""
    completed = evidence.card.values.get("completed_on")
    if not isinstance(completed, dt.date):
        return
    expected = COMPLETION[evidence.survey.kind]
    yield compared(
        expected.rule(),
        completed.isoformat(),
        evidence.today.isoformat(),
        held((completed > evidence.today) is expected.later, expected.otherwise),
        "＞" if expected.later else "≤",
        "≤" if expected.later else "＞",
        sources=(CARD(),),
        place="building.completed_on",
        proof="materials.survey_report",
    )


def lift_agrees(evidence: SurveyEvidence) -> Iterator[Finding]:
    lifts = evidence.card.values.get("lift_count")
    with_lift = sum(unit.lift is True for unit in evidence.units)
    if lifts is None or not with_lift:
        return
    yield compared(
        LIFT_AGREES(),
        count(lifts),
        "0",
        held(lifts > 0, Sign.doubtful),
        "＞",
        "=",
        measure="部",
        sources=(CARD(), UNIT_TABLE()),
        place="building.lift_count",
        proof="materials.floor_plans",
    )


def height_plausible(evidence: SurveyEvidence) -> Iterator[Finding]:
    height, above = evidence.card.values.get("height"), evidence.card.floors_above
    if not isinstance(height, Decimal) or above <= 0:
        return
    storey = height / above
    yield compared(
        HEIGHT_PLAUSIBLE(),
        f"{storey:.2f}",
        f"{LOWEST_STOREY} ~ {HIGHEST_STOREY}",
        held(LOWEST_STOREY <= storey <= HIGHEST_STOREY, Sign.doubtful),
        "∈",
        "∉",
        measure=PER_FLOOR,
        sources=(CARD(),),
        place="building.height",
        proof="materials.floor_plans",
    )


def parcel(evidence: SurveyEvidence) -> Iterator[Finding]:
    here = evidence.survey.parcel_code
    yield compared(
        PARCEL(),
        here,
        "、".join(sorted(evidence.parcel_codes)) or "—",
        held(here in evidence.parcel_codes),
        "∈",
        "∉",
        sources=(SURVEY(survey_no=evidence.survey.survey_no), PROJECT(project=evidence.project)),
        place="confirmation",
        proof="materials.survey_report",
    )


def duplicates(evidence: SurveyEvidence) -> Iterator[Finding]:
    again = evidence.same_number
    yield compared(
        NUMBER_ONCE(),
        count(len(again)),
        "0",
        held(not again),
        "=",
        "≠",
        measure="栋",
        sources=(CARD(), *(PLAIN(words=other) for other in again)),
        place="confirmation",
        proof="materials.survey_report",
    )
    yield compared(
        CADASTRAL_ONCE(),
        count(evidence.same_cadastral),
        "0",
        held(not evidence.same_cadastral, Sign.doubtful),
        "=",
        "≠",
        measure="套",
        sources=(UNIT_TABLE(),),
        place="units",
        proof="materials.survey_report",
    )


def measured_when(evidence: SurveyEvidence) -> Iterator[Finding]:
    """A building is planned, then measured on its plans; and never tomorrow."""
    measured = evidence.survey.measured_on
    if measured is None:
        return
    source = SURVEY(survey_no=evidence.survey.survey_no)
    named = {"place": "materials.survey_report", "proof": "materials.survey_report"}
    yield compared(
        MEASURED_BY_NOW(),
        measured.isoformat(),
        evidence.today.isoformat(),
        held(measured <= evidence.today),
        "≤",
        "＞",
        sources=(source,),
        **named,
    )
    if evidence.planning_permits:
        first = min(evidence.planning_permits, key=lambda permit: permit.issued_on)
        yield compared(
            MEASURED_AFTER_PERMIT(),
            measured.isoformat(),
            first.issued_on.isoformat(),
            held(measured >= first.issued_on, Sign.doubtful),
            "≥",
            "＜",
            sources=(source, certificate_source(first)),
            **named,
        )
