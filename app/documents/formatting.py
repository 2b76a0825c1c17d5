"""How figures and dates stand on paper: 1,234,567.00, 124.73, 2024年5月1日; what is unknown is a dash."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

from workflows.rules.capitals import amount_in_capitals

UNKNOWN = "—"
TIME_ZONE = ZoneInfo("Asia/Shanghai")
CENT = Decimal("0.01")


def money(amount: Decimal | None) -> str:
    """Yuan with thousands separators and two decimals, half up."""
    return UNKNOWN if amount is None else f"{_half_up(amount):,}"


def area(square_metres: Decimal | None) -> str:
    """Square metres with two decimals, half up, without separators."""
    return UNKNOWN if square_metres is None else f"{_half_up(square_metres):f}"


def length(metres: Decimal | None) -> str:
    """Metres with two decimals, half up."""
    return area(metres)


def date_text(day: date | datetime | None) -> str:
    """2024年5月1日; an aware time counts by the day in Shanghai."""
    if day is None:
        return UNKNOWN
    if isinstance(day, datetime):
        day = _in_shanghai(day)
    return f"{day.year}年{day.month}月{day.day}日"


def time_text(moment: datetime | None) -> str:
    """2024年5月1日 09:05 in Shanghai."""
    return UNKNOWN if moment is None else f"{date_text(moment)} {_in_shanghai(moment):%H:%M}"


def capitals(amount: Decimal | None) -> str:
    """The amount in Chinese capitals, rounded half up to the cent."""
    return UNKNOWN if amount is None else amount_in_capitals(_half_up(amount))


def yes_no(answer: bool | None) -> str:
    """是, 否, or a dash where nobody said."""
    return UNKNOWN if answer is None else "是" if answer else "否"


def has(answer: bool | None) -> str:
    """有, 无, or a dash where nobody said."""
    return UNKNOWN if answer is None else "有" if answer else "无"


def text_or_dash(text: object) -> str:
    """The text, or a dash where there is none; zero is a value."""
    return UNKNOWN if text is None or text == "" else str(text)


FILTERS: Mapping[str, Callable[[Any], str]] = {
    "money": money,
    "area": area,
    "length_text": length,
    "date_text": date_text,
    "time_text": time_text,
    "capitals": capitals,
    "yes_no": yes_no,
    "has": has,
    "dash": text_or_dash,
}


def _half_up(figure: Decimal) -> Decimal:
    return figure.quantize(CENT, ROUND_HALF_UP)


def _in_shanghai(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("时间缺少时区")
    return moment.astimezone(TIME_ZONE)
