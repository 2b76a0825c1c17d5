import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.rules.numbering import business_no, unit_code

DAY = date(2022, 3, 29)
PARCEL = "430802001006GB00031"


def test_the_manuals_number() -> None:
    assert business_no("C", DAY, 11) == "C202203290000011"


@given(st.sampled_from("CWZYFTKDXSBRLP"), st.dates(min_value=date(1000, 1, 1)), st.integers(1, 9_999_999))
def test_a_number_reads_back_as_its_parts(prefix: str, day: date, seq: int) -> None:
    number = business_no(prefix, day, seq)
    parts = re.fullmatch(r"([A-Z])(\d{8})(\d{7})", number)
    assert parts
    assert (parts[1], parts[2], int(parts[3])) == (prefix, day.isoformat().replace("-", ""), seq)


@pytest.mark.parametrize("seq", [0, -1, 10_000_000])
def test_a_counter_that_does_not_fit_is_refused(seq: int) -> None:
    with pytest.raises(ValueError, match="当日流水"):
        business_no("C", DAY, seq)


@pytest.mark.parametrize("prefix", ["", "c", "CC", "1", "C\n"])
def test_a_prefix_is_one_capital(prefix: str) -> None:
    with pytest.raises(ValueError, match="前缀"):
        business_no(prefix, DAY, 1)


def test_a_unit_code_has_28_places() -> None:
    code = unit_code(PARCEL, 7)
    assert code == PARCEL + "U00000007"
    assert len(code) == 28
    assert unit_code(PARCEL, 1).endswith("U00000001")
    assert unit_code(PARCEL, 99_999_999).endswith("U99999999")


@pytest.mark.parametrize(("parcel", "seq"), [(PARCEL, 0), (PARCEL, 100_000_000), (PARCEL[:-1], 1), (f" {PARCEL}", 1)])
def test_a_unit_code_that_does_not_fit_is_refused(parcel: str, seq: int) -> None:
    with pytest.raises(ValueError, match=r"户室流水|宗地代码"):
        unit_code(parcel, seq)
