"""What an effect is given: the business, what was known when it was judged, who acts and when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from models import Business
from workflows.actor import Actor


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on one business; `data` is what was typed into the task that is being saved."""

    business: Business
    facts: Any
    actor: Actor
    now: dt.datetime
    data: Mapping[str, Any] = field(default_factory=dict)
