"""Where rooms stand on a 楼盘表."""

from dataclasses import dataclass

from workflows.rules.building_layout import PLACES_IN_A_ROW, WIDEST_FLOOR, building_layout


@dataclass(frozen=True)
class Room:
    entrance: str
    actual_floor: int
    room_no: str


def numbers(row):
    return [[room and room.room_no for room in block] for block in row.blocks]


def test_floors_stand_from_the_highest_down_and_idle_ones_between():
    rooms = [Room("1", floor, f"{floor}-01") for floor in (-1, 1, 3)]
    (section,) = building_layout(rooms, [-1, 1, 2, 3], {3: "3A"})
    assert [(row.actual_floor, row.nominal_floor, row.is_idle) for row in section.rows] == [
        (3, "3A", False),
        (2, "2", True),
        (1, "1", False),
        (-1, "-1", False),
    ]


def test_rooms_stand_in_stacks_where_their_numbers_allow_it():
    rooms = [Room("1", 2, "201"), Room("1", 2, "202"), Room("1", 2, "203"), Room("1", 1, "103"), Room("1", 1, "101")]
    (section,) = building_layout(rooms, [1, 2], {})
    assert numbers(section.rows[0]) == [["201", "202", "203"]]
    assert numbers(section.rows[1]) == [["101", None, "103"]]


def test_rooms_without_usable_numbers_stand_in_the_surveys_order():
    rooms = [Room("1", 1, "商铺甲"), Room("1", 1, "商铺乙"), Room("1", 1, "199")]
    (section,) = building_layout(rooms, [1], {})
    assert numbers(section.rows[0]) == [["商铺甲", "商铺乙", "199"]]


def test_entrances_stand_side_by_side_with_gaps_where_a_floor_is_missing():
    rooms = [Room("A", 1, "101"), Room("B", 1, "101"), Room("B", 2, "201")]
    (section,) = building_layout(rooms, [1, 2], {})
    assert section.entrances == (("A", 1), ("B", 1))
    assert numbers(section.rows[0]) == [[None], ["201"]]


def test_a_garage_stands_by_itself_in_rows():
    places = [Room("地库", -1, f"C-{n:03}") for n in range(1, WIDEST_FLOOR + 2)]
    main, garage = building_layout([Room("1", 1, "101"), *places], [-1, 1], {})
    assert [row.actual_floor for row in main.rows] == [1]
    assert garage.entrances == (("地库", PLACES_IN_A_ROW),)
    assert [row.continued for row in garage.rows] == [False, True, True]
    assert sum(room is not None for row in garage.rows for block in row.blocks for room in block) == len(places)


def test_a_building_without_rooms_shows_its_floors():
    (section,) = building_layout([], [1, 2], {})
    assert [row.is_idle for row in section.rows] == [True, True]
