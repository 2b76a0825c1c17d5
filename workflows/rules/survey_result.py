"""What a survey workbook says once it has been checked, and the faults that keep it from being taken."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from models.enums import SurveyKind
from workflows.messages import Message, Reason
from workflows.rules import survey_words as words

Found = str | int | float | None


PLACES: Mapping[tuple[bool, bool], Message] = {
    (False, False): words.SHEET,
    (True, False): words.SHEET_ROW,
    (False, True): words.SHEET_COLUMN,
    (True, True): words.SHEET_ROW_COLUMN,
}


@dataclass(frozen=True, slots=True)
class SurveyFault:
    """One place of the workbook that is not as it must be; `row` as a spreadsheet counts it, the header is row 1."""

    sheet: str
    row: int | None
    column: str | None
    found: Found
    expected: Reason
    code: str
    title: str

    @property
    def reason(self) -> Reason:
        """The whole sentence: where, what is wrong, what stands there, what should."""
        if not self.sheet:
            return words.FAULT_OF_FILE(title=self.title, expected=self.expected)
        if self.found is None:
            return words.FAULT(place=self.place, title=self.title, expected=self.expected)
        return words.FAULT_FOUND(place=self.place, title=self.title, found=self.found, expected=self.expected)

    @property
    def place(self) -> Reason:
        """Sheet, row and column, as far as they are known."""
        return PLACES[self.row is not None, self.column is not None](sheet=self.sheet, row=self.row, column=self.column)

    @property
    def message(self) -> str:
        """The sentence in Chinese."""
        return str(self.reason)


class SurveyRefused(Exception):
    """Nothing of the workbook is taken; `faults` lists everything that was found wrong, in the order of the sheets."""

    def __init__(self, faults: tuple[SurveyFault, ...]) -> None:
        self.faults = faults
        super().__init__("；".join(fault.message for fault in faults[:3]))


@dataclass(frozen=True, slots=True)
class SurveyedBuilding:
    """The one row of sheet 自然幢; areas in m² with four decimals, of the survey's own kind; None where left blank."""

    natural_building_no: str
    logical_building_no: str | None
    location: str | None
    doorplate: str | None
    parcel_code: str
    community: str | None
    gross_area: Decimal | None
    basement_area: Decimal | None
    other_area: Decimal | None
    completed_on: dt.date | None
    structure: str | None
    status: str | None
    use: str | None
    floors_total: int
    floors_above: int
    floors_below: int
    remark: str | None
    unit_count: int
    building_no: str
    height: Decimal | None


@dataclass(frozen=True, slots=True)
class SurveyedFloor:
    """A row of sheet 层; storey height in metres with two decimals."""

    floor_no: str | None
    logical_building_no: str | None
    actual_floor: int
    nominal_floor: str | None
    gross_area: Decimal | None
    inner_area: Decimal | None
    shared_area: Decimal | None
    storey_height: Decimal | None


@dataclass(frozen=True, slots=True)
class SurveyedUnit:
    """A row of sheet 户: codes of the code lists, areas in m² with four decimals, the coefficient with six."""

    cadastral_unit_no: str | None
    location: str | None
    actual_floor: int
    nominal_floor: str | None
    household_no: str | None
    layout: str | None
    room_no: str
    layout_structure: str | None
    use: str | None
    gross_area: Decimal
    inner_area: Decimal
    shared_area: Decimal
    basement_area: Decimal | None
    other_area: Decimal | None
    share_coefficient: Decimal | None
    common_land_area: Decimal | None
    land_share: Decimal | None
    own_land_area: Decimal | None
    house_type: str | None
    nature: str | None
    structure: str | None
    entrance: str
    rights_nature: str | None
    land_use: str | None
    land_from: dt.date | None
    land_until: dt.date | None
    remark: str | None
    storey_height: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CommonPart:
    """A row of sheet 共有部位 (annex 2 of the contract); what is not shared out belongs to all owners."""

    name: str
    position: str | None
    area: Decimal | None
    scope: str | None
    shared_out: bool | None


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """A survey of one building that may be taken, with what is doubtful in it."""

    survey_no: str
    kind: SurveyKind
    agency: str
    measured_on: dt.date | None
    building: SurveyedBuilding
    floors: tuple[SurveyedFloor, ...]
    units: tuple[SurveyedUnit, ...]
    common_parts: tuple[CommonPart, ...]
    warnings: tuple[SurveyFault, ...] = field(default=())

    @property
    def gross_area(self) -> Decimal:
        return sum((unit.gross_area for unit in self.units), Decimal(0))

    @property
    def inner_area(self) -> Decimal:
        return sum((unit.inner_area for unit in self.units), Decimal(0))

    @property
    def shared_area(self) -> Decimal:
        return sum((unit.shared_area for unit in self.units), Decimal(0))
