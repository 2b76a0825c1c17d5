"""When a survey result may be filed (manual 5.1.1, 5.1.4): the survey, its building and what every unit must say."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from models.enums import Phase, SurveyKind, SurveyState
from workflows import messages
from workflows.messages import Message, Reason
from workflows.rules.price_doubts import Corridor, price_doubts
from workflows.rules.unit_completeness import UnitFacts, lacks_price, missing_fields
from workflows.rules.unit_fields import UNIT_FIELDS

UNIT_GAP = Message("M14", "{entrance} {room} {missing}")
BUILDING_GAP = Message("M14", "{missing}")
# What is to be done with a survey of a building that is filed: by the survey's kind and the building's phase.
WAY_ON = {
    (SurveyKind.predicted, Phase.presale): messages.FILED_AS_PREDICTED,
    (SurveyKind.actual, Phase.presale): messages.FILED_BEFORE_COMPLETION,
    (SurveyKind.actual, Phase.existing): messages.FILED_AS_ACTUAL,
    (SurveyKind.predicted, Phase.existing): messages.FILED_AFTER_COMPLETION,
}
PRICE_LABEL = UNIT_FIELDS["price_sale"].label
NO_UNITS = Message("M14", "户室信息（该测绘成果没有户室）")


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The project that the survey is to be filed under."""

    id: int
    name: str
    parcel_codes: frozenset[str]
    certificate_kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class SurveyFilingFacts:
    """Everything that filing a survey is judged by; `survey_state` is None where the developer has no such survey."""

    business_no: str | None
    survey_no: str
    wanted_kind: SurveyKind
    survey_kind: SurveyKind | None = None
    survey_state: SurveyState | None = None
    survey_business_no: str | None = None
    survey_business_type: str = ""
    parcel_code: str = ""
    natural_building_no: str = ""
    filed_phase: Phase | None = None
    building_business_no: str | None = None
    building_business_type: str = ""
    project: ProjectFacts | None = None
    building_missing: tuple[tuple[str, str], ...] = ()
    units: tuple[UnitFacts, ...] = ()
    price_required: bool = True
    price_corridor: Corridor = field(default_factory=dict)


def survey_found(facts: SurveyFilingFacts) -> Reason | None:
    """The survey is in the archive and belongs to this developer; nobody learns what others hold."""
    if facts.survey_state is None:
        return messages.M18(at="survey_no", survey_no=facts.survey_no)
    return None


def survey_of_wanted_kind(facts: SurveyFilingFacts) -> Reason | None:
    if facts.survey_kind in {None, facts.wanted_kind} or facts.survey_kind is None:
        return None
    return messages.WRONG_SURVEY_KIND(
        at="survey_no", survey_no=facts.survey_no, kind=facts.survey_kind.title, wanted=facts.wanted_kind.title
    )


def survey_unfiled(facts: SurveyFilingFacts) -> Reason | None:
    if facts.survey_state in {SurveyState.filed, SurveyState.history}:
        return messages.M19(at="survey_no", survey_no=facts.survey_no)
    return None


def survey_not_in_progress(facts: SurveyFilingFacts) -> Reason | None:
    if facts.survey_state is SurveyState.in_progress and facts.survey_business_no != facts.business_no:
        return messages.M06(
            at="survey_no",
            subject="栋",
            business_type=facts.survey_business_type,
            business_no=facts.survey_business_no,
        )
    return None


def building_not_in_progress(facts: SurveyFilingFacts) -> Reason | None:
    """Another survey of the same building is being filed; of this very survey `survey_not_in_progress` speaks."""
    if facts.building_business_no in {None, facts.business_no, facts.survey_business_no}:
        return None
    return messages.M06(
        at="survey_no",
        subject="栋",
        business_type=facts.building_business_type,
        business_no=facts.building_business_no,
    )


def building_not_filed(facts: SurveyFilingFacts) -> Reason | None:
    """A building is known by parcel and natural building number; what is filed already is changed, not filed again."""
    if facts.filed_phase is None or survey_unfiled(facts) or survey_of_wanted_kind(facts):
        return None
    way_on = WAY_ON[facts.wanted_kind, facts.filed_phase]
    return way_on(at="survey_no", survey_no=facts.survey_no, natural_building_no=facts.natural_building_no)


def project_known(facts: SurveyFilingFacts) -> Reason | None:
    if facts.survey_state is None or facts.project is not None:
        return None
    return messages.PROJECT_UNKNOWN(at="project_id")


def parcel_of_project(facts: SurveyFilingFacts) -> Reason | None:
    if facts.project is None or facts.survey_state is None or facts.parcel_code in facts.project.parcel_codes:
        return None
    return messages.PARCEL_MISMATCH(at="project_id", parcel_code=facts.parcel_code, project=facts.project.name)


def planning_permit_recorded(facts: SurveyFilingFacts) -> Reason | None:
    if facts.project is None or "construction_planning_permit" in facts.project.certificate_kinds:
        return None
    return messages.PROJECT_INCOMPLETE(at="project_id", missing="建设工程规划许可证")


def completion_filed(facts: SurveyFilingFacts) -> Reason | None:
    """What is measured as built has been accepted as complete (建设工程质量管理条例 49)."""
    if facts.project is None or "completion_filing" in facts.project.certificate_kinds:
        return None
    return messages.PROJECT_INCOMPLETE(at="project_id", missing="竣工验收备案")


def building_gaps(facts: SurveyFilingFacts) -> Sequence[Reason]:
    return [BUILDING_GAP(at=f"building.{name}", missing=label) for name, label in facts.building_missing]


def unit_gaps(facts: SurveyFilingFacts) -> Sequence[Reason]:
    """One line for every field that a unit still lacks, naming room and field."""
    if not facts.units:
        return [NO_UNITS(at="units")]
    return [
        UNIT_GAP(at=f"units.{unit.id}.{gap.field}", entrance=unit.entrance, room=unit.room_no, missing=gap.label)
        for unit in facts.units
        for gap in missing_fields(unit, price_required=facts.price_required)
    ]


def price_gaps(facts: SurveyFilingFacts) -> Sequence[Reason]:
    """Prices can be confirmed only where none is missing: the lines of `unit_gaps` that are about prices."""
    if not facts.units:
        return [NO_UNITS(at="units")]
    return [
        UNIT_GAP(at=f"units.{unit.id}.price_sale", entrance=unit.entrance, room=unit.room_no, missing=PRICE_LABEL)
        for unit in facts.units
        if facts.price_required and lacks_price(unit)
    ]


def doubtful_prices(facts: SurveyFilingFacts) -> Sequence[Reason]:
    """What whoever confirms the prices is told; none of it refuses."""
    return price_doubts(facts.units, facts.price_corridor)
