import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflows.rules.capitals import amount_in_capitals

VECTORS = [
    ("0", "零元整"),
    ("0.05", "伍分"),
    ("10.05", "壹拾元零伍分"),
    ("105.20", "壹佰零伍元贰角整"),
    ("10500", "壹万零伍佰元整"),
    ("1000001", "壹佰万零壹元整"),
    ("2003000.07", "贰佰万叁仟元零柒分"),
    ("876059.80", "捌拾柒万陆仟零伍拾玖元捌角整"),
    ("100010000", "壹亿零壹万元整"),
    ("1079158000", "壹拾亿柒仟玖佰壹拾伍万捌仟元整"),
    ("0.50", "伍角整"),
    ("1.23", "壹元贰角叁分"),
    ("100005000", "壹亿零伍仟元整"),
    ("205000", "贰拾万伍仟元整"),
    ("1000000000000", "壹万亿元整"),
    ("1000100000000", "壹万零壹亿元整"),
    ("10010001", "壹仟零壹万零壹元整"),
    ("11000", "壹万壹仟元整"),
    ("10999", "壹万零玖佰玖拾玖元整"),
    ("110000000", "壹亿壹仟万元整"),
    ("109999999", "壹亿零玖佰玖拾玖万玖仟玖佰玖拾玖元整"),
    ("-12.30", "负壹拾贰元叁角整"),
]


@pytest.mark.parametrize(("amount", "capitals"), VECTORS)
def test_the_worked_amounts(amount: str, capitals: str) -> None:
    assert amount_in_capitals(Decimal(amount)) == capitals


def read_integer(text: str) -> int:
    """Chinese capitals read back: everything before 亿, then before 万, is a number of its own."""
    for name, size in (("亿", 10**8), ("万", 10**4), ("仟", 1000), ("佰", 100), ("拾", 10)):
        high, found, low = text.rpartition(name)
        if found:
            return read_integer(high) * size + read_integer(low)
    text = text.strip("零")
    return "零壹贰叁肆伍陆柒捌玖".index(text) if text else 0


def read_capitals(text: str) -> Decimal:
    parts = re.fullmatch(r"(?:(.+)元)?零?(?:(.)角)?零?(?:(.)分)?整?", text)
    assert parts
    yuan, jiao, fen = (read_integer(part or "") for part in parts.groups())
    return yuan + Decimal(jiao * 10 + fen).scaleb(-2)


FEN = st.integers(min_value=0, max_value=10**18 - 1)
ROUND = st.builds(
    lambda digit, zeros, rest: digit * 10**zeros + rest, st.integers(1, 9), st.integers(0, 17), st.integers(0, 999)
)


@given(FEN | ROUND)
@example(10**18 - 1)
def test_capitals_read_back_as_the_same_amount(fen: int) -> None:
    amount = Decimal(fen).scaleb(-2)
    assert read_capitals(amount_in_capitals(amount)) == amount


@given(FEN | ROUND)
def test_capitals_keep_the_rules_of_writing(fen: int) -> None:
    text = amount_in_capitals(Decimal(fen).scaleb(-2))
    assert "零零" not in text
    assert text.endswith("整") == (not text.endswith("分"))
    assert not re.search(r"零[拾佰仟万亿角分]", text)
    assert not re.search(r".零元", text)


@pytest.mark.parametrize("amount", ["0.001", "1.005", "NaN", "Infinity", "1E+16", "-1E+16"])
def test_what_capitals_cannot_say_exactly_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="金额"):
        amount_in_capitals(Decimal(amount))
