"""Numbers the system issues itself: never re-used, and refused rather than cut when they would not fit."""

import re
from datetime import date

from workflows.rules.identity import parcel_code_fault

LAST_BUSINESS_OF_A_DAY = 9_999_999
LAST_UNIT_OF_A_PARCEL = 99_999_999


def business_no(prefix: str, day: date, seq: int) -> str:
    """业务序号: one capital letter, the day, the day's counter in seven places (one counter for all prefixes)."""
    if not re.fullmatch(r"[A-Z]", prefix):
        raise ValueError(f"业务序号的前缀应为一个大写字母，现为 {prefix!r}")
    if not 1 <= seq <= LAST_BUSINESS_OF_A_DAY:
        raise ValueError(f"业务序号的当日流水应在 1 至 {LAST_BUSINESS_OF_A_DAY} 之间，现为 {seq}")
    return f"{prefix}{day.year:04d}{day:%m%d}{seq:07d}"


def unit_code(parcel_code: str, seq: int) -> str:
    """户室唯一编码: the parcel's 19 places, U, eight places counted within the parcel (28 in all)."""
    fault = parcel_code_fault(parcel_code)
    if fault or len(parcel_code) != 19:
        raise ValueError(fault or "宗地代码应为 19 位，且不含空格")
    if not 1 <= seq <= LAST_UNIT_OF_A_PARCEL:
        raise ValueError(f"户室流水应在 1 至 {LAST_UNIT_OF_A_PARCEL} 之间，现为 {seq}")
    return f"{parcel_code}U{seq:08d}"
