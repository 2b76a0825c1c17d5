"""A region's rules on their line of time: a new value from a day closes the running one, the past stays as it was."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Region, RegionRule
from models.enums import Role
from workflows import journal
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.facts.region_rules import region_chain
from workflows.messages import Kind, Message, NotVisible, Reason, Refused, refuse_if
from workflows.rules.region_rules import REGION_RULES
from workflows.rules.rule_values import RegionRuleKey, value_faults
from workflows.stage_design.table_key import reaches

KEEPERS = (Role.authority_admin, Role.system_admin)
SUBJECT = "region_rule"
ONE_DAY = dt.timedelta(days=1)
LONGEST_BASIS = 200

NOT_KEEPER = Message("not_keeper", "区域规则由主管部门管理员维护", Kind.forbidden)
IN_THE_PAST = Message("past", "生效日期不能早于今天，过去的取值不能修改")
ENDS_FIRST = Message("range", "失效日期不能早于生效日期")
PLANNED_ALREADY = Message("overlap", "自 {day} 起已有计划的取值，请先撤销该计划，或将失效日期定在其前")
ALREADY_BEGUN = Message("past", "该取值已自 {day} 生效，不能撤销；请另设新值")
SAME_VALUE = Message("unchanged", "与此前的取值相同，没有需要保存的内容")
BASIS_LENGTH = Message("too_long", "依据最多 {most} 个字")
DATE_MISSING = Message("required", "请填写生效日期")


class Tense(Enum):
    past = "past"
    now = "now"
    planned = "planned"


@dataclass(frozen=True, slots=True)
class Period:
    """One value of a rule with the days it holds; `region_code` says whose it is."""

    rule: RegionRule
    tense: Tense


@dataclass(frozen=True, slots=True)
class RuleInput:
    """A new value as it was typed."""

    value: Any
    valid_from: dt.date | None
    valid_until: dt.date | None = None
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds in a region on a day: the value and whose it is (None: the default of the product)."""

    key: RegionRuleKey
    value: Any
    rule: RegionRule | None
    planned: RegionRule | None


# ---- reading ----


def known_rule(key: str) -> RegionRuleKey:
    if key not in REGION_RULES:
        raise NotVisible(key)
    return REGION_RULES[key]


def tense_of(rule: RegionRule, today: dt.date) -> Tense:
    if rule.valid_from > today:
        return Tense.planned
    return Tense.now if rule.valid_until is None or rule.valid_until >= today else Tense.past


def timeline(session: Session, region_code: str, key: str, today: dt.date) -> list[Period]:
    """The region's own values of a rule, the latest first."""
    rules = session.scalars(own(region_code, key).order_by(RegionRule.valid_from.desc(), RegionRule.id.desc()))
    return [Period(rule, tense_of(rule, today)) for rule in rules]


def own(region_code: str, key: str) -> Any:
    return select(RegionRule).where(RegionRule.region_code == region_code, RegionRule.key == key)


def inherited(session: Session, region_code: str, key: str, today: dt.date) -> Sequence[RegionRule]:
    """What the regions above set, as far as it holds today or later, the nearest first."""
    above = region_chain(region_code)[1:]
    rules = session.scalars(select(RegionRule).where(RegionRule.key == key, RegionRule.region_code.in_(above))).all()
    lasting = [rule for rule in rules if tense_of(rule, today) is not Tense.past]
    return sorted(lasting, key=lambda rule: (above.index(rule.region_code), rule.valid_from))


def holdings(session: Session, region_code: str, today: dt.date) -> list[Holding]:
    """Every rule of the product with what holds in the region today and what is planned there; one query."""
    chain = region_chain(region_code)
    rules = session.scalars(select(RegionRule).where(RegionRule.region_code.in_(chain))).all()
    return [
        holding(rule, [one for one in rules if one.key == rule.key], chain, today) for rule in REGION_RULES.values()
    ]


def holding(key: RegionRuleKey, rules: Sequence[RegionRule], chain: Sequence[str], today: dt.date) -> Holding:
    running = [rule for rule in rules if tense_of(rule, today) is Tense.now]
    nearest = min(running, key=lambda rule: (chain.index(rule.region_code), -rule.valid_from.toordinal()), default=None)
    ahead = [rule for rule in rules if tense_of(rule, today) is Tense.planned and rule.region_code == chain[0]]
    planned = min(ahead, key=lambda rule: rule.valid_from, default=None)
    return Holding(key, key.default if nearest is None else nearest.value, nearest, planned)


# ---- writing ----


