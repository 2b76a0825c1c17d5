"""Rooms find their places: floors from high to low, stacks above each other, wide floors divided."""

import math

from app.documents.building_grid import arrange, layout_for, paper_for
from app.documents.contents import BuildingTableSheet, TableFloor
from app.documents.paper import A3_LYING, A4_LYING

from . import samples


def test_a_small_building_stands_on_one_a4_sheet() -> None:
    assert paper_for(samples.small_building()) == A4_LYING
    assert len(arrange(samples.small_building(), A4_LYING)) == 1


def test_a_tower_of_33_floors_runs_from_the_top_down_on_one_a3_sheet() -> None:
    tower = samples.tower()
    (sheet,) = arrange(tower, paper_for(tower))
    assert [row.floor.actual_floor for row in sheet.rows] == list(range(33, 0, -1))
    assert [cell and cell.room_no for cell in sheet.rows[0].cells] == ["33-01", "33-02", "33-03", "33-04"]
    assert layout_for(sheet, A3_LYING) == "line"


def test_every_unit_stands_exactly_once() -> None:
    for table in (samples.small_building(), samples.tower(), samples.slab(), samples.estate()):
        drawn = [
            (cell.entrance, cell.actual_floor, cell.room_no)
            for sheet in arrange(table, paper_for(table))
            for row in sheet.rows
            for cell in row.cells
            if cell
        ]
        assert sorted(drawn) == sorted((unit.entrance, unit.actual_floor, unit.room_no) for unit in table.units)


def test_37_rooms_a_floor_are_divided_evenly_and_stay_in_their_stacks() -> None:
    sheets = arrange(samples.slab(), A3_LYING)
    assert [(sheet.part, sheet.parts, sheet.columns) for sheet in sheets] == [(1, 2, 18), (2, 2, 19)]
    first_column = [row.cells[0].room_no for row in sheets[1].rows if row.cells and row.cells[0]]
    assert first_column == [f"{floor}19" for floor in range(30, 3, -1)]


def test_a_floor_without_units_is_drawn_as_plant() -> None:
    rows = {row.floor.actual_floor: row for row in arrange(samples.slab(), A3_LYING)[0].rows}
    assert (rows[2].note, rows[3].note, rows[4].note) == ("设备层", "设备层", "")


def test_a_named_plant_floor_keeps_its_name() -> None:
    table = samples.building(
        "D009",
        (TableFloor(1, "1"), TableFloor(2, "2", note="避难层")),
        iter([samples.table_unit("A01", 1, "101", 1)]),
    )
    assert [row.note for row in arrange(table, A4_LYING)[0].rows] == ["避难层", ""]


def test_entrances_share_a_sheet_and_the_garage_runs_over_several_rows_of_its_own() -> None:
    homes, garage = arrange(samples.estate(), A3_LYING)
    assert homes.entrances == (("A01", 4), ("A02", 4), ("A03", 4))
    assert [row.floor.actual_floor for row in homes.rows] == list(range(18, 0, -1))
    assert [name for name, _ in garage.entrances] == ["地库"]
    assert [row.floor.actual_floor for row in garage.rows] == [-1] * math.ceil(120 / 20) + [-2] * math.ceil(96 / 20)
    assert [row.continued for row in garage.rows].count(False) == 2


def test_rooms_that_share_a_stack_number_fall_back_to_their_order() -> None:
    units = [samples.table_unit("A01", 1, room, index) for index, room in enumerate(("R-101", "S-101", "乙"))]
    (sheet,) = arrange(samples.building("D010", samples.plain_floors(1), iter(units)), A4_LYING)
    assert [cell and cell.room_no for cell in sheet.rows[0].cells] == ["R-101", "S-101", "乙"]


def test_a_missing_room_leaves_its_place_empty() -> None:
    units = [
        samples.table_unit("A01", floor, room, 1) for floor, room in ((2, "201"), (2, "202"), (2, "203"), (1, "103"))
    ]
    (sheet,) = arrange(samples.building("D011", samples.plain_floors(1, 2), iter(units)), A4_LYING)
    assert [cell and cell.room_no for cell in sheet.rows[1].cells] == [None, None, "103"]


def test_a_building_without_units_still_shows_its_floors() -> None:
    empty: BuildingTableSheet = samples.building("D012", samples.plain_floors(1, 2), iter(()))
    (sheet,) = arrange(empty, paper_for(empty))
    assert [row.note for row in sheet.rows] == ["设备层", "设备层"]
