import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.layouts import Layout, layout_matches, parse_layout

COUNTS = st.none() | st.integers(0, 99)


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("三室两厅两卫", Layout(3, 2, None, 2, "3", "三室两厅两卫")),
        ("三室二厅一厨二卫", Layout(3, 2, 1, 2, "3", "三室两厅一厨两卫")),
        ("3室2厅1厨2卫", Layout(3, 2, 1, 2, "3", "三室两厅一厨两卫")),
        ("３室２厅２卫１厨", Layout(3, 2, 1, 2, "3", "三室两厅一厨两卫")),
        ("三室一厅", Layout(3, 1, None, None, "3", "三室一厅")),
        ("三房", Layout(3, None, None, None, "3", "三居室")),
        ("三房两厅", Layout(3, 2, None, None, "3", "三室两厅")),
        ("三居室", Layout(3, None, None, None, "3", "三居室")),
        ("二居室", Layout(2, None, None, None, "2", "两居室")),
        ("3", Layout(3, None, None, None, "3", "三居室")),
        ("五室三厅四卫", Layout(5, 3, None, 4, "5", "五室三厅四卫")),
        ("六室三厅", Layout(6, 3, None, None, "99", "六室三厅")),
        ("十二室两厅", Layout(12, 2, None, None, "99", "十二室两厅")),
        ("二十室", Layout(20, None, None, None, "99", "二十居室")),
        ("零室一厅一卫", Layout(0, 1, None, 1, "99", "零室一厅一卫")),
        (" 两室一厅一卫一阳台 ", Layout(2, 1, None, 1, "2", "两室一厅一卫")),
        ("99", Layout(None, None, None, None, "99", "其它")),
        ("其他", Layout(None, None, None, None, "99", "其它")),
    ],
)
def test_layouts_as_people_write_them(text: str, layout: Layout) -> None:
    assert parse_layout(text) == layout


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "复式",
        "室",
        "两厅三室",
        "三室两厅两厅",
        "二三室",
        "十十室",
        "三室厅",
        "6",
        "三室两厅豪华",
        "一" * 1000,
        "3室" * 40,
    ],
)
def test_what_cannot_be_read_is_none(text: str) -> None:
    assert parse_layout(text) is None


@given(st.integers(0, 99), COUNTS, COUNTS, COUNTS)
def test_digits_are_read_and_the_label_reads_back_the_same(
    rooms: int, halls: int | None, kitchens: int | None, bathrooms: int | None
) -> None:
    parts = [(halls, "厅"), (kitchens, "厨"), (bathrooms, "卫")]
    layout = parse_layout(f"{rooms}室" + "".join(f"{count}{kind}" for count, kind in parts if count is not None))
    assert layout is not None
    assert (layout.rooms, layout.halls, layout.kitchens, layout.bathrooms) == (rooms, halls, kitchens, bathrooms)
    assert layout.code == (str(rooms) if 1 <= rooms <= 5 else "99")
    assert parse_layout(layout.label) == layout


@pytest.mark.parametrize(
    ("wanted", "stored", "matches"),
    [
        ("三居室", "三室两厅两卫", True),
        ("3", "三室两厅两卫", True),
        ("三室两厅", "三室两厅两卫", True),
        ("三室一厅", "三室两厅两卫", False),
        ("三室两厅两卫", "三居室", False),
        ("两居室", "三室两厅两卫", False),
        ("99", "六室三厅", True),
        ("99", "三居室", False),
        ("三居室", None, False),
        ("复式", "复式", True),
        ("复式", "三居室", False),
    ],
)
def test_a_layout_matches_in_all_that_the_wanted_one_states(wanted: str, stored: str | None, matches: bool) -> None:
    assert layout_matches(wanted, stored) is matches
