"""The applicant's phone: masked on the page, shown whole to who says why, and that is written down."""

from flask import Response, jsonify
from flask_babel import gettext

from app.extensions import db
from app.web import records
from app.web.current import current_actor, now
from app.web.unit_of_work import unit_of_work
from models import Person
from views.crud.reveal import LONGEST_REASON, reason_given
from workflows import service
from workflows.messages import NotVisible
from workflows.reading.queue import has_desk


def revealed_phone(business_no: str) -> Response:
    """Only for a desk that may see the case; the answer is kept nowhere."""
    if not has_desk(current_actor()):
        raise NotVisible(business_no)
    service.find_business(db.session(), business_no)
    reason = reason_given()
    if not reason:
        return kept_nowhere({"detail": gettext("请填写查看原因，最多 %(most)s 个字", most=LONGEST_REASON)}, 422)
    with unit_of_work():
        business = service.find_business(db.session(), business_no)
        person = records.find(Person, business.initiator_id)
        detail = {"reason": reason, "fields": ["phone"], "business_no": business_no}
        records.write_down(db.session(), person, "reveal", current_actor(), now(), detail)
        phone = person.phone or ""
    return kept_nowhere({"phone": phone}, 200)


def kept_nowhere(body: dict[str, str], status: int) -> Response:
    response = jsonify(body)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response
