"""What an answer tells, and whether it tells an outsider anything."""

import copy
import re
from typing import Any

from tests.isolation.routes import Target
from tests.isolation.world import CANARY

# What differs between two answers to the same question.
PASSING = (
    (r'nonce="[^"]*"', "nonce"),
    (r'name="csrf_token"[^>]*value="[^"]*"', "csrf"),
    (r'content="[^"]{60,}"', "csrf"),
    (r"'nonce-[^']*'", "nonce"),
)
SHORT = 5


def told(response: Any, address: str) -> tuple[int, str, str]:
    """Status, kind and text of an answer, without the address that was asked for."""
    text = response.get_data().decode("utf-8", "replace").replace(address, "ADDRESS")
    for part in address.split("/"):
        if any(sign.isdigit() for sign in part) and len(part) > SHORT:
            text = text.replace(part, "THING")
    for pattern, word in PASSING:
        text = re.sub(pattern, word, text)
    return response.status_code, response.content_type, text


def ask(outsider: Any, target: Target, address: str) -> Any:
    return outsider.call(target.method, address, **copy.deepcopy(dict(target.body)))


def first_difference(one: str, other: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"{one[max(at - 40, 0) : at + 80]!r} and {other[max(at - 40, 0) : at + 80]!r}"


def wrong(outsider: Any, target: Target) -> str | None:
    """Why this address tells an outsider something; None where it does not."""
    foreign = told(ask(outsider, target, target.foreign), target.foreign)
    unknown = told(ask(outsider, target, target.unknown), target.unknown)
    if foreign != unknown:
        return (
            f"{target}: {foreign[0]} for another's, {unknown[0]} for none: {first_difference(foreign[2], unknown[2])}"
        )
    if CANARY in foreign[2]:
        return f"{target}: the mark is read"
    # A kind of record that the role may not touch at all is refused before any row is looked for.
    accepted = {404, 403} if target.record else {404}
    return None if foreign[0] in accepted else f"{target}: {foreign[0]} {foreign[2][-200:]!r}"
