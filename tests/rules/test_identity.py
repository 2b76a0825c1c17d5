from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflows.rules.identity import (
    CREDIT_ALPHABET,
    bank_account_fault,
    bank_code_fault,
    clean_number,
    clean_text,
    credit_code_fault,
    mask_account,
    mask_id,
    mask_phone,
    mobile_fault,
    parcel_code_fault,
    resident_id_fault,
)

TODAY = date(2026, 11, 23)
GOOD_IDS = [
    "11010519491231002X",
    "430899198503070011",
    "430899199012240025",
    "430899197806150030",
    "430899200101011043",
    "43089919870412029x",
    " 430899198609191751 ",
    "４３０８９９１９７９１２０１１３１７",
    "430899198802290663",
]
GOOD_CREDIT_CODES = [
    "91350100M000100Y43",
    "91430899MA4TE5T13Y",
    "91430899MA4TE5T21R",
    "91430899MA4TE5T3XH",
    "12430899MB1TE5T460",
    "９１４３０８９９ＭＡ４ＴＥ６Ａ２３Ｃ",
    "91430899ma4te6a4xy",
]


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        (" 1-01", "1-01"),
        ("１－０１", "1-01"),
        ("\u3000１９．５３\u3000", "19.53"),
        ("Ａ０１ａ", "A01a"),
        ("1\u200b-0\ufeff1", "1-01"),
        ("\u202e甲\u202c", "甲"),
        ("甲\x00乙", "甲乙"),
        ("甲\ud800乙", "甲乙"),
        ("张家界（测试）", "张家界（测试）"),
        ("向㳇 覃𬱖", "向㳇 覃𬱖"),
        ("迪丽娜尔·阿卜杜", "迪丽娜尔·阿卜杜"),
        ("第一行\n第二行", "第一行\n第二行"),
        ("  ", ""),
    ],
)
def test_text_is_cleaned_of_width_blanks_and_what_nobody_sees(typed: str, cleaned: str) -> None:
    assert clean_text(typed) == cleaned


@given(st.text())
def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned


def test_a_number_is_stored_in_capitals_without_blanks() -> None:
    assert clean_number(" 6222 0000 1234x") == "622200001234X"


@pytest.mark.parametrize("number", GOOD_IDS)
def test_good_identity_numbers(number: str) -> None:
    assert resident_id_fault(number, TODAY) is None


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("110101111111111111", "早于 1900 年"),
        ("430899198503078010", "校验位"),
        ("430899199002308030", "不存在"),
        ("430899850307001", "应为 18 位，现为 15 位"),
        ("43089920991231804X", "晚于今天"),
        ("4.30899E+17", "科学计数"),
        ("43089919850307001A", "数字或 X"),
        ("4308991985030700٣1", "应为数字"),
        ("", "请填写"),
    ],
)
def test_bad_identity_numbers_say_what_is_wrong(number: str, words: str) -> None:
    fault = resident_id_fault(number, TODAY)
    assert fault is not None
    assert words in fault
    assert not number or number not in fault


def test_who_is_born_today_has_a_good_number_and_who_is_born_tomorrow_has_not() -> None:
    number = "430899200101011043"
    assert resident_id_fault(number, date(2001, 1, 1)) is None
    assert "晚于今天" in (resident_id_fault(number, date(2000, 12, 31)) or "")


@given(
    st.sampled_from([number for number in GOOD_IDS if len(number) == 18 and number.isascii()]),
    st.integers(0, 17),
    st.sampled_from("0123456789"),
)
def test_one_mistyped_digit_of_an_identity_number_is_found(number: str, place: int, digit: str) -> None:
    assume(number[place] != digit)
    assert resident_id_fault(number[:place] + digit + number[place + 1 :], TODAY)


@pytest.mark.parametrize("code", GOOD_CREDIT_CODES)
def test_good_credit_codes(code: str) -> None:
    assert credit_code_fault(code) is None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("9143000023582", "应为 18 位，现为 13 位"),
        ("43070100760991020K", "校验位"),
        ("9143O899MA4TE5T13Y", "不含 I、O、S、V、Z"),
        ("9.1430899E+17", "科学计数"),
        ("", "请填写"),
    ],
)
def test_bad_credit_codes_say_what_is_wrong(code: str, words: str) -> None:
    assert words in (credit_code_fault(code) or "")


@given(st.sampled_from(GOOD_CREDIT_CODES[:5]), st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_mistyped_place_of_a_credit_code_is_found(code: str, place: int, char: str) -> None:
    assume(code[place] != char)
    assert credit_code_fault(code[:place] + char + code[place + 1 :])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("19900000001", None),
        ("１９９００００００１５", None),
        (" 13900000021 ", None),
        ("1990000007", "现为 10 位"),
        ("12345678901", "13 至 19"),
        ("23900000021", "13 至 19"),
        ("1390000002a", "只能是数字"),
        ("", "请填写"),
    ],
)
def test_mobile_numbers(number: str, words: str | None) -> None:
    fault = mobile_fault(number)
    assert fault is None if words is None else words in (fault or "")


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("105559000017", None),
        ("１０５５５９００００１７", None),
        ("1055590000", "联行号应为 12 位数字，现为 10 位"),
        ("1055590000170", "联行号应为 12 位数字，现为 13 位"),
        ("10555900001A", "联行号应为 12 位数字，现含有其他字符"),
        ("", "请填写联行号"),
    ],
)
def test_clearing_numbers_of_banks(code: str, fault: str | None) -> None:
    assert bank_code_fault(code) == fault


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("12345678", None),
        ("9" * 32, None),
        ("9900 4308 0001 0000 017", None),
        ("1234567", "现为 7 位"),
        ("9" * 33, "现为 33 位"),
        ("6222-0000-1111", "其他字符"),
        ("6.22E+18", "科学计数"),
        ("", "请填写"),
    ],
)
def test_bank_accounts(account: str, words: str | None) -> None:
    fault = bank_account_fault(account)
    assert fault is None if words is None else words in (fault or "")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("430802001006GB00031", None),
        ("430802001006gb00031", None),
        ("430802001006GB0003", "应为 19 位，现为 18 位"),
        ("43080200100600000031"[:19], "12 位数字、2 位字母、5 位数字"),
        ("", "请填写"),
    ],
)
def test_parcel_codes(code: str, words: str | None) -> None:
    fault = parcel_code_fault(code)
    assert fault is None if words is None else words in (fault or "")


def test_masks_of_ordinary_numbers() -> None:
    assert mask_id("430899198503070011") == "4308**********0011"
    assert mask_id("8130123456789012") == "8130********9012"
    assert mask_id("430899850307001") == "4***********001"
    assert mask_id("E12345678") == "E******78"
    assert mask_phone("13912340021") == "139****0021"
    assert mask_account("9900430800010000017") == "****0017"


@given(st.text(alphabet="0123456789X", min_size=1, max_size=32))
def test_masks_hide_half_of_every_number_and_more(number: str) -> None:
    assert len(mask_id(number)) == len(number)
    assert 2 * mask_id(number).count("*") >= len(number)
    assert mask_phone(number).count("*") >= min(4, len(number) - len(number) // 4)
    assert mask_account(number).startswith("****")
    assert number not in mask_account(number)
    assert number not in (mask_id(number), mask_phone(number))
