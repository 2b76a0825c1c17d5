"""People who are to be enrolled: numbers that can be right, and that nobody else has."""

from collections.abc import Iterator

from models.enums import Sign
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.checks.evidence import EnrolmentEvidence
from workflows.rules.checks.wording import PLAIN, compared, count, held

ID_NUMBER = Message("id_number_sound", "{person}的身份证号码通过校验")
PHONE = Message("phone_sound", "{person}的手机号码格式正确")
PHONE_ONCE = Message("phone_once", "{person}的手机号码未被他人使用")
ID_ONCE = Message("id_number_once", "{person}的身份证号码未登记在其他账号下")
GOOD, BAD = "相符", "不符"


def identity_numbers(evidence: EnrolmentEvidence) -> Iterator[Finding]:
    """By the check place of GB 11643; the number itself is never told."""
    for person in evidence.people:
        yield told(ID_NUMBER, person.name, person.id_fault, f"applicants.{person.membership_id}")
        yield told(PHONE, person.name, person.phone_fault, f"applicants.{person.membership_id}", proof="")


def told(
    rule: Message, name: str, fault: str | None, place: str, proof: str = "materials.identity_document"
) -> Finding:
    sources = (PLAIN(words=fault),) if fault else ()
    shown = GOOD if fault is None else BAD
    return compared(
        rule(person=name), shown, GOOD, held(fault is None), "=", "≠", sources=sources, place=place, proof=proof
    )


def numbers_of_nobody_else(evidence: EnrolmentEvidence) -> Iterator[Finding]:
    """A phone is somebody's login and belongs to one; an identity under two accounts should be looked at."""
    for person in evidence.people:
        place = f"applicants.{person.membership_id}"
        for rule, others, otherwise in (
            (PHONE_ONCE, person.same_phone, Sign.fails),
            (ID_ONCE, person.same_id, Sign.doubtful),
        ):
            yield compared(
                rule(person=person.name),
                count(others),
                "0",
                held(not others, otherwise),
                "=",
                "≠",
                measure="人",
                place=place,
                proof="materials.identity_document",
            )
