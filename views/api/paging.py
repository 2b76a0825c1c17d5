"""Where a list goes on: an opaque token that only fits the list it was given for."""

import base64
import binascii

from views.tasks.faults import refuse_field


def token_of(scope: str, before: int | None) -> str | None:
    """The token of the next page; None at the end."""
    if before is None:
        return None
    return base64.urlsafe_b64encode(f"{scope}:{before}".encode()).decode().rstrip("=")


def before_of(scope: str, token: str | None) -> int | None:
    """Where the page begins; refused for a token of another list or of nobody's making."""
    if token is None:
        return None
    try:
        text = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    made_for, _, number = text.rpartition(":")
    if made_for != scope or not number.isdecimal() or len(number) > 18:
        raise refuse_field("page_token", "page_token", "页标记不属于此列表，请从第一页开始")
    return int(number)
