"""A draft building on a clerk's desk, with as many units as are asked for: surveyed, accepted, nothing filled in yet."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from app.extensions import db
from app.integrations.survey_file import read_survey
from app.security.scopes import acting_as, system_scope
from app.web.unit_of_work import unit_of_work
from bench.databases import Desk
from bench.survey_files import TODAY, workbook
from models import Person, Project, ProjectParcel, Unit
from workflows import service
from workflows.facts.people import colleague
from workflows.rules.areas import AreaCheck
from workflows.rules.code_lists import CODE_LISTS
from workflows.survey_archive import store_survey

CLERK = "developer_operator"


@dataclass(frozen=True, slots=True)
class Draft:
    """The building, who has it in hand, and its units in order."""

    building_id: int
    person_id: int
    unit_ids: tuple[int, ...]


def draft(desk: Desk, count: int) -> Draft:
    now = datetime.now(UTC)
    app = desk.app()
    result = read_survey(workbook(count), code_lists=CODE_LISTS, area_check=AreaCheck.error, today=TODAY)
    with app.app_context():
        session = db.session()
        with system_scope():
            person_id = session.scalars(select(Person.id).where(Person.username == CLERK)).one()
            actor = colleague(session, person_id, None, TODAY)
            parcel = ProjectParcel.parcel_code == result.building.parcel_code
            project_id = session.scalars(select(Project.id).join(ProjectParcel).where(parcel)).one()
        if actor is None:
            raise RuntimeError("the clerk may not act")
        with system_scope(), unit_of_work():
            store_survey(session, result, None, actor, now)
        subject = {"survey_no": result.survey_no, "project_id": project_id}
        with acting_as(actor), unit_of_work():
            business = service.accept(session, "predicted_survey", subject, actor, now)
            building_id = business.building_id or 0
        with system_scope():
            ids = session.scalars(select(Unit.id).where(Unit.building_id == building_id).order_by(Unit.position)).all()
        db.session.remove()
        db.engine.dispose()
    return Draft(building_id, person_id, tuple(ids))
