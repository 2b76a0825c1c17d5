"""What the days bring: visits that are due today or late, and a calendar that comes to its end."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Business, Notice, StageRun
from models.enums import BusinessStatus, ClockState, Occasion, Role
from workflows.facts.calendar import last_day, local_day
from workflows.facts.recipients import in_role, recipients_of, unique
from workflows.facts.situation import ONGOING
from workflows.notices import find_run, of_visit, tell

# So long before its end the administrators are asked to extend the calendar.
CALENDAR_RUNS_OUT = dt.timedelta(days=60)
AT_ONCE = 500


def untold_visits(session: Session, now: dt.datetime) -> Sequence[int]:
    """Visits due today or late whose day nobody was told of yet, the latest first; at most AT_ONCE."""
    today = local_day(now)
    due = session.execute(
        select(StageRun.id, StageRun.due_on)
        .join(StageRun.business)
        .where(StageRun.state.in_(ONGOING), StageRun.due_on <= today, Business.status == BusinessStatus.open)
        .order_by(StageRun.due_on, StageRun.id)
    ).all()
    keys = {key_of(run_id, due_on, today): run_id for run_id, due_on in due if due_on is not None}
    known = known_keys(session, list(keys))
    return [run_id for key, run_id in keys.items() if key not in known][:AT_ONCE]


def known_keys(session: Session, keys: Sequence[str]) -> set[str]:
    """Which of these somebody was told of already; asked in portions that every database takes."""
    portions = (keys[at : at + AT_ONCE] for at in range(0, len(keys), AT_ONCE))
    return {key for portion in portions for key in session.scalars(select(Notice.key).where(Notice.key.in_(portion)))}


def occasion_of(due_on: dt.date, today: dt.date) -> Occasion:
    return Occasion.late if due_on < today else Occasion.due_today


def key_of(run_id: int, due_on: dt.date, today: dt.date) -> str:
    """The very day of the very visit: where the day moves, it may be told again."""
    return f"{occasion_of(due_on, today).value}:{run_id}:{due_on.isoformat()}"


def tell_due(session: Session, run_id: int, now: dt.datetime) -> int:
    """Tell who has it, or everybody it waits for; of a late one the head of the section too. How many were told."""
    run, today = find_run(session, run_id), local_day(now)
    if run is None or run.state not in ONGOING or run.due_on is None or run.due_on > today:
        return 0
    occasion = occasion_of(run.due_on, today)
    people = recipients_of(session, run.business, run, today)
    if occasion is Occasion.late:
        people = unique([*people, *in_role(session, (Role.section_head,), run.region_code, today)])
    return tell(session, of_visit(session, run, occasion, key_of(run_id, run.due_on, today), people, now), now)


def calendar_end(session: Session, today: dt.date) -> dt.date | None:
    """The calendar's last day where the administrators must be asked for more; None while it reaches far enough."""
    end = last_day(session)
    if end is None:
        return today
    return end if end - today <= CALENDAR_RUNS_OUT or is_anything_pending(session) else None


def is_anything_pending(session: Session) -> bool:
    """Whether a case waits for a day that the calendar does not reach."""
    pending = or_(
        Business.clock == ClockState.pending,
        Business.runs.any(StageRun.state.in_(ONGOING) & (StageRun.clock == ClockState.pending)),
    )
    running = Business.status.in_((BusinessStatus.open, BusinessStatus.suspended))
    found = session.scalar(select(Business.id).where(running, pending).limit(1).execution_options(unscoped=True))
    return found is not None
