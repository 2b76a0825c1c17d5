"""What a row of a list of businesses says, put together for a whole page in a fixed number of queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Business, StageRun
from models.enums import BusinessStatus, Role, RunState
from workflows.actor import Actor
from workflows.engine.people import principal
from workflows.engine.situation import Run
from workflows.facts.calendar import local_day, working_calendar
from workflows.facts.situation import ONGOING
from workflows.reading.names import city_names, organization_names, shown_title
from workflows.reading.time_left import TimeLeft, time_left


@dataclass(frozen=True, slots=True)
class BusinessLine:
    """One row of a list: the business and the run it is listed for (its latest where all are listed)."""

    business_no: str
    business_type: str
    type_title: str
    subject_title: str
    developer: str
    status: BusinessStatus
    version: int
    region_code: str
    building_id: int | None
    initiator: str
    accepted_at: dt.datetime
    finished_at: dt.datetime | None
    stage: str
    stage_title: str
    role: Role
    run_state: RunState
    sender: str
    sent_at: dt.datetime | None
    holder: str
    holder_id: int | None
    received_at: dt.datetime | None
    run_finished_at: dt.datetime | None
    time_left: TimeLeft | None
    returns: int
    target_id: int | None = None

    def on_behalf_of(self, actor: Actor) -> str:
        """In whose name this person would act on it; empty in the own."""
        run = Run(self.stage, self.run_state, self.role, holder_id=self.holder_id, target_person_id=self.target_id)
        named = principal(run, actor, self.business_type) if self.run_state in ONGOING else None
        return named.name if named else ""


def lines_of(session: Session, pairs: Sequence[tuple[Business, StageRun]], now: dt.datetime) -> list[BusinessLine]:
    if not pairs:
        return []
    companies = organization_names(session, (business.developer_id for business, _ in pairs))
    cities = city_names(session, (business.region_code for business, _ in pairs))
    returns = returns_of(session, [business.id for business, _ in pairs])
    today = local_day(now)
    calendar = working_calendar(session, today, max([today, *(run.due_on for _, run in pairs if run.due_on)]))
    return [
        line_of(
            business,
            run,
            shown_title(business.business_type, cities[business.region_code]),
            companies.get(business.developer_id, ""),
            time_left(business, run, calendar, today),
            returns.get(business.id, 0),
        )
        for business, run in pairs
    ]


def line_of(
    business: Business, run: StageRun, type_title: str, developer: str, left: TimeLeft | None, returns: int
) -> BusinessLine:
    return BusinessLine(
        business_no=business.business_no,
        business_type=business.business_type,
        type_title=type_title,
        subject_title=business.subject_title,
        developer=developer,
        status=business.status,
        version=business.version,
        region_code=business.region_code,
        building_id=business.building_id,
        initiator=business.initiator_name,
        accepted_at=business.accepted_at,
        finished_at=business.finished_at,
        stage=run.stage,
        stage_title=run.title,
        role=run.role,
        run_state=run.state,
        sender=run.sender_name or "",
        sent_at=run.sent_at,
        holder=holder_of(run),
        holder_id=run.holder_id,
        target_id=run.target_user_id,
        received_at=run.received_at,
        run_finished_at=run.finished_at,
        time_left=left,
        returns=returns,
    )


def holder_of(run: StageRun) -> str:
    """张三, or 李四（代张三） where a colleague does the work."""
    return f"{run.delegate_name}（代{run.holder_name}）" if run.delegate_name else run.holder_name or ""


def returns_of(session: Session, business_ids: Sequence[int]) -> dict[int, int]:
    """How often each business was sent back."""
    rows = session.execute(
        select(StageRun.business_id, func.count(StageRun.id))
        .where(StageRun.business_id.in_(business_ids), StageRun.state == RunState.returned)
        .group_by(StageRun.business_id)
    )
    return {business_id: int(count) for business_id, count in rows}
