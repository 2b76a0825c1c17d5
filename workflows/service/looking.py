"""The business of a number, for whom may see it."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Business, Event, StageTable
from workflows.messages import NotVisible


def find_business(session: Session, business_no: str, *, lock: bool = False) -> Business:
    """The business of this number if this person may see it; NotVisible otherwise."""
    query = (
        select(Business)
        .where(Business.business_no == business_no)
        .options(selectinload(Business.stage_table).selectinload(StageTable.rows))
        .execution_options(populate_existing=True)
    )
    business: Business | None = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if business is None:
        raise NotVisible(business_no)
    return business


def events_of(session: Session, business: Business) -> list[Event]:
    """What happened to the business, in its order."""
    return list(session.scalars(select(Event).where(Event.business_no == business.business_no).order_by(Event.id)))
