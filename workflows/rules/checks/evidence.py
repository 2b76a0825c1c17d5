"""What the checks of a case look at, read once: the thing itself, its certificates, company and papers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from models.enums import Legibility, OrganizationStatus, PricingMode, SaleKind, SurveyKind
from workflows.rules.price_doubts import Corridor
from workflows.rules.rounding import RoundMode


@dataclass(frozen=True, slots=True)
class CompanyFacts:
    """The applicant; `qualification_until` is None where none was recorded."""

    name: str
    status: OrganizationStatus
    valid: bool
    qualification_no: str
    qualification_until: dt.date | None


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """A certificate of the project, or one that was handed in for it; area in m²."""

    id: int
    kind: str
    title: str
    number: str
    issued_on: dt.date
    valid_until: dt.date | None
    area: Decimal | None
    project: str
    company: str
    of_project: bool
    of_company: bool


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper asked for; `certificate` is the stored one it points to, `renewed` that there is a newer version."""

    key: str
    title: str
    required: bool
    handed_in: bool
    name: str = ""
    has_file: bool = False
    legibility: Legibility | None = None
    certificate: CertificateFacts | None = None
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """The lines of the latest return: how many, and what those are called that nobody mended."""

    lines: int = 0
    unmended: tuple[str, ...] = ()


class Evidence(Protocol):
    """What every business has."""

    @property
    def today(self) -> dt.date: ...
    @property
    def company(self) -> CompanyFacts: ...
    @property
    def papers(self) -> tuple[PaperFacts, ...]: ...
    @property
    def returned(self) -> ReturnFacts: ...


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit with what the survey measured of it (`surveyed_area`, None where it has no room of that survey)."""

    id: int
    entrance: str
    room_no: str
    actual_floor: int
    use: str | None
    gross_area: Decimal
    inner_area: Decimal
    shared_area: Decimal
    surveyed_area: Decimal | None
    lift: bool | None
    sale_kind: SaleKind
    pricing_mode: PricingMode
    price_sale: Decimal | None
    filed_total: Decimal | None

    @property
    def name(self) -> str:
        return f"{self.entrance} {self.room_no}".strip()

    @property
    def for_sale(self) -> bool:
        return self.sale_kind is SaleKind.saleable


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """The survey result as delivered; `card` is what it says of the building, by the card's field names."""

    survey_no: str
    kind: SurveyKind
    measured_on: dt.date | None
    parcel_code: str
    unit_count: int
    gross_area: Decimal
    card: Mapping[str, Any]
    area_warned: bool


@dataclass(frozen=True, slots=True)
class CardFacts:
    """The building card as it would be filed; `labels` are its fields' names in words."""

    values: Mapping[str, Any]
    labels: Mapping[str, str]
    floors_total: int
    floors_above: int
    floors_below: int
    unit_count: int


@dataclass(frozen=True, slots=True)
class SurveyEvidence:
    """A survey that is to be filed. `filed_area` is what the project has on file beside this building, in m², and
    `filed_average` what that costs, in yuan a square metre (None where nothing is filed).
    """

    today: dt.date
    company: CompanyFacts
    papers: tuple[PaperFacts, ...]
    returned: ReturnFacts
    project: str
    parcel_codes: frozenset[str]
    certificates: tuple[CertificateFacts, ...]
    survey: SurveyFacts
    card: CardFacts
    units: tuple[UnitFigures, ...]
    filed_area: Decimal
    filed_average: Decimal | None
    same_number: tuple[str, ...]
    same_cadastral: int
    price_required: bool
    round_mode: RoundMode
    price_corridor: Corridor = field(default_factory=dict)

    @property
    def planning_permits(self) -> tuple[CertificateFacts, ...]:
        kind = "construction_planning_permit"
        return tuple(one for one in self.certificates if one.kind == kind and one.of_project)


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody to be enrolled. Faults are sentences without the number; the counts are other people with the same."""

    membership_id: int
    name: str
    id_fault: str | None
    phone_fault: str | None
    same_phone: int
    same_id: int


@dataclass(frozen=True, slots=True)
class EnrolmentEvidence:
    today: dt.date
    company: CompanyFacts
    papers: tuple[PaperFacts, ...]
    returned: ReturnFacts
    people: tuple[PersonFacts, ...]
