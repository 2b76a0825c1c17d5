from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.rounding import RoundMode, round_area, round_money, round_total

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=6)


@pytest.mark.parametrize(
    ("amount", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("2.675", "2.68"),
        ("-0.005", "-0.01"),
        ("1.0049", "1.00"),
        ("-0.001", "0.00"),
    ],
)
def test_money_is_rounded_half_up_to_cents(amount: str, rounded: str) -> None:
    assert str(round_money(Decimal(amount))) == rounded


@given(AMOUNTS)
def test_money_moves_by_half_a_cent_at_most_and_rounding_again_changes_nothing(amount: Decimal) -> None:
    rounded = round_money(amount)
    assert abs(rounded - amount) <= Decimal("0.005")
    assert round_money(rounded) == rounded
    assert rounded.as_tuple().exponent == -2


def test_areas_are_printed_with_two_and_stored_with_four_decimals() -> None:
    assert str(round_area(Decimal("16.44535"))) == "16.45"
    assert str(round_area(Decimal("130.10005"), places=4)) == "130.1001"
    assert str(round_area(Decimal("-0.001"))) == "0.00"


@pytest.mark.parametrize(
    ("mode", "total"),
    [(RoundMode.cents, "876059.51"), (RoundMode.floor_yuan, "876059.00"), (RoundMode.half_up_yuan, "876060.00")],
)
def test_a_total_is_rounded_as_the_region_wants(mode: RoundMode, total: str) -> None:
    assert str(round_total(Decimal("876059.505"), mode)) == total


def test_half_a_yuan_goes_up_only_where_the_region_rounds_half_up() -> None:
    assert round_total(Decimal("100.50"), RoundMode.half_up_yuan) == 101
    assert round_total(Decimal("100.49"), RoundMode.half_up_yuan) == 100
    assert round_total(Decimal("100.99"), RoundMode.floor_yuan) == 100
