"""Numbers that name a person, a company, an account or a parcel: how they are cleaned, judged and masked.

Every `…_fault` answers None for a good number, else one Chinese sentence that says what is wrong and what is expected.
The sentences never repeat the number itself, for they end in logs and answers.
"""

import re
import unicodedata
from datetime import date

KEPT_CONTROLS = "\t\n\r"
UNSEEN = {"Cc", "Cf", "Cs"}
FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
TO_HALF_WIDTH = FULL_WIDTH | {ord("－"): "-", ord("．"): ".", ord("＋"): "+", 0x3000: " ", 0x00A0: " "}

ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
EARLIEST_BIRTH = date(1900, 1, 1)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")
PARCEL = re.compile(r"[0-9]{12}[A-Z]{2}[0-9]{5}")


def clean_text(text: str) -> str:
    """What was meant to be typed: half-width letters and digits, no blanks at the ends, nothing invisible inside.

    Chinese punctuation and rare characters stay as they are; zero-width, direction and control characters go.
    """
    seen = (char for char in text.translate(TO_HALF_WIDTH) if char in KEPT_CONTROLS or not _is_unseen(char))
    return "".join(seen).strip()


def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) in UNSEEN


def clean_number(text: str) -> str:
    """A number as it is stored: cleaned, in capitals, without the blanks people type between groups."""
    return "".join(clean_text(text).upper().split())


def resident_id_fault(number: str, today: date) -> str | None:
    """Identity card of GB 11643: 18 places, a date of birth that exists and is not after today, the check place."""
    number = clean_number(number)
    if not number:
        return "请填写身份证号码"
    if SCIENTIFIC.fullmatch(number):
        return "身份证号码已被表格软件改成科学计数，后几位已丢失，请按证件重新填写 18 位号码"
    if len(number) != 18:
        return f"身份证号码应为 18 位，现为 {len(number)} 位"
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return "身份证号码前 17 位应为数字，末位应为数字或 X"
    return _birth_fault(number[6:14], today) or _id_check_fault(number)


def _birth_fault(digits: str, today: date) -> str | None:
    try:
        birth = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return "身份证号码第 7 至 14 位应为出生日期，该日期不存在"
    if birth > today:
        return "身份证号码中的出生日期晚于今天，请核对第 7 至 14 位"
    if birth < EARLIEST_BIRTH:
        return "身份证号码中的出生日期早于 1900 年，请核对第 7 至 14 位"
    return None


def _id_check_fault(number: str) -> str | None:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], ID_WEIGHTS, strict=True))
    return None if ID_CHECKS[total % 11] == number[17] else "身份证号码校验位不符，请逐位核对"


def credit_code_fault(code: str) -> str | None:
    """Unified social credit code of GB 32100: 18 places of 31 characters, the last one a check."""
    code = clean_number(code)
    if not code:
        return "请填写统一社会信用代码"
    if SCIENTIFIC.fullmatch(code):
        return "统一社会信用代码已被表格软件改成科学计数，请按证照重新填写 18 位代码"
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，现为 {len(code)} 位"
    if any(char not in CREDIT_ALPHABET for char in code):
        return "统一社会信用代码只能由数字和大写字母组成，不含 I、O、S、V、Z"
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return None if CREDIT_ALPHABET[-total % 31] == code[17] else "统一社会信用代码校验位不符，请逐位核对"


def mobile_fault(number: str) -> str | None:
    """A mainland mobile number: 11 digits, 13 to 19 at the front."""
    number = clean_number(number)
    if not number:
        return "请填写手机号码"
    if not re.fullmatch(r"[0-9]+", number):
        return "手机号码只能是数字，应为 11 位"
    if len(number) != 11:
        return f"手机号码应为 11 位数字，现为 {len(number)} 位"
    return None if re.match(r"1[3-9]", number) else "手机号码应以 13 至 19 开头"


def bank_code_fault(code: str) -> str | None:
    """The clearing number of a bank branch (联行号): 12 digits."""
    code = clean_number(code)
    if not code:
        return "请填写联行号"
    if not re.fullmatch(r"[0-9]+", code):
        return "联行号应为 12 位数字，现含有其他字符"
    return None if len(code) == 12 else f"联行号应为 12 位数字，现为 {len(code)} 位"


def bank_account_fault(account: str) -> str | None:
    """A bank account: 8 to 32 digits."""
    account = clean_number(account)
    if not account:
        return "请填写银行账号"
    if SCIENTIFIC.fullmatch(account):
        return "银行账号已被表格软件改成科学计数，后几位已丢失，请重新填写"
    if not re.fullmatch(r"[0-9]+", account):
        return "银行账号应为 8 至 32 位数字，现含有其他字符"
    return None if 8 <= len(account) <= 32 else f"银行账号应为 8 至 32 位数字，现为 {len(account)} 位"


def parcel_code_fault(code: str) -> str | None:
    """A land parcel (宗地代码): 19 places, 12 digits of region and cadastral area, 2 letters, 5 digits."""
    code = clean_number(code)
    if not code:
        return "请填写宗地代码"
    if len(code) != 19:
        return f"宗地代码应为 19 位，现为 {len(code)} 位"
    return None if PARCEL.fullmatch(code) else "宗地代码应为 12 位数字、2 位字母、5 位数字，如 430802001006GB00031"


def mask_id(number: str) -> str:
    """The first and last four places of an identity number; of a shorter document the first and a quarter."""
    if len(number) >= 16:
        return _masked(number, 4, 4)
    return _masked(number, 1, len(number) // 4)


def mask_phone(number: str) -> str:
    """139****0021 of a mobile number; of anything shorter the last quarter."""
    if len(number) >= 11:
        return _masked(number, 3, 4)
    return _masked(number, 0, len(number) // 4)


def mask_account(account: str) -> str:
    """The last four digits of a bank account; its length is not shown either."""
    return "****" + (account[-4:] if len(account) >= 8 else "")


def _masked(text: str, head: int, tail: int) -> str:
    hidden = max(len(text) - head - tail, 0)
    return text[:head] + "*" * hidden + text[len(text) - tail :] if hidden else "*" * len(text)
