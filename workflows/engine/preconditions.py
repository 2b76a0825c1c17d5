"""What must hold before a business of a type may be started, and again when it is archived."""

from collections.abc import Sequence
from typing import Any

from workflows import messages
from workflows.actor import Actor
from workflows.engine.business_type import BusinessType, Rule
from workflows.messages import Reason


def unmet(rules: Sequence[Rule], facts: Any) -> list[Reason]:
    """Every rule that does not hold, in declared order."""
    return [reason for reason in (rule(facts) for rule in rules) if reason is not None]


def check_initiator(business_type: BusinessType, actor: Actor) -> list[Reason]:
    """Whether this person may start a business of this type at all."""
    if actor.holds_any(business_type.initiator_roles):
        return []
    roles = "、".join(role.title for role in business_type.initiator_roles)
    return [messages.NOT_INITIATOR(business_type=business_type.title, roles=roles)]
