"""Where each room of a building stands on a 楼盘表: floors from the highest down, rooms by entrance. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from workflows.rules.placed_unit import PlacedRoom

# An entrance with more places than this on a floor is a garage: it stands by itself, its floors over several rows.
WIDEST_FLOOR = 46
PLACES_IN_A_ROW = 20


Room = TypeVar("Room", bound=PlacedRoom)


@dataclass(frozen=True, slots=True)
class LayoutRow(Generic[Room]):
    """One row: for each entrance its cells, None where no room stands; no cells at all on an idle floor (设备层)."""

    actual_floor: int
    nominal_floor: str
    blocks: tuple[tuple[Room | None, ...], ...]
    continued: bool = False

    @property
    def is_idle(self) -> bool:
        return not self.blocks


@dataclass(frozen=True, slots=True)
class LayoutSection(Generic[Room]):
    """One table: its entrances with their width in cells, and its rows."""

    entrances: tuple[tuple[str, int], ...]
    rows: tuple[LayoutRow[Room], ...]


def building_layout(
    rooms: Sequence[Room], floors: Iterable[int], nominal_floors: Mapping[int, str]
) -> list[LayoutSection[Room]]:
    """All entrances side by side with every floor of the building, then each garage by itself.

    `floors` are all floors the building has; one without a room is shown idle.
    """
    by_entrance: dict[str, dict[int, list[Room]]] = defaultdict(lambda: defaultdict(list))
    for room in rooms:
        by_entrance[room.entrance][room.actual_floor].append(room)
    widths = {name: max(len(there) for there in by_floor.values()) for name, by_floor in by_entrance.items()}
    garages = [name for name, width in widths.items() if width > WIDEST_FLOOR]
    main = {name: by_entrance[name] for name in by_entrance if name not in garages}
    idle = set(floors) - {room.actual_floor for room in rooms}
    sections = [side_by_side(main, widths, idle, nominal_floors)] if main or not garages else []
    return sections + [garage(name, by_entrance[name], nominal_floors) for name in garages]


def side_by_side(
    entrances: Mapping[str, Mapping[int, Sequence[Room]]],
    widths: Mapping[str, int],
    idle: set[int],
    nominal_floors: Mapping[int, str],
) -> LayoutSection[Room]:
    lived_in = {floor for by_floor in entrances.values() for floor in by_floor}
    rows = [
        LayoutRow(
            floor,
            nominal_floors.get(floor, str(floor)),
            tuple(in_stacks(by_floor.get(floor, ()), widths[name]) for name, by_floor in entrances.items())
            if floor in lived_in
            else (),
        )
        for floor in sorted(lived_in | idle, reverse=True)
    ]
    return LayoutSection(tuple((name, widths[name]) for name in entrances), tuple(rows))


def in_stacks(rooms: Sequence[Room], width: int) -> tuple[Room | None, ...]:
    """Room n-03 stands in the third cell where all numbers of the floor allow it, so that stacks of rooms line up."""
    places = [ending(room.room_no) for room in rooms]
    stacked = len(set(places)) == len(places) and all(1 <= place <= width for place in places)
    by_place = dict(zip(places if stacked else range(1, len(rooms) + 1), rooms, strict=True))
    return tuple(by_place.get(place) for place in range(1, width + 1))


def ending(room_no: str) -> int:
    match = re.search(r"(\d{1,2})$", room_no)
    return int(match[1]) if match else 0


def garage(name: str, by_floor: Mapping[int, Sequence[Room]], nominal_floors: Mapping[int, str]) -> LayoutSection[Room]:
    rows = [
        LayoutRow(floor, nominal_floors.get(floor, str(floor)), (cells,), continued=n > 0)
        for floor in sorted(by_floor, reverse=True)
        for n, cells in enumerate(wrapped(by_floor[floor]))
    ]
    return LayoutSection(((name, PLACES_IN_A_ROW),), tuple(rows))


def wrapped(rooms: Sequence[Room]) -> list[tuple[Room | None, ...]]:
    parts = [tuple(rooms[start : start + PLACES_IN_A_ROW]) for start in range(0, len(rooms), PLACES_IN_A_ROW)]
    return [(*part, *(None,) * (PLACES_IN_A_ROW - len(part))) for part in parts]
