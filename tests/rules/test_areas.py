from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.areas import (
    AreaCheck,
    area_sum_difference,
    area_sum_holds,
    building_shared_holds,
    usable_ratio_doubtful,
)

AREAS = st.decimals(min_value=0, max_value=100_000, places=4)


@pytest.mark.parametrize(
    ("gross", "inner", "shared", "holds"),
    [
        ("124.73", "105.20", "19.53", True),
        ("130.1", "128.5", "111.1", False),
        ("105.05", "88.60", "16.44", True),
        ("105.05", "88.60", "16.46", True),
        ("105.05", "88.60", "16.4399", False),
        ("105.05", "88.60", "16.4601", False),
    ],
)
def test_unit_areas_add_up_to_a_hundredth(gross: str, inner: str, shared: str, holds: bool) -> None:
    assert area_sum_holds(Decimal(gross), Decimal(inner), Decimal(shared)) is holds


def test_the_manuals_sample_differs_by_109_50() -> None:
    assert area_sum_difference(Decimal("130.1"), Decimal("128.5"), Decimal("111.1")) == Decimal("-109.5")


@given(AREAS, AREAS, st.decimals(min_value="-0.01", max_value="0.01", places=4))
def test_any_sum_within_tolerance_holds(inner: Decimal, shared: Decimal, error: Decimal) -> None:
    assert area_sum_holds(inner + shared + error, inner, shared)
    assert not area_sum_holds(inner + shared + Decimal("0.0101"), inner, shared)


def test_a_building_may_be_off_by_half_a_hundredth_for_each_unit() -> None:
    shares = [Decimal("19.53")] * 10 + [Decimal("16.45")] * 10 + [Decimal("26.41")] * 2
    assert building_shared_holds(shares, Decimal("412.55"))
    assert building_shared_holds(shares, Decimal("412.51"))
    assert building_shared_holds(shares, Decimal("412.73"))
    assert not building_shared_holds(shares, Decimal("412.50"))
    assert not building_shared_holds(shares, Decimal("412.74"))


def test_a_building_without_units_shares_out_nothing() -> None:
    assert building_shared_holds([], Decimal(0))
    assert not building_shared_holds([], Decimal("0.01"))


@pytest.mark.parametrize(
    ("inner", "gross", "doubtful"),
    [
        ("50", "100", False),
        ("49.99", "100", True),
        ("100", "100", False),
        ("100.01", "100", True),
        ("10", "0", True),
        ("0.8", "1", False),
        ("105.20", "124.73", False),
    ],
)
def test_a_usable_ratio_outside_half_to_one_is_doubtful(inner: str, gross: str, doubtful: bool) -> None:
    assert usable_ratio_doubtful(Decimal(inner), Decimal(gross)) is doubtful


def test_area_check_takes_the_words_of_the_region_rule() -> None:
    assert [AreaCheck(word) for word in ("error", "warn", "off")] == list(AreaCheck)
