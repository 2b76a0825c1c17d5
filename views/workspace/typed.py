"""What somebody typed into the operations' form, kept over a refusal and as 暂存."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from models import Business
from views.moments import short_clock
from views.tasks.operation import LONGEST_OPINION
from workflows.actor import Actor
from workflows.opinion_drafts import kept_opinion

LINE_PARTS = ("target", "place", "fault", "wanted")
MOST_LINES = 200


def in_order(number: str) -> tuple[int, str]:
    """2 before 10, and whatever else somebody sent."""
    return len(number), number


@dataclass(frozen=True)
class Refusal:
    """Why the last act was not done."""

    title: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Typed:
    """What stood in the operation's form when it was refused."""

    result: str | None = None
    text: str | None = None
    reason: str = ""
    lines: Sequence[Mapping[str, str]] = field(default_factory=tuple)
    kept_at: str = ""

    @classmethod
    def of(cls, posted: Mapping[str, str]) -> "Typed":
        numbers = sorted({name.split("-")[1] for name in posted if name.startswith("lines-")}, key=in_order)
        lines = [{part: posted.get(f"lines-{n}-{part}", "")[:LONGEST_OPINION] for part in LINE_PARTS} for n in numbers]
        return cls(
            posted.get("opinion-result"),
            posted["opinion-text"][:LONGEST_OPINION] if "opinion-text" in posted else None,
            posted.get("reason", "")[:LONGEST_OPINION],
            [line for line in lines if any(line.values())][:MOST_LINES],
        )


def kept_typed(session: Session, business: Business, actor: Actor) -> Typed:
    """What this person has typed so far and not yet sent."""
    kept = kept_opinion(session, business, actor)
    if kept is None:
        return Typed()
    return Typed(**{**kept["typed"], "kept_at": short_clock(dt.datetime.fromisoformat(kept["kept_at"]))})
