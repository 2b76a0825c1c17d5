"""The twin and the real client of the three-factor check give the same verdicts."""

from datetime import UTC, datetime

import pytest

from app.integrations.http_json import NeighbourRefused, NeighbourUnavailable
from app.integrations.identity_check import HttpIdentityCheck, IdentityClaim, IdentityOutcome, LocalIdentityCheck
from tests.integrations.neighbour import FAILING, GARBAGE, SLOW, answer, from_payload

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
NAME, NUMBER, PHONE = "覃远帆", "430899198503070118", "19900000001"
CLAIM = IdentityClaim(NAME, NUMBER, PHONE)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident(region, birth="19850307", order="011"):
    """A resident's number with the check place of GB 11643, computed by its formula of powers of two."""
    places = f"{region}{birth}{order}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(places))
    return places + "10X98765432"[total % 11]


def company(head):
    """A company's code with the check place of GB 32100."""
    total = sum(CREDIT_ALPHABET.index(char) * pow(3, place) for place, char in enumerate(head))
    return head + CREDIT_ALPHABET[(31 - total % 31) % 31]


TEST_SCHOOL = company("12430899MB1TE6A13")
TEST_COMPANY, OTHER_COMPANY = company("91430899MA4TE5T01"), company("91430100MA4TE5T01")


def register(claim):
    """A register of the state that knows two people, a company and a school of the test county."""
    known = claim["id_number"] in {NUMBER, TEST_COMPANY, TEST_SCHOOL, resident("430899", order="022")}
    return {"result": "matched" if known else "mismatched"}


@pytest.fixture(params=["twin", "client"])
def identity(request, neighbour):
    neighbour.answers = from_payload(register)
    return LocalIdentityCheck() if request.param == "twin" else HttpIdentityCheck(neighbour.service())


def outcome(identity, name=NAME, number=NUMBER, phone=PHONE, now=NOW):
    return identity.check(IdentityClaim(name, number, phone), now).outcome


def test_the_formulas_of_this_file_agree_with_known_numbers():
    assert resident("430899") == NUMBER
    assert company("91350100M000100Y4") == "91350100M000100Y43"


@pytest.mark.parametrize("number", [NUMBER, TEST_COMPANY, TEST_SCHOOL, resident("430899", order="022")])
def test_a_test_number_matches(identity, number):
    verdict = identity.check(IdentityClaim(NAME, number, PHONE), NOW)
    assert (verdict.outcome, verdict.checked_at) == (IdentityOutcome.matched, NOW)


def test_what_was_typed_carelessly_is_cleaned_before_it_is_compared(identity):
    assert outcome(identity, " 覃远帆\u200b", "４３０８９９ 19850307 0118", " 199 0000 0001") == IdentityOutcome.matched


@pytest.mark.parametrize("number", [resident("430802"), OTHER_COMPANY])
def test_a_sound_number_of_somebody_else_does_not_match(identity, number):
    assert outcome(identity, number=number) == IdentityOutcome.mismatched


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": NUMBER[:-1] + "9"},
        {"number": TEST_COMPANY[:-1] + ("0" if TEST_COMPANY[-1] != "0" else "1")},
        {"number": resident("430899", "19850230")},
        {"name": "  "},
        {"phone": "1990000000"},
        {"phone": ""},
    ],
)
def test_a_claim_wrong_by_its_form_does_not_match_and_is_not_asked(identity, neighbour, wrong):
    assert outcome(identity, **wrong) == IdentityOutcome.mismatched
    assert neighbour.asked == []


@pytest.mark.parametrize(
    "number", ["E12345678", "H12345678", "", resident("810000"), resident("830000"), resident("911100")]
)
def test_a_passport_or_residence_permit_must_be_looked_at_and_is_not_asked(identity, neighbour, number):
    assert outcome(identity, number=number) == IdentityOutcome.not_checkable
    assert neighbour.asked == []


def test_a_child_born_today_in_china_may_buy_although_it_is_yesterday_in_greenwich(identity):
    born = resident("430899", "20261124")
    evening = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
    assert outcome(LocalIdentityCheck(), number=born, now=evening) == IdentityOutcome.matched
    assert outcome(identity, number=born) == IdentityOutcome.mismatched


def test_a_time_without_zone_is_an_error(identity):
    with pytest.raises(ValueError, match="aware"):
        identity.check(CLAIM, NOW.replace(tzinfo=None))


def test_a_claim_shows_nothing_when_printed():
    assert not [secret for secret in (NAME, NUMBER, PHONE) if secret in repr(CLAIM) + str(CLAIM)]


def test_the_client_sends_the_three_and_nothing_else(neighbour):
    neighbour.answers = answer({"result": "matched"})
    HttpIdentityCheck(neighbour.service()).check(CLAIM, NOW)
    assert neighbour.asked[0][2] == {"name": NAME, "id_number": NUMBER, "phone": PHONE}


@pytest.mark.parametrize("found", IdentityOutcome)
def test_the_client_says_what_the_register_says(neighbour, found):
    neighbour.answers = answer({"result": found.value})
    assert outcome(HttpIdentityCheck(neighbour.service())) == found


@pytest.mark.parametrize("how", (FAILING | GARBAGE).values(), ids=FAILING | GARBAGE)
def test_a_failing_or_senseless_register_gives_no_verdict(neighbour, how):
    neighbour.answers = how
    with pytest.raises(NeighbourUnavailable) as failed:
        HttpIdentityCheck(neighbour.service()).check(CLAIM, NOW)
    assert not [secret for secret in (NAME, NUMBER, PHONE) if secret in str(failed.value)]


@pytest.mark.parametrize("how", SLOW.values(), ids=SLOW)
def test_a_slow_register_gives_no_verdict(neighbour, how):
    neighbour.answers = how
    with pytest.raises(NeighbourUnavailable):
        HttpIdentityCheck(neighbour.service(timeout=0.2)).check(CLAIM, NOW)


def test_a_register_that_will_not_take_the_question_is_a_refusal(neighbour):
    neighbour.answers = answer({}, 422)
    with pytest.raises(NeighbourRefused):
        HttpIdentityCheck(neighbour.service()).check(CLAIM, NOW)
