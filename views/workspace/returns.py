"""What a return asks for, and the places that one may name."""

from typing import Any

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Building, Unit
from views.tasks.forms import FORMS
from workflows.reading.business import BusinessView


def open_faults(view: BusinessView, within: str) -> dict[str, str]:
    """What a return still asks for at the fields or papers of this kind."""
    return {
        target.removeprefix(within): place.fault
        for place in view.returned
        if place.mended_at is None and (target := place.target.replace("/", ".")).startswith(within)
    }


def line_rows(view: BusinessView) -> list[dict[str, Any]]:
    """Each line of the last return, with what stood there then and now."""
    return [
        {
            "place": place.title,
            "fault": place.fault,
            "wanted": place.wanted,
            "mended": place.mended_at is not None,
            "changed": place.mended_at is not None and place.value_before != place.value_now,
            "before": place.value_before,
            "after": place.value_now,
            "url": line_url(view, place.target),
        }
        for place in view.returned
    ]


def line_url(view: BusinessView, target: str) -> str:
    """Where the place can be mended."""
    kind = target.replace("/", ".").partition(".")[0]
    base = f"/business/{view.head.business_no}/"
    if kind == "materials":
        return f"{base}#materials"
    return f"{base}?task={kind}" if any(task.key == kind and task.here for task in view.tasks) else ""


def place_rows(session: Session, view: BusinessView) -> list[dict[str, str]]:
    """The places a return may name: tasks, fields of the building card, papers and units."""
    tasks = [{"target": task.key, "title": gettext(task.title)} for task in view.tasks if not task.here]
    papers = [
        {"target": f"materials.{one.key}", "title": f"{gettext('资料')} {gettext(one.title)}"} for one in view.asked
    ]
    return tasks + card_places(view) + papers + unit_places(session, view)


def card_places(view: BusinessView) -> list[dict[str, str]]:
    """Every field of 栋信息, where the case has a building."""
    if view.building is None:
        return []
    columns = Building.__table__.c
    return [
        {"target": f"building.{name}", "title": f"{gettext('栋信息')}·{gettext(columns[name].comment)}"}
        for name in FORMS["building_card"]()._fields
    ]


def unit_places(session: Session, view: BusinessView) -> list[dict[str, str]]:
    """Every unit of the building by entrance and room, so that a return can name it."""
    if view.building is None:
        return []
    rows = session.execute(
        select(Unit.id, Unit.entrance, Unit.room_no).where(Unit.building_id == view.building.id).order_by(Unit.position)
    )
    return [
        {"target": f"units.{unit_id}", "title": f"{gettext('户室')} {entrance} {room_no}"}
        for unit_id, entrance, room_no in rows
    ]
