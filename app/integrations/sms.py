"""Short messages to mobile phones: the gateway as we see it, a twin that only writes them down, and an HTTP client."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from app.integrations.http_json import JsonService, NeighbourRefused
from workflows.rules.identity import clean_number, mobile_fault

LONGEST_TEXT = 500  # characters: what mainland gateways take as one message of several parts


class SmsGateway(Protocol):
    """Takes one message for one mainland mobile number."""

    def send(self, phone: str, text: str, now: datetime, reference: str) -> None:
        """Hands the message over; when it returns the gateway has it.

        now: an aware time, else ValueError. reference: the name of this one message, at most 64 characters; handed
        over again under the same name, after nobody knew whether it went out, it goes out once. Raises NeighbourRefused
        if phone or text cannot be sent to or the gateway says no, NeighbourUnavailable if it is not known whether the
        message went out.
        """
        ...


class OutboxSms:
    """SmsGateway that stores each message through the callable it was given: phone, text, time and reference.

    The callable passes over a reference that it has stored before.
    """

    def __init__(self, store: Callable[[str, str, datetime, str], None]) -> None:
        self._store = store

    def send(self, phone: str, text: str, now: datetime, reference: str) -> None:
        """Stores the message with its cleaned number."""
        self._store(_checked_phone(phone), _checked_text(text), _checked_time(now), reference)


class HttpSms:
    """SmsGateway over HTTP.

    Posts phone, text, sent_at (ISO 8601) and reference; expects accepted true, also for a reference that it has sent
    before, or false with a reason.
    """

    def __init__(self, service: JsonService) -> None:
        self._service = service

    def send(self, phone: str, text: str, now: datetime, reference: str) -> None:
        """Posts the message and reads whether it was accepted."""
        message = {
            "phone": _checked_phone(phone),
            "text": _checked_text(text),
            "sent_at": _checked_time(now).isoformat(),
            "reference": reference,
        }
        accepted = self._service.post(message).get("accepted")
        if accepted is False:
            # Their reason may repeat the number, and this sentence ends in logs.
            raise NeighbourRefused(f"{self._service.title}未接受这条短信")
        if accepted is not True:
            raise self._service.misunderstood()


def _checked_phone(phone: str) -> str:
    fault = mobile_fault(phone)
    if fault:
        raise NeighbourRefused(fault)
    return clean_number(phone)


def _checked_text(text: str) -> str:
    if not text.strip():
        raise NeighbourRefused("短信内容为空")
    if len(text) > LONGEST_TEXT:
        raise NeighbourRefused(f"短信内容超过 {LONGEST_TEXT} 字")
    return text


def _checked_time(now: datetime) -> datetime:
    if now.tzinfo is None:
        raise ValueError("the time of a message must be aware")
    return now
