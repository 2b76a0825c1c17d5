"""Amounts in Chinese capitals (人民币大写), as notices and contracts print them beside the figures."""

from collections.abc import Callable
from decimal import Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
HUNDRED_MILLION = 10**8
TEN_THOUSAND = 10**4
LARGEST = 10**16


def amount_in_capitals(amount: Decimal) -> str:
    """The amount in yuan in capitals; 整 after 元 or 角, never after 分; a negative amount begins with 负.

    Raises ValueError for what capitals cannot say exactly: fractions of a cent, NaN, infinity, 10^16 yuan and more.
    """
    fen = _whole_fen(amount)
    sign = "负" if fen < 0 else ""
    yuan, cents = divmod(abs(fen), 100)
    if not fen:
        return "零元整"
    head = _integer(yuan) + "元" if yuan else ""
    return sign + head + _cents(cents, after_yuan=bool(yuan))


def _whole_fen(amount: Decimal) -> int:
    if not amount.is_finite() or abs(amount) >= LARGEST:
        raise ValueError("金额超出可以大写的范围")
    if amount != amount.quantize(Decimal("0.01")):
        raise ValueError("金额最多两位小数，请先四舍五入到分")
    return int(amount.scaleb(2))


def _cents(cents: int, *, after_yuan: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    if not fen:
        return DIGITS[jiao] + "角整"
    if jiao:
        return DIGITS[jiao] + "角" + DIGITS[fen] + "分"
    return ("零" if after_yuan else "") + DIGITS[fen] + "分"


def _integer(number: int) -> str:
    """10^8 and more is a number of 亿, itself read like any number below 10^8."""
    high, low = divmod(number, HUNDRED_MILLION)
    return _joined(high, "亿", low, HUNDRED_MILLION // 10, _below_hundred_million)


def _below_hundred_million(number: int) -> str:
    high, low = divmod(number, TEN_THOUSAND)
    return _joined(high, "万", low, TEN_THOUSAND // 10, _below_ten_thousand)


def _below_ten_thousand(number: int) -> str:
    text = ""
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            text += DIGITS[digit] + PLACES[place]
        elif text and not text.endswith("零"):
            text += "零"
    return text.rstrip("零")


def _joined(high: int, name: str, low: int, gap_below: int, read: Callable[[int], str]) -> str:
    """Two groups with their name between; 零 stands where the lower one does not fill its first place."""
    if not high:
        return read(low)
    gap = "零" if 0 < low < gap_below else ""
    return read(high) + name + gap + read(low)
