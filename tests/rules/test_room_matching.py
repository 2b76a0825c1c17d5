from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.room_matching import MatchPosition, RoomMatch, UnitSelection, matches_room, selected

PREFIX, SUFFIX = MatchPosition.prefix, MatchPosition.suffix
HYPHENED = ["1-01", "1-02", "1-03", "2-01", "2-03", "10-01", "11-03", "12-01", "33-04"]
PLAIN = ["101", "109", "1001", "2101"]


@dataclass(frozen=True, slots=True)
class Room:
    id: int
    room_no: str
    entrance: str = "A01"
    actual_floor: int = 1
    nominal_floor: str | None = "1"
    layout: str | None = "三室两厅两卫"
    use: str | None = "10"


@pytest.mark.parametrize(
    ("position", "digits", "length", "rooms"),
    [
        (SUFFIX, "01", 2, ["1-01", "2-01", "10-01", "12-01"]),
        (SUFFIX, "01", None, ["1-01", "2-01", "10-01", "12-01"]),
        (SUFFIX, "1", 2, ["1-01", "2-01", "10-01", "12-01"]),
        (SUFFIX, "1", 1, ["1-01", "2-01", "10-01", "12-01"]),
        (SUFFIX, "03", 2, ["1-03", "2-03", "11-03"]),
        (PREFIX, "10", 2, ["10-01"]),
        (PREFIX, "1", 1, ["1-01", "1-02", "1-03", "10-01", "11-03", "12-01"]),
        (SUFFIX, "01", 3, []),
        (SUFFIX, "001", 2, []),
        (PREFIX, "1-01", 4, ["1-01"]),
        (PREFIX, "1", 6, []),
    ],
)
def test_rooms_with_a_hyphen(position: MatchPosition, digits: str, length: int | None, rooms: list[str]) -> None:
    match = RoomMatch(position, digits, length)
    assert [room for room in HYPHENED if matches_room(match, room)] == rooms


def test_rooms_without_a_hyphen() -> None:
    ending, beginning = RoomMatch(SUFFIX, "01", 2), RoomMatch(PREFIX, "10", 2)
    assert [room for room in PLAIN if matches_room(ending, room)] == ["101", "1001", "2101"]
    assert [room for room in PLAIN if matches_room(beginning, room)] == ["101", "109", "1001"]


def test_the_length_of_the_room_number_tells_floor_1_from_floor_10() -> None:
    units = [Room(n, room) for n, room in enumerate(PLAIN)]
    chosen = selected(UnitSelection(room_match=RoomMatch(PREFIX, "10", 2), room_length=4), units)
    assert [unit.room_no for unit in chosen] == ["1001"]


@pytest.mark.parametrize(("digits", "length"), [("", None), ("", 2), ("01", 0), ("01", -1)])
def test_a_match_without_anything_to_compare_is_refused(digits: str, length: int | None) -> None:
    with pytest.raises(ValueError, match="匹配"):
        RoomMatch(SUFFIX, digits, length)


@given(st.text("0123456789-", min_size=1, max_size=8), st.integers(1, 8), st.sampled_from(MatchPosition))
def test_a_room_matches_its_own_beginning_and_end(room_no: str, length: int, position: MatchPosition) -> None:
    part = room_no[:length] if position is PREFIX else room_no[-length:]
    assert matches_room(RoomMatch(position, part), room_no)
    assert not matches_room(RoomMatch(position, "0", len(room_no) + 1), room_no)


BUILDING = [
    Room(1, "101"),
    Room(2, "102", layout="两室两厅一卫"),
    Room(3, "101", entrance="A02"),
    Room(4, "401", actual_floor=4, nominal_floor="3A"),
    Room(5, "C-001", entrance="地库", actual_floor=-1, nominal_floor="-1", layout=None, use="27"),
]


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (UnitSelection(), [1, 2, 3, 4, 5]),
        (UnitSelection(entrance="A01"), [1, 2, 4]),
        (UnitSelection(actual_floor_from=1), [1, 2, 3, 4]),
        (UnitSelection(actual_floor_to=1), [1, 2, 3, 5]),
        (UnitSelection(actual_floor_from=-1, actual_floor_to=-1), [5]),
        (UnitSelection(nominal_floor="3A"), [4]),
        (UnitSelection(layout="3"), [1, 3, 4]),
        (UnitSelection(layout="三房"), [1, 3, 4]),
        (UnitSelection(layout="两室两厅一卫"), [2]),
        (UnitSelection(layout="两室一厅"), []),
        (UnitSelection(use="27"), [5]),
        (UnitSelection(ids=frozenset({2, 5, 99})), [2, 5]),
        (UnitSelection(ids=frozenset()), []),
        (UnitSelection(room_length=5), [5]),
        (UnitSelection(entrance="A01", room_match=RoomMatch(SUFFIX, "01")), [1, 4]),
        (UnitSelection(entrance="A01", room_match=RoomMatch(SUFFIX, "01"), actual_floor_from=2), [4]),
    ],
)
def test_all_filters_must_hold(selection: UnitSelection, ids: list[int]) -> None:
    assert [unit.id for unit in selected(selection, BUILDING)] == ids


def test_suffix_01_selects_33_units_of_a_tower_of_33_floors() -> None:
    tower = [Room(floor * 10 + n, f"{floor}-0{n}", actual_floor=floor) for floor in range(1, 34) for n in range(1, 5)]
    assert len(selected(UnitSelection(room_match=RoomMatch(SUFFIX, "01", 2)), tower)) == 33


@given(st.lists(st.sampled_from(BUILDING)), st.sampled_from(BUILDING))
def test_a_further_filter_never_adds_units(units: list[Room], sample: Room) -> None:
    wide = UnitSelection(entrance=sample.entrance)
    narrow = replace(wide, use=sample.use, room_match=RoomMatch(PREFIX, sample.room_no[:1]))
    assert [unit for unit in selected(wide, units) if unit in selected(narrow, units)] == selected(narrow, units)
