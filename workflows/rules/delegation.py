"""When somebody's work may be handed to a colleague for some days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.enums import Role
from workflows.messages import Kind, Message, Reason

# Who may do it for the people of the own organization.
IN_CHARGE = (Role.section_head, Role.authority_admin, Role.developer_admin)
LONGEST_DAYS = 366

NOT_YOURS = Message("delegation_of_another", "只能委托本人的业务；他人的由科室负责人或管理员登记", Kind.forbidden)
DELEGATOR_UNFIT = Message("delegator_unfit", "委托人不是本机构的在岗人员")
DELEGATE_UNFIT = Message("delegate_unfit", "代办人不是本机构的在岗人员")
SAME_PERSON = Message("same_person", "代办人不能是委托人本人")
ENDS_BEFORE_START = Message("range", "截止日期不能早于起始日期")
ENDED_ALREADY = Message("range", "截止日期不能早于今天")
TOO_LONG = Message("range", "委托最长 {most} 天")
UNKNOWN_TYPE = Message("unknown_type", "没有业务类型 {code}")
GIVEN_ALREADY = Message("delegation_exists", "{delegate}在此期间已受{delegator}委托，请先撤销原委托")
REVOKED_ALREADY = Message("delegation_revoked", "该委托已撤销")


@dataclass(frozen=True, slots=True)
class DelegationFacts:
    """What is asked for, and what is known of the two people; `overlaps` with one already given to the same person."""

    by_right: bool
    delegator: str | None
    delegate: str | None
    same: bool
    since: date
    until: date
    today: date
    unknown_types: tuple[str, ...] = ()
    overlaps: bool = False


def delegation_faults(facts: DelegationFacts) -> Iterator[Reason]:
    """Every reason why this delegation may not be given."""
    if not facts.by_right:
        yield NOT_YOURS(at="delegator_id")
        return
    yield from people_faults(facts)
    yield from period_faults(facts)
    yield from (UNKNOWN_TYPE(at="business_types", code=code) for code in facts.unknown_types)
    if facts.overlaps:
        yield GIVEN_ALREADY(at="delegate_id", delegate=facts.delegate, delegator=facts.delegator)


def people_faults(facts: DelegationFacts) -> Iterator[Reason]:
    if facts.delegator is None:
        yield DELEGATOR_UNFIT(at="delegator_id")
    if facts.same:
        yield SAME_PERSON(at="delegate_id")
    elif facts.delegate is None:
        yield DELEGATE_UNFIT(at="delegate_id")


def period_faults(facts: DelegationFacts) -> Iterator[Reason]:
    if facts.until < facts.since:
        yield ENDS_BEFORE_START(at="valid_until")
    elif facts.until < facts.today:
        yield ENDED_ALREADY(at="valid_until")
    elif (facts.until - facts.since).days >= LONGEST_DAYS:
        yield TOO_LONG(at="valid_until", most=LONGEST_DAYS)
