"""测绘成果备案表: the survey, the building, its areas by use, and the opinions."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.documents.contents.review_form import ReviewOpinion
from app.documents.contents.use_total import UseTotal, grand_total


@dataclass(frozen=True)
class MappingChange:
    """One change of the 户室对照; `kind` is 拆分, 合并, 新增, 删除 or 更名."""

    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class UnitMappingSummary:
    """Counts of units before, as surveyed now, and after mapping; and what changed."""

    predicted_count: int
    actual_count: int
    mapped_count: int
    changes: tuple[MappingChange, ...]


@dataclass(frozen=True)
class SurveyFilingForm:
    """Areas in square metres, height in metres; `mapping` only where a predicted survey became an actual one."""

    authority: str
    business_no: str
    business_type: str
    developer: str
    project: str
    location: str
    parcel_code: str
    survey_no: str
    survey_kind: str
    survey_agency: str
    agency_qualification: str
    surveyed_on: date | None
    building_no: str
    natural_building_no: str
    structure: str
    use: str
    floors: int
    floors_above_ground: int
    floors_below_ground: int
    entrances: int
    height: Decimal | None
    lift: bool | None
    gross_area: Decimal
    underground_area: Decimal | None
    uses: tuple[UseTotal, ...]
    opinions: tuple[ReviewOpinion, ...]
    mapping: UnitMappingSummary | None = None
    planning_certificate: str = ""
    construction_certificate: str = ""

    @property
    def total(self) -> UseTotal:
        return grand_total(self.uses)
