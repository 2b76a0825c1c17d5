"""Figures and dates as they stand on paper."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.documents import formatting


@pytest.mark.parametrize(
    ("amount", "printed"),
    [
        (Decimal(1234567), "1,234,567.00"),
        (Decimal("0.005"), "0.01"),
        (Decimal("-1234.565"), "-1,234.57"),
        (Decimal("431235048.60"), "431,235,048.60"),
        (None, "—"),
    ],
)
def test_money_has_separators_and_two_decimals(amount: Decimal | None, printed: str) -> None:
    assert formatting.money(amount) == printed


@pytest.mark.parametrize(
    ("square_metres", "printed"),
    [(Decimal("124.7250"), "124.73"), (Decimal("1E+1"), "10.00"), (Decimal("48749.9400"), "48749.94"), (None, "—")],
)
def test_areas_are_rounded_half_up_to_two_decimals(square_metres: Decimal | None, printed: str) -> None:
    assert formatting.area(square_metres) == printed


def test_dates_are_chinese_and_count_by_the_day_in_shanghai() -> None:
    assert formatting.date_text(date(2024, 5, 1)) == "2024年5月1日"
    assert formatting.date_text(datetime(2024, 4, 30, 16, 0, tzinfo=UTC)) == "2024年5月1日"
    assert formatting.time_text(datetime(2024, 4, 30, 16, 5, tzinfo=UTC)) == "2024年5月1日 00:05"


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        formatting.date_text(datetime(2024, 5, 1))  # noqa: DTZ001  the fault under test


def test_capitals_are_of_the_amount_rounded_to_the_cent() -> None:
    assert formatting.capitals(Decimal("876059.798")) == "捌拾柒万陆仟零伍拾玖元捌角整"


def test_unknown_and_zero_differ() -> None:
    assert [formatting.text_or_dash(value) for value in (None, "", 0, "A01")] == ["—", "—", "0", "A01"]
    assert [formatting.yes_no(value) for value in (True, False, None)] == ["是", "否", "—"]
