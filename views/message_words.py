"""What a message says, in the reader's language."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext

from models import Notice
from models.enums import InterventionKind, Occasion


def headline(notice: Notice) -> str:
    """One sentence: what happened and what is to be done."""
    said = SENTENCES[notice.occasion](notice.detail)
    for_name = notice.detail.get("for_name")
    return gettext("代%(person)s：%(sentence)s", person=for_name, sentence=said) if for_name else said


def dispatched(detail: Mapping[str, Any]) -> str:
    return gettext("%(person)s派工至【%(stage)s】，请办理", person=detail["sender"], stage=gettext(detail["stage"]))


def sent_back(detail: Mapping[str, Any]) -> str:
    return gettext("%(person)s退件至【%(stage)s】，请补正", person=detail["sender"], stage=gettext(detail["stage"]))


def due_today(detail: Mapping[str, Any]) -> str:
    return gettext("【%(stage)s】今日到期，请今日办结", stage=gettext(detail["stage"]))


def late(detail: Mapping[str, Any]) -> str:
    return gettext("【%(stage)s】已超期，应于 %(day)s 办结", stage=gettext(detail["stage"]), day=detail["due_on"])


def intervened(detail: Mapping[str, Any]) -> str:
    return gettext(
        "%(person)s%(act)s：%(reason)s",
        person=detail["sender"],
        act=gettext(InterventionKind(detail["kind"]).title),
        reason=detail["reason"],
    )


def delegated(detail: Mapping[str, Any]) -> str:
    return gettext(
        "%(delegator)s的业务 %(since)s 至 %(until)s 由%(delegate)s代办",
        delegator=detail["delegator"],
        delegate=detail["delegate"],
        since=detail["from"],
        until=detail["until"],
    )


def calendar_ends(detail: Mapping[str, Any]) -> str:
    return gettext("工作日历只到 %(day)s，其后的期限无法推算，请尽快补充", day=detail["last_day"])


SENTENCES: Mapping[Occasion, Callable[[Mapping[str, Any]], str]] = {
    Occasion.dispatch: dispatched,
    Occasion.send_back: sent_back,
    Occasion.due_today: due_today,
    Occasion.late: late,
    Occasion.intervention: intervened,
    Occasion.delegation: delegated,
    Occasion.calendar_ends: calendar_ends,
}

# Where a message without a case leads.
ADDRESSES: Mapping[Occasion, str] = {Occasion.delegation: "/delegations/", Occasion.calendar_ends: "/calendar/"}


def address(notice: Notice) -> str:
    return f"/business/{notice.business_no}/" if notice.business_no else ADDRESSES.get(notice.occasion, "/messages/")
