"""Reads and checks sheet 户: every unit by itself, against its building and against the other units."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from workflows.messages import Reason
from workflows.rules import survey_words as words
from workflows.rules.areas import UNIT_TOLERANCE, area_sum_holds, usable_ratio_doubtful
from workflows.rules.survey_result import SurveyedFloor, SurveyedUnit
from workflows.rules.survey_table import SurveyTable

SURVEYED = len(fields(SurveyedUnit)) - 1  # all but the storey height, which stands in sheet 层
ACTUAL_FLOOR = [item.name for item in fields(SurveyedUnit)].index("actual_floor")
DWELLING_USES = frozenset({"10", "11", "12"})
DWELLING_TYPE = "1"
LOWEST_FLOOR, HIGHEST_FLOOR = -5, 100
CENT = Decimal("0.01")
COEFFICIENT_ERROR = Decimal("0.0000005")
CADASTRAL_LENGTH = 28


@dataclass(frozen=True, slots=True)
class BuildingFrame:
    """What the units are held against; None where the building's own row could not be read."""

    natural_building_no: str | None
    parcel_code: str | None
    floors_above: int | None
    floors_below: int | None

    def holds_floor(self, floor: int) -> bool:
        """Between the lowest and the highest floor; there is no floor 0, and an unknown end leaves that side open."""
        above = HIGHEST_FLOOR if self.floors_above is None else self.floors_above
        below = -LOWEST_FLOOR if self.floors_below is None else self.floors_below
        return floor != 0 and max(-below, LOWEST_FLOOR) <= floor <= min(above, HIGHEST_FLOOR)

    @property
    def floors_told(self) -> Reason:
        """Between which floors a unit can lie."""
        return words.FLOORS(below=_told(self.floors_below), above=_told(self.floors_above))


class StoreyHeights:
    """The storey height of a floor, of its own logical building where sheet 层 tells them apart."""

    def __init__(self, floors: Sequence[SurveyedFloor]) -> None:
        self._of_floor = {floor.actual_floor: floor.storey_height for floor in reversed(floors)}
        self._of_logical = {(floor.logical_building_no, floor.actual_floor): floor.storey_height for floor in floors}

    def of(self, logical_building_no: str | None, actual_floor: int) -> Decimal | None:
        height = self._of_logical.get((logical_building_no, actual_floor))
        return self._of_floor.get(actual_floor) if height is None else height