def set_value(
    session: Session, region_code: str, key: str, given: RuleInput, actor: Actor, now: dt.datetime
) -> RegionRule:
    """From the day on, this value holds; the one that ran until then ends the day before."""
    rule, today = known_rule(key), local_day(now)
    keep_out_strangers(actor, region_code)
    wait_for_turn(session, region_code)
    refuse_if(faults_of(rule, given, today))
    assert given.valid_from is not None
    rows = session.scalars(own(region_code, key).order_by(RegionRule.valid_from)).all()
    refuse_if(overlap_faults(rows, given))
    running = running_at(rows, given.valid_from)
    if running is not None and same(running, given):
        raise Refused([SAME_VALUE(at="value")])
    closed = close(session, running, given.valid_from)
    made = row_of(rule, region_code, given)
    session.add(made)
    session.flush()
    before = running.value if running else None
    changes = {"value": [before, made.value], "valid_from": [None, made.valid_from.isoformat()], **closed}
    write_down(session, made, "set_region_rule", changes, actor, now)
    return made


def same(running: RegionRule, given: RuleInput) -> bool:
    return bool(running.value == given.value) and given.valid_until == running.valid_until


def running_at(rows: Sequence[RegionRule], day: dt.date) -> RegionRule | None:
    """The value that would hold that day."""
    return next(
        (row for row in rows if row.valid_from <= day and (row.valid_until is None or row.valid_until >= day)), None
    )


def close(session: Session, running: RegionRule | None, day: dt.date) -> dict[str, Any]:
    """End the running value the day before; one that only began that very day is replaced by the new one."""
    if running is None:
        return {}
    until = running.valid_until.isoformat() if running.valid_until else None
    if running.valid_from == day:
        session.delete(running)
    else:
        running.valid_until = day - ONE_DAY
    session.flush()
    return {"valid_until": [until, (day - ONE_DAY).isoformat()]}


def row_of(rule: RegionRuleKey, region_code: str, given: RuleInput) -> RegionRule:
    return RegionRule(
        region_code=region_code,
        key=rule.key,
        title=rule.title,
        value=given.value,
        unit=rule.unit or None,
        valid_from=given.valid_from,
        valid_until=given.valid_until,
        legal_basis=given.legal_basis or rule.legal_basis or None,
    )


def withdraw(session: Session, region_code: str, key: str, rule_id: int, actor: Actor, now: dt.datetime) -> RegionRule:
    """Take a planned value back; the one it would have ended runs on."""
    keep_out_strangers(actor, region_code)
    wait_for_turn(session, region_code)
    row: RegionRule | None = session.scalars(own(region_code, key).where(RegionRule.id == rule_id)).one_or_none()
    if row is None:
        raise NotVisible(rule_id)
    if row.valid_from <= local_day(now):
        raise Refused([ALREADY_BEGUN(day=row.valid_from)])
    before = session.scalars(own(region_code, key).where(RegionRule.valid_until == row.valid_from - ONE_DAY)).first()
    changes = {"value": [row.value, None], "valid_from": [row.valid_from.isoformat(), None]}
    if before is not None:
        before.valid_until = row.valid_until
        changes["valid_until"] = [(row.valid_from - ONE_DAY).isoformat(), told_day(row.valid_until)]
    write_down(session, row, "withdraw_region_rule", changes, actor, now)
    session.delete(row)
    session.flush()
    return row


def told_day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def keep_out_strangers(actor: Actor, region_code: str) -> None:
    if not reaches(actor, region_code):
        raise NotVisible(region_code)
    if not actor.holds_any(KEEPERS):
        raise Refused([NOT_KEEPER()])


def wait_for_turn(session: Session, region_code: str) -> None:
    """One keeper after the other in a region, so that two never open the same day."""
    found = session.scalars(select(Region.code).where(Region.code == region_code).with_for_update()).one_or_none()
    if found is None:
        raise NotVisible(region_code)


def faults_of(rule: RegionRuleKey, given: RuleInput, today: dt.date) -> list[Reason]:
    reasons = value_faults(rule, given.value)
    if given.valid_from is None:
        reasons.append(DATE_MISSING(at="valid_from"))
    elif given.valid_from < today:
        reasons.append(IN_THE_PAST(at="valid_from"))
    elif given.valid_until is not None and given.valid_until < given.valid_from:
        reasons.append(ENDS_FIRST(at="valid_until"))
    if len(given.legal_basis) > LONGEST_BASIS:
        reasons.append(BASIS_LENGTH(at="legal_basis", most=LONGEST_BASIS))
    return reasons


def overlap_faults(rows: Sequence[RegionRule], given: RuleInput) -> list[Reason]:
    """A value that was planned earlier begins while the new one would still hold."""
    assert given.valid_from is not None
    until = given.valid_until or dt.date.max
    planned = next((row for row in rows if given.valid_from < row.valid_from <= until), None)
    return [PLANNED_ALREADY(at="valid_from", day=planned.valid_from)] if planned else []


def write_down(
    session: Session, row: RegionRule, action: str, changes: dict[str, Any], actor: Actor, now: dt.datetime
) -> None:
    journal.record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject_kind=SUBJECT,
        subject_id=row.id,
        detail={"region": row.region_code, "key": row.key, "changes": changes},
    )
