"""Acts as the pages and calls do them: through the unit of work, by the person whose turn it is."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.demo.papers import keeper
from app.extensions import db
from app.web.unit_of_work import unit_of_work
from models import Business, Survey
from models.enums import OpinionResult
from views.survey_upload import read_upload, store_upload
from workflows import materials, service, unit_edits
from workflows.inputs import Inputs, OpinionInput
from workflows.rules.price_rule import Change, Direction, PriceRule
from workflows.rules.prices import PriceKind
from workflows.rules.room_matching import UnitSelection

SURVEY = Path(__file__).parents[1] / "data" / "survey" / "CL20220406002_D005_132_predicted.xlsx"
AGREE = OpinionInput(OpinionResult.agree, "经审核，材料齐全，符合规定，同意。")
COMPLETE = {"decoration": "毛坯", "lift": "是", "price_sale": "7200"}


@dataclass
class Case:
    """One filing, brought as far as the act that is tried, and that act."""

    desk: Any
    clock: Any
    operator: Any
    reviewer: Any
    agency: Any
    keep: Any
    number: str = ""
    building_id: int = 0
    survey_no: str = ""
    project_id: int = 0

    @property
    def now(self) -> Any:
        return self.clock.now

    # ---- bringing it there ----

    def surveyed(self) -> None:
        with self.desk() as session:
            survey = session.scalars(select(Survey)).one()
            self.survey_no, self.project_id = survey.survey_no, survey.project_id

    def accepted(self) -> None:
        self.surveyed()
        with self.desk() as session:
            business = service.accept(session, "predicted_survey", self.subject(), self.operator, self.now)
            self.number, self.building_id = business.business_no, business.building_id

    def ready(self) -> None:
        self.accepted()
        with self.desk() as session:
            version = service.find_business(session, self.number).building.version
            unit_edits.set_fields(
                session, self.building_id, version, UnitSelection(), COMPLETE, self.operator, self.now
            )
            for key in ("survey_report", "floor_plans"):
                materials.hand_in(session, self.number, key, self.operator, self.now, kept=self.keep(key))
            self.save(session, self.operator, "building", "units", "price_check", "confirmation")

    def inspected(self) -> None:
        self.ready()
        with self.desk() as session:
            service.dispatch(session, self.number, self.inputs(session), self.operator, self.now)
            service.receive(session, self.number, self.inputs(session), self.reviewer, self.now)
            self.save(session, self.reviewer, "inspection")

    def save(self, session: Any, actor: Any, *tasks: str) -> None:
        for task in tasks:
            data = {} if task in {"building", "units"} else {"confirmed": True}
            service.save_task(session, self.number, task, self.inputs(session, data=data), actor, self.now)

    def subject(self) -> dict[str, Any]:
        return {"survey_no": self.survey_no, "project_id": self.project_id}

    def inputs(self, session: Any, **more: Any) -> Inputs:
        session.flush()
        return Inputs(version=service.find_business(session, self.number).version, **more)

    # ---- the acts ----

    def accept(self) -> None:
        with unit_of_work():
            service.accept(db.session(), "predicted_survey", self.subject(), self.operator, self.now)

    def dispatch(self) -> None:
        with unit_of_work():
            service.dispatch(db.session(), self.number, self.inputs(db.session()), self.operator, self.now)

    def archive(self) -> None:
        with unit_of_work():
            inputs = self.inputs(db.session(), opinion=AGREE)
            service.archive(db.session(), self.number, inputs, self.reviewer, self.now)

    def set_batch(self) -> None:
        with unit_of_work():
            unit_edits.set_fields(
                db.session(), self.building_id, self.version(), UnitSelection(), COMPLETE, self.operator, self.now
            )

    def price(self) -> None:
        rule = PriceRule(
            price_kind=PriceKind.sale,
            base_price=Decimal(6800),
            base_floor=1,
            direction=Direction.up,
            change=Change.increase,
            step=Decimal(30),
            floor_from=None,
            floor_to=None,
        )
        with unit_of_work():
            unit_edits.apply_rule(
                db.session(), self.building_id, self.version(), UnitSelection(), rule, self.operator, self.now
            )

    def bring_survey(self) -> None:
        data = SURVEY.read_bytes()
        store_upload(read_upload(data, self.agency, self.now), data, self.agency, self.now)

    def version(self) -> int:
        business = db.session.scalars(select(Business).where(Business.business_no == self.number)).one()
        return business.building.version


@pytest.fixture
def case(app: Any, desk: Any, clock: Any, create_actor: Any) -> Case:
    names = ("developer_operator", "survey_reviewer", "survey_agency")
    return Case(desk, clock, *(create_actor(name) for name in names), keep=keeper(app.extensions["storage"]))


# The act, who does it, and what must have happened before.
ACTS = {
    "accept": ("accept", "operator", "surveyed"),
    "batch set": ("set_batch", "operator", "accepted"),
    "price rule": ("price", "operator", "accepted"),
    "dispatch": ("dispatch", "operator", "ready"),
    "archive": ("archive", "reviewer", "inspected"),
    "survey import": ("bring_survey", "agency", "surveyed"),
}


@pytest.fixture(params=ACTS)
def act(request: Any, case: Case) -> tuple[Any, Callable[[], None]]:
    """One act, ready to be done: by whom, and what."""
    name, actor, before = ACTS[request.param]
    getattr(case, before)()
    return getattr(case, actor), getattr(case, name)