class UnitReader:
    """One pass over sheet 户: the units, and the sums that the building's row is held against."""

    def __init__(self, table: SurveyTable, frame: BuildingFrame, heights: StoreyHeights) -> None:
        self._table = table
        self._frame = frame
        self._heights = heights
        self._rooms: dict[tuple[str, str], int] = {}
        self._cadastral: set[str] = set()
        self.gross_total: Decimal | None = Decimal(0)
        self.basement_total: Decimal | None = Decimal(0)

    def units(self) -> Iterator[SurveyedUnit]:
        """Every unit in the order of the sheet; fields that could not be read are None and told as faults."""
        for row, record in self._table.records():
            natural_building_no, logical_building_no = record[SURVEYED : SURVEYED + 2]
            height = self._heights.of(logical_building_no, record[ACTUAL_FLOOR])
            values: list[Any] = [*record[:SURVEYED], height]
            unit = SurveyedUnit(*values)
            check_place(self._table, row, self._frame, unit.actual_floor, natural_building_no)
            self._check_room(row, unit)
            self._check_cadastral(row, unit)
            self._check_layout(row, unit)
            self._check_land(row, unit.land_from, unit.land_until)
            self._check_areas(row, unit)
            yield unit

    def _check_room(self, row: int, unit: SurveyedUnit) -> None:
        if unit.entrance is None or unit.room_no is None:
            return
        first = self._rooms.setdefault((unit.entrance, unit.room_no), row)
        if first != row:
            self._table.fault(
                "duplicate_room", row, "room_no", unit.room_no, words.ROOM_IN_ROW(entrance=unit.entrance, row=first)
            )

    def _check_cadastral(self, row: int, unit: SurveyedUnit) -> None:
        number = unit.cadastral_unit_no
        if number is None:
            return
        if (
            len(number) != CADASTRAL_LENGTH
            or number[:20] != f"{self._frame.parcel_code}F"
            or not number[20:].isdecimal()
        ):
            self._table.warning("cadastral_unit_form", row, "cadastral_unit_no", number, words.CADASTRAL())
        if number in self._cadastral:
            self._table.warning("duplicate_cadastral_unit", row, "cadastral_unit_no", number, words.ONE_EACH())
        self._cadastral.add(number)

    def _check_layout(self, row: int, unit: SurveyedUnit) -> None:
        dwelling = unit.house_type == DWELLING_TYPE or unit.use in DWELLING_USES
        if dwelling and unit.layout is None:
            self._table.fault("missing_value", row, "layout", None, words.LAYOUT_OF_DWELLING())

    def _check_land(self, row: int, land_from: dt.date | None, land_until: dt.date | None) -> None:
        if land_from and land_until and land_from >= land_until:
            self._table.fault("date_order", row, "land_until", land_until, words.AFTER_LAND_FROM(day=land_from))

    def _check_areas(self, row: int, unit: SurveyedUnit) -> None:
        gross, inner, shared = unit.gross_area, unit.inner_area, unit.shared_area
        self.gross_total = _plus(self.gross_total, gross)
        self.basement_total = _plus(self.basement_total, unit.basement_area or Decimal(0))
        if gross is None or inner is None or shared is None:
            return
        for field, area in (("gross_area", gross), ("inner_area", inner)):
            if not area:
                self._table.fault("area_not_positive", row, field, float(area), words.ABOVE_ZERO())
        if not area_sum_holds(gross, inner, shared):
            field = doubtful_area(unit)
            told = words.AREAS_TOGETHER(inner=inner, shared=shared, sum=inner + shared, gross=gross)
            self._table.fault("area_sum", row, field, float(getattr(unit, field)), told)
        elif gross and inner:
            self._check_doubtful(row, unit)

    def _check_doubtful(self, row: int, unit: SurveyedUnit) -> None:
        gross, inner, coefficient = unit.gross_area, unit.inner_area, unit.share_coefficient
        if usable_ratio_doubtful(inner, gross):
            self._table.warning("usable_ratio", row, "inner_area", float(inner), words.USABLE_RATIO())
        if coefficient and not _shared_fits(unit.shared_area, inner, coefficient):
            told = words.SHARE(coefficient=coefficient, inner=inner)
            self._table.warning("share_coefficient", row, "shared_area", float(unit.shared_area), told)


def check_place(
    table: SurveyTable, row: int, frame: BuildingFrame, floor: int | None, natural_building_no: str | None
) -> None:
    """A floor that the building has, and the building's own number."""
    if floor is not None and not frame.holds_floor(floor):
        table.fault("floor_out_of_range", row, "actual_floor", floor, frame.floors_told)
    wanted = frame.natural_building_no
    if natural_building_no != wanted and wanted is not None and natural_building_no is not None:
        table.fault(
            "building_mismatch",
            row,
            "natural_building_no",
            natural_building_no,
            words.NUMBER_OF_BUILDING(number=wanted),
        )


def doubtful_area(unit: SurveyedUnit) -> str:
    """Which of three areas that do not add up is the odd one: the one the share coefficient contradicts, else gross."""
    gross, inner, shared, coefficient = unit.gross_area, unit.inner_area, unit.shared_area, unit.share_coefficient
    if not coefficient:
        return "gross_area"
    if _shared_fits(gross - inner, inner, coefficient):
        return "shared_area"
    if gross > shared and _shared_fits(shared, gross - shared, coefficient):
        return "inner_area"
    return "gross_area"


def _shared_fits(shared: Decimal, inner: Decimal, coefficient: Decimal) -> bool:
    """分摊 = 系数 × 套内 to the cent, allowing for the coefficient's own six decimals."""
    error = UNIT_TOLERANCE + COEFFICIENT_ERROR * inner
    return abs((coefficient * inner).quantize(CENT, ROUND_HALF_UP) - shared) <= error


def _plus(total: Decimal | None, area: Decimal | None) -> Decimal | None:
    return None if total is None or area is None else total + area


def _told(floors: int | None) -> str:
    return "？" if floors is None else str(floors)
