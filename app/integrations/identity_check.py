"""Whether name, number and mobile phone belong to one person or company (三要素核验): a twin, an HTTP client."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from app.integrations.http_json import JsonService
from models.enums import CodedEnum
from workflows.rules.identity import clean_number, clean_text, credit_code_fault, mobile_fault, resident_id_fault

CHINA = ZoneInfo("Asia/Shanghai")  # birthdays are days of China
TEST_COUNTY = "430899"  # does not exist
NUMBER_LENGTH = 18
RESIDENCE_PERMITS = ("81", "82", "83", "9")  # of Hong Kong, Macao, Taiwan, and of foreigners: other registers


class IdentityOutcome(CodedEnum):
    """What a check found; not_checkable needs a person who looks at the paper."""

    matched = "matched", "核验一致", "good"
    mismatched = "mismatched", "核验不一致", "bad"
    not_checkable = "not_checkable", "无法联网核验，须核对原件", "warn"


@dataclass(frozen=True, slots=True)
class IdentityClaim:
    """What somebody says of themselves; it shows nothing of it when printed.

    id_number: a resident's identity card or a company's unified social credit code, else the check cannot tell.
    """

    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)

    def cleaned(self) -> "IdentityClaim":
        """As it is stored and asked: half width, capitals, no stray blanks."""
        return IdentityClaim(clean_text(self.name), clean_number(self.id_number), clean_number(self.phone))


@dataclass(frozen=True, slots=True)
class IdentityVerdict:
    """What was found and when it was asked."""

    outcome: IdentityOutcome
    checked_at: datetime


class IdentityCheck(Protocol):
    """Compares the three with the registers of the state."""

    def check(self, claim: IdentityClaim, now: datetime) -> IdentityVerdict:
        """The verdict; now: an aware time, else ValueError.

        Raises NeighbourUnavailable if no register could be asked, NeighbourRefused if it would not take the question.
        """
        ...


class LocalIdentityCheck:
    """IdentityCheck that knows the test people only: every sound claim with a number of the county 430899 matches."""

    def check(self, claim: IdentityClaim, now: datetime) -> IdentityVerdict:
        """Matched for a sound test number, mismatched for every other one."""
        cleaned = claim.cleaned()
        outcome = _known_without_asking(cleaned, _day_in_china(now))
        return IdentityVerdict(outcome or _outcome_of_number(cleaned.id_number), now)


class HttpIdentityCheck:
    """IdentityCheck over HTTP: posts name, id_number and phone; expects result matched, mismatched or not_checkable."""

    def __init__(self, service: JsonService) -> None:
        self._service = service

    def check(self, claim: IdentityClaim, now: datetime) -> IdentityVerdict:
        """Asks only what can be asked: a claim that is wrong by its form is no business of the register."""
        cleaned = claim.cleaned()
        outcome = _known_without_asking(cleaned, _day_in_china(now))
        return IdentityVerdict(outcome or self._ask(cleaned), now)

    def _ask(self, claim: IdentityClaim) -> IdentityOutcome:
        answer = self._service.post({"name": claim.name, "id_number": claim.id_number, "phone": claim.phone})
        try:
            return IdentityOutcome(str(answer.get("result")))
        except ValueError:
            raise self._service.misunderstood() from None


def _day_in_china(now: datetime) -> date:
    if now.tzinfo is None:
        raise ValueError("the time of a check must be aware")
    return now.astimezone(CHINA).date()


def _known_without_asking(claim: IdentityClaim, today: date) -> IdentityOutcome | None:
    if len(claim.id_number) != NUMBER_LENGTH:
        return IdentityOutcome.not_checkable
    no_resident, no_company = resident_id_fault(claim.id_number, today), credit_code_fault(claim.id_number)
    if (no_resident and no_company) or mobile_fault(claim.phone) or not claim.name:
        return IdentityOutcome.mismatched
    if no_company and claim.id_number.startswith(RESIDENCE_PERMITS):
        return IdentityOutcome.not_checkable
    return None


def _outcome_of_number(id_number: str) -> IdentityOutcome:
    is_test_company = not credit_code_fault(id_number) and id_number[2:8] == TEST_COUNTY
    is_test_number = id_number.startswith(TEST_COUNTY) or is_test_company
    return IdentityOutcome.matched if is_test_number else IdentityOutcome.mismatched
