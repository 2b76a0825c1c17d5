"""Choosing units: by room number as stored (manual 5.1.1 按室号选择), entrance, floor, layout, use or identity."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from workflows.rules.layouts import layout_matches
from workflows.rules.placed_unit import PlacedUnit


class MatchPosition(StrEnum):
    """Which end of the room number is compared: 向前匹配 its beginning, 向后匹配 its end."""

    prefix = "prefix"
    suffix = "suffix"


class SelectableUnit(PlacedUnit, Protocol):
    """The facts of a unit that a selection looks at; use is a code, layout a code or its text."""

    @property
    def nominal_floor(self) -> str | None: ...
    @property
    def layout(self) -> str | None: ...
    @property
    def use(self) -> str | None: ...


AnyUnit = TypeVar("AnyUnit", bound=SelectableUnit)


@dataclass(frozen=True, slots=True)
class RoomMatch:
    """Compare `length` characters (the digits' own number when None) at one end of the room number."""

    position: MatchPosition
    digits: str
    length: int | None = None

    def __post_init__(self) -> None:
        if not self.digits:
            raise ValueError("请填写匹配数字")
        if self.length is not None and self.length < 1:
            raise ValueError("匹配长度应大于 0")

    @property
    def compared_length(self) -> int:
        return len(self.digits) if self.length is None else self.length


@dataclass(frozen=True, slots=True)
class UnitSelection:
    """Filters that must all hold; None is no filter. `room_length` is the room number's own length (室号位数)."""

    room_match: RoomMatch | None = None
    room_length: int | None = None
    entrance: str | None = None
    actual_floor_from: int | None = None
    actual_floor_to: int | None = None
    nominal_floor: str | None = None
    layout: str | None = None
    use: str | None = None
    ids: Collection[int] | None = None


EVERY_UNIT = UnitSelection()


def matches_room(match: RoomMatch, room_no: str) -> bool:
    """The room number is compared as stored, hyphen included; the digits are padded with 0 on the left."""
    length = match.compared_length
    if length > len(room_no):
        return False
    compared = room_no[:length] if match.position is MatchPosition.prefix else room_no[-length:]
    return compared == match.digits.rjust(length, "0")


def selected(selection: UnitSelection, units: Iterable[AnyUnit]) -> list[AnyUnit]:
    """The units that every filter lets through, in their given order."""
    if selection == EVERY_UNIT:
        return list(units)
    return [unit for unit in units if _is_selected(selection, unit)]


def _is_selected(selection: UnitSelection, unit: SelectableUnit) -> bool:
    return (
        _is_or_any(selection.entrance, unit.entrance)
        and _is_or_any(selection.nominal_floor, unit.nominal_floor)
        and (selection.layout is None or layout_matches(selection.layout, unit.layout))
        and _is_or_any(selection.use, unit.use)
        and _is_or_any(selection.room_length, len(unit.room_no))
        and (selection.ids is None or unit.id in selection.ids)
        and _is_on_floors(selection, unit.actual_floor)
        and (selection.room_match is None or matches_room(selection.room_match, unit.room_no))
    )


def _is_or_any(wanted: str | int | None, found: str | int | None) -> bool:
    return wanted is None or wanted == found


def _is_on_floors(selection: UnitSelection, floor: int) -> bool:
    lowest, highest = selection.actual_floor_from, selection.actual_floor_to
    return (lowest is None or lowest <= floor) and (highest is None or floor <= highest)
