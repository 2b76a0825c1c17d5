"""The people of an enrolment."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Membership
from workflows.facts.enrolment import chosen_ids
from workflows.reading.business import BusinessView, TaskView
from workflows.rules.identity import mask_id, mask_phone


def people_rows(session: Session, view: BusinessView, task: TaskView | None) -> list[dict[str, Any]]:
    """The people of an enrolment, masked, with what was decided so far."""
    ids = chosen_ids(view.head.subject)
    if task is None or not ids:
        return []
    members = session.scalars(
        select(Membership)
        .where(Membership.id.in_(ids))
        .options(selectinload(Membership.user), selectinload(Membership.roles))
        .order_by(Membership.id)
    )
    typed = (task.draft or task.data or {}).get("decisions") or []
    decided = {int(d["membership_id"]): d for d in typed if str(d.get("membership_id") or "").isdecimal()}
    return [person_values(member, decided.get(member.id, {})) for member in members]


def person_values(member: Membership, decision: Mapping[str, Any]) -> dict[str, Any]:
    approved = decision.get("approved")
    return {
        "id": member.id,
        "name": member.user.full_name,
        "phone": mask_phone(member.user.phone or ""),
        "id_number": mask_id(member.user.id_number or ""),
        "position": member.position,
        "roles": member.role_titles,
        "state": member.state,
        "approved": approved if isinstance(approved, bool) else str(approved or "true") == "true",
        "reason": decision.get("reason") or "",
    }
