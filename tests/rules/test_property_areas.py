from decimal import Decimal

import pytest

from workflows.rules.property_areas import PropertyAreaBalance, property_area_base, required_property_area


@pytest.mark.parametrize(
    ("base", "ratio", "required"),
    [
        ("67020", "0.002", "134.04"),
        ("67020", "0.003", "201.06"),
        ("9000", "0.002", "50.00"),
        ("67015.61", "0.003", "201.05"),
        ("25000", "0.002", "50.00"),
        ("25002", "0.002", "50.00"),
        ("25002.50", "0.002", "50.01"),
    ],
)
def test_required_area_is_the_ratio_but_never_less_than_the_minimum(base: str, ratio: str, required: str) -> None:
    assert str(required_property_area(Decimal(base), Decimal(ratio), Decimal(50))) == required


def test_a_garage_counts_by_its_weight() -> None:
    assert property_area_base(Decimal(60000), Decimal(14040), Decimal("0.5")) == 67020


def test_the_balance_names_what_is_missing() -> None:
    balance = PropertyAreaBalance(Decimal("201.05"), elsewhere=Decimal("124.73"), here=Decimal(0))
    assert balance.missing == Decimal("76.32")
    assert not balance.sufficient


def test_more_than_required_leaves_nothing_missing() -> None:
    balance = PropertyAreaBalance(Decimal("201.05"), elsewhere=Decimal("124.73"), here=Decimal("99.91"))
    assert balance.missing == 0
    assert balance.sufficient
