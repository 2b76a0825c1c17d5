"""Filings of the generated buildings, taken through the desk's own operations and stopped where each shall stand."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.buildings import BUILDINGS, Building, End
from app.demo.moments import Act, at
from app.demo.papers import Keep
from models import Building as StoredBuilding
from models import Business, Project, Survey, Unit
from models.enums import OpinionResult
from workflows import service, unit_edits
from workflows.actor import Actor
from workflows.inputs import Inputs, LineInput, OpinionInput
from workflows.materials import hand_in
from workflows.rules.price_rule import Change, Direction, PriceRule
from workflows.rules.prices import PriceKind
from workflows.rules.room_matching import UnitSelection
from workflows.service.opinions import DEFAULT_OPINION

EVERY_UNIT = UnitSelection()
STEP_UP, STEP_DOWN = Decimal(30), Decimal(20)
LOW, WALK_UP = 6, 6


@dataclass(frozen=True, slots=True)
class Cast:
    """Who files for which project, and who reviews."""

    clerks: Mapping[str, Actor]
    reviewers: tuple[Actor, ...]


@dataclass(slots=True)
class Filing:
    """One building on its way through the desk; every method is one thing somebody does at a moment."""

    session: Session
    building: Building
    survey: Survey
    project: Project
    clerk: Actor
    reviewer: Actor
    keep: Keep
    business_no: str = field(default="", init=False)

    def script(self, now: dt.datetime) -> Iterator[tuple[dt.datetime, Act]]:
        """What happens when, until the building's end is reached."""
        day, end = self.building.started, self.building.end
        if end is End.unfiled:
            return
        yield at(now, day, "09:10"), self.accept
        if end is End.accepted_again:
            yield at(now, day, "11:40"), self.cancel
            yield at(now, day - 1, "09:05"), self.accept
            return
        yield at(now, day, "10:30"), self.complete
        yield at(now, day, "14:20"), self.price
        if end is End.priced:
            return
        yield at(now, day - 1, "09:45"), self.confirm
        yield at(now, day - 1, "10:15"), self.hand_in_papers
        yield at(now, day - 1, "10:25"), self.send
        yield from self.review(now, day - 2)

    def review(self, now: dt.datetime, day: int) -> Iterator[tuple[dt.datetime, Act]]:
        end = self.building.end
        if end is End.waiting:
            return
        yield at(now, day, "09:00"), self.receive
        if end in {End.returned, End.returned_and_archived}:
            yield at(now, day, "11:20"), self.send_back
            if end is End.returned:
                return
            yield at(now, day - 1, "15:10"), self.confirm
            yield at(now, day - 1, "15:30"), self.hand_in_papers
            yield at(now, day - 1, "15:40"), self.send
            yield at(now, day - 2, "09:20"), self.receive
            day -= 2
        yield at(now, day, "14:00"), self.inspect
        if end is not End.reviewing:
            yield at(now, day, "16:30"), self.archive

    # ---- the developer ----

    def accept(self, moment: dt.datetime) -> None:
        subject = {"survey_no": self.survey.survey_no, "project_id": self.project.id}
        business = service.accept(self.session, self.building.filed_by, subject, self.clerk, moment)
        self.business_no = business.business_no

    def cancel(self, moment: dt.datetime) -> None:
        service.cancel(self.session, self.business_no, self.inputs(reason="项目选择有误"), self.clerk, moment)

    def complete(self, moment: dt.datetime) -> None:
        """Fill what the survey left blank, on the card and on every unit."""
        card = {"lift_count": len(self.building.entrances) * (self.building.floors > WALK_UP)}
        self.save("building", card, self.clerk, moment)
        values = {"decoration": "毛坯", "lift": self.building.floors > WALK_UP}
        stored = self.stored()
        unit_edits.set_fields(self.session, stored.id, stored.version, EVERY_UNIT, values, self.clerk, moment)

    def price(self, moment: dt.datetime) -> None:
        """A base price in the middle of the building, more above it and less below."""
        base_floor = max(self.building.floors // 3, 1)
        for direction, change, step in (
            (Direction.up, Change.increase, STEP_UP),
            (Direction.down, Change.decrease, STEP_DOWN),
        ):
            rule = PriceRule(
                PriceKind.sale,
                Decimal(self.building.base_price),
                base_floor,
                direction,
                change,
                step,
                floor_from=None,
                floor_to=None,
            )
            stored = self.stored()
            unit_edits.apply_rule(self.session, stored.id, stored.version, EVERY_UNIT, rule, self.clerk, moment)

    def confirm(self, moment: dt.datetime) -> None:
        for task, data in (("units", {}), ("price_check", {"confirmed": True}), ("confirmation", {"confirmed": True})):
            self.save(task, data, self.clerk, moment)
        if self.business().runs[-1].returned_from:
            self.save("building", {}, self.clerk, moment)

    def hand_in_papers(self, moment: dt.datetime) -> None:
        for key, title in (("survey_report", "测绘成果报告"), ("floor_plans", "分层分户图")):
            paper = self.keep(f"{self.building.number} {title}")
            hand_in(self.session, self.business_no, key, self.clerk, moment, kept=paper)

    def send(self, moment: dt.datetime) -> None:
        service.dispatch(self.session, self.business_no, self.inputs(), self.clerk, moment)

    # ---- the survey office ----

    def receive(self, moment: dt.datetime) -> None:
        run = self.business().runs[-1]
        if run.holder_id is None:
            service.receive(self.session, self.business_no, self.inputs(), self.reviewer, moment)

    def inspect(self, moment: dt.datetime) -> None:
        self.save("inspection", {"confirmed": True}, self.reviewer, moment)

    def send_back(self, moment: dt.datetime) -> None:
        unit = self.session.scalars(select(Unit).where(Unit.building_id == self.stored().id).limit(1)).one()
        lines = (
            LineInput(f"units.{unit.id}.price_sale", "首层单价与价格备案申请不一致", "核对后重新填报"),
            LineInput("materials.floor_plans", "分层分户图缺第 3 页", "补齐后重新上传"),
        )
        inputs = self.inputs(lines=lines, opinion=OpinionInput(OpinionResult.disagree, "请按退件内容补正后再报。"))
        service.send_back(self.session, self.business_no, inputs, self.reviewer, moment)

    def archive(self, moment: dt.datetime) -> None:
        inputs = self.inputs(opinion=OpinionInput(OpinionResult.agree, DEFAULT_OPINION))
        service.archive(self.session, self.business_no, inputs, self.reviewer, moment)

    # ---- what they share ----

    def save(self, task: str, data: Mapping[str, object], actor: Actor, moment: dt.datetime) -> None:
        service.save_task(self.session, self.business_no, task, self.inputs(data=dict(data)), actor, moment)

    def inputs(self, **given: object) -> Inputs:
        return Inputs(version=self.business().version, **given)  # type: ignore[arg-type]

    def business(self) -> Business:
        business = service.find_business(self.session, self.business_no)
        self.session.refresh(business, ["runs"])
        return business

    def stored(self) -> StoredBuilding:
        building = self.business().building
        assert building is not None
        return building


def scripts_of_filings(
    session: Session,
    surveys: Mapping[str, Survey],
    projects: Mapping[str, Project],
    cast: Cast,
    keep: Keep,
    now: dt.datetime,
) -> Iterator[tuple[dt.datetime, Act]]:
    """Everything that happens to all buildings, building by building."""
    for order, building in enumerate(BUILDINGS):
        filing = Filing(
            session,
            building,
            surveys[building.number],
            projects[building.project],
            cast.clerks[building.project],
            cast.reviewers[order % len(cast.reviewers)],
            keep,
        )
        yield from filing.script(now)
