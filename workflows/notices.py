"""消息: each occasion is told to each person once, on the page and, where wanted, by short message."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from models import Business, Delegation, Intervention, Notice, NoticeMute, OutboxMessage, StageRun, StageTable
from models.enums import Occasion, OutboxKind, Role
from workflows.facts.calendar import local_day
from workflows.facts.people import colleague
from workflows.facts.recipients import Recipient, in_role, recipients_of, unique
from workflows.facts.region_rules import region_rule
from workflows.facts.situation import ONGOING
from workflows.rules.notice_words import wants_sms


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told to whom; `key` names the very occasion."""

    occasion: Occasion
    key: str
    people: Sequence[Recipient]
    detail: Mapping[str, Any] = field(default_factory=dict)
    business_no: str | None = None
    sms_scope: str = "off"


def hand_out(session: Session, payload: Mapping[str, Any], now: dt.datetime) -> int:
    """Tell of an occasion that an act left; how many people were told who did not know yet."""
    telling = TELLINGS[Occasion(payload["occasion"])](session, payload, now)
    return tell(session, telling, now) if telling else 0


def tell(session: Session, telling: Telling, now: dt.datetime) -> int:
    """Write one message a person; whoever was told of this very occasion before is passed over."""
    muted = muted_people(session, telling)
    return sum(tell_one(session, telling, person, now, sms=wanted(telling, person, muted)) for person in telling.people)


def wanted(telling: Telling, person: Recipient, muted: frozenset[int]) -> bool:
    return wants_sms(telling.occasion, telling.sms_scope, named=person.named, muted=person.person_id in muted)


def muted_people(session: Session, telling: Telling) -> frozenset[int]:
    people = [person.person_id for person in telling.people]
    chosen = select(NoticeMute.person_id).where(
        NoticeMute.occasion == telling.occasion, NoticeMute.person_id.in_(people)
    )
    return frozenset(session.scalars(chosen))


def tell_one(session: Session, telling: Telling, person: Recipient, now: dt.datetime, *, sms: bool) -> bool:
    """False where this person knows already: the database keeps the first and refuses the second."""
    for_name = {"for_name": person.for_name} if person.for_name else {}
    notice = Notice(
        person_id=person.person_id,
        organization_id=person.organization_id,
        occasion=telling.occasion,
        key=telling.key,
        business_no=telling.business_no,
        detail={**telling.detail, **for_name},
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(notice)
    except IntegrityError:
        return False
    if sms:
        send_later(session, notice, now)
    return True


def send_later(session: Session, notice: Notice, now: dt.datetime) -> None:
    session.add(
        OutboxMessage(
            kind=OutboxKind.notice,
            payload={"notice_id": notice.id},
            business_no=notice.business_no,
            created_at=now,
            available_at=now,
        )
    )


# ---- what the acts left ----


def find_run(session: Session, run_id: int) -> StageRun | None:
    """The visit with its case; None where it was taken back meanwhile."""
    found: StageRun | None = session.scalars(
        select(StageRun)
        .where(StageRun.id == run_id)
        .options(selectinload(StageRun.business).selectinload(Business.stage_table).selectinload(StageTable.rows))
        .execution_options(populate_existing=True)
    ).one_or_none()
    return found


def of_visit(
    session: Session, run: StageRun, occasion: Occasion, key: str, people: Sequence[Recipient], now: dt.datetime
) -> Telling:
    business = run.business
    return Telling(
        occasion=occasion,
        key=key,
        people=people,
        business_no=business.business_no,
        detail={
            "business_type": business.business_type,
            "subject": business.subject_title,
            "stage": run.title,
            "sender": run.sender_name or "",
            "due_on": run.due_on.isoformat() if run.due_on else None,
        },
        sms_scope=str(region_rule(session, business.region_code, "sms_notices", local_day(now))),
    )


def of_act(session: Session, payload: Mapping[str, Any], now: dt.datetime) -> Telling | None:
    """Of a dispatch, a return or a reassignment, as long as the visit goes on; not to whoever did it."""
    run = find_run(session, payload["run_id"])
    if run is None or run.state not in ONGOING:
        return None
    occasion = Occasion(payload["occasion"])
    people = [
        person
        for person in recipients_of(session, run.business, run, local_day(now))
        if person.person_id != payload["by"]
    ]
    return of_visit(session, run, occasion, f"{occasion.value}:{run.id}:{run.holder_id or 0}", people, now)


def of_intervention(session: Session, payload: Mapping[str, Any], now: dt.datetime) -> Telling | None:
    """To who had the case in hand and to who applied for it."""
    run = find_run(session, payload["run_id"])
    made = session.get(Intervention, payload["intervention_id"])
    if run is None or made is None:
        return None
    today = local_day(now)
    people = unique([*recipients_of(session, run.business, run, today), *applicant(session, run.business, today)])
    people = [person for person in people if person.person_id != payload["by"]]
    told = of_visit(session, run, Occasion.intervention, f"intervention:{made.id}", people, now)
    return Telling(
        told.occasion,
        told.key,
        told.people,
        {**told.detail, "kind": made.kind.value, "reason": made.reason, "sender": made.made_by},
        told.business_no,
    )


def applicant(session: Session, business: Business, today: dt.date) -> list[Recipient]:
    """Who started the case, in the company it is for, else wherever he works."""
    for organization_id in (business.developer_id, None):
        person = colleague(session, business.initiator_id, organization_id, today, anywhere=True)
        if person is not None:
            return [Recipient(person.person_id, person.organization_id)]
    return []


def of_delegation(session: Session, payload: Mapping[str, Any], _now: dt.datetime) -> Telling | None:
    """To the delegate, and to the delegator where another person gave it."""
    given = session.get(Delegation, payload["delegation_id"])
    if given is None or given.revoked_at is not None:
        return None
    people = [Recipient(person_id, given.organization_id) for person_id in (given.delegate_id, given.delegator_id)]
    return Telling(
        Occasion.delegation,
        f"delegation:{given.id}",
        [person for person in people if person.person_id != payload["by"]],
        {
            "delegator": given.delegator.get_full_name(),
            "delegate": given.delegate.get_full_name(),
            "from": given.valid_from.isoformat(),
            "until": given.valid_until.isoformat(),
        },
    )


def of_calendar(session: Session, payload: Mapping[str, Any], now: dt.datetime) -> Telling:
    """To every administrator, once for each end of the calendar and not for each case."""
    people = in_role(session, (Role.system_admin, Role.authority_admin), None, local_day(now))
    last_day = payload["last_day"]
    return Telling(Occasion.calendar_ends, f"calendar_ends:{last_day}", people, {"last_day": last_day})


TELLINGS: Mapping[Occasion, Callable[[Session, Mapping[str, Any], dt.datetime], Telling | None]] = {
    Occasion.dispatch: of_act,
    Occasion.send_back: of_act,
    Occasion.intervention: of_intervention,
    Occasion.delegation: of_delegation,
    Occasion.calendar_ends: of_calendar,
}
