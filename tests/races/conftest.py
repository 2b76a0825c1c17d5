"""People who call at once, and a filing brought to where they collide."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import insert, select

from models import Business, Survey, SurveyUnit
from tests.races.together import Caller
from workflows import service

COLLIDING = [20, pytest.param(50, marks=pytest.mark.long)]


@pytest.fixture
def caller(app: Any, create_actor: Any) -> Callable[[str], Caller]:
    return lambda username: Caller(app, create_actor(username))


@pytest.fixture
def survey(desk: Any) -> dict[str, Any]:
    """What accept needs for the surveyed building."""
    with desk() as session:
        found = session.scalars(select(Survey)).one()
        return {"survey_no": found.survey_no, "project_id": found.project_id}


@pytest.fixture
def more_surveys(desk: Any, survey: Any) -> Callable[[int], list[dict[str, Any]]]:
    """As many further surveys of other buildings on the same parcel."""

    def create(count: int) -> list[dict[str, Any]]:
        with desk() as session:
            pattern = session.scalars(select(Survey)).first()
            units = session.scalars(select(SurveyUnit).where(SurveyUnit.survey_id == pattern.id)).all()
            for number in range(1, count + 1):
                copy = copied(pattern, survey_no=f"CLX{number:03d}", natural_building_no=f"F9{number:03d}")
                copy["building_no"] = f"X{number:03d}"
                survey_id = session.execute(insert(Survey).values(**copy)).inserted_primary_key[0]
                session.execute(insert(SurveyUnit), [copied(unit, survey_id=survey_id) for unit in units[:2]])
        return [{**survey, "survey_no": f"CLX{number:03d}"} for number in range(1, count + 1)]

    return create


def copied(row: Any, **changes: Any) -> dict[str, Any]:
    values = {column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs if column.key != "id"}
    return {**values, **changes}


@pytest.fixture
def business(desk: Any, clock: Any, survey: Any, create_actor: Any) -> Business:
    """Accepted, in the clerk's hands."""
    operator = create_actor("developer_operator")
    with desk() as session:
        made = service.accept(session, "predicted_survey", survey, operator, clock.now)
        session.flush()
        session.refresh(made)
        session.expunge(made)
        return made


@pytest.fixture
def waiting(desk: Any, clock: Any, business: Any, create_actor: Any) -> Business:
    """The same, sent on without its tasks being looked at: it waits for a reviewer."""
    from models import StageRun
    from models.enums import Role, RunState

    with desk() as session:
        run = session.scalars(select(StageRun).where(StageRun.business_id == business.id)).one()
        run.stage, run.role, run.state = "review", Role.survey_reviewer, RunState.waiting
        run.holder_id = run.holder_name = run.received_at = None
    return business
