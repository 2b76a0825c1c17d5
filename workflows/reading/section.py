"""What the head of a section looks after: the whole desk of the bureau, as far as the rows he may see reach."""

from sqlalchemy import ColumnElement, and_

from models import Business, StageRun
from models.enums import BusinessStatus, Role
from workflows.actor import Actor
from workflows.facts.situation import ONGOING
from workflows.reading.lists import handled_by, in_hands_of
from workflows.rules.promised_time import BUREAU


def leads_section(actor: Actor) -> bool:
    return actor.holds(Role.section_head)


def going_on_in_section() -> ColumnElement[bool]:
    """Every visit that waits for the bureau or lies in its hands; not what is suspended."""
    return and_(StageRun.state.in_(ONGOING), StageRun.role.in_(BUREAU), Business.status == BusinessStatus.open)


def handled_in_section() -> ColumnElement[bool]:
    """Every visit that somebody of the bureau has ended."""
    return and_(StageRun.finished_at.is_not(None), StageRun.role.in_(BUREAU))


def in_charge_of(actor: Actor) -> ColumnElement[bool]:
    """What lies in the own hands; for the head of a section the whole desk."""
    return going_on_in_section() if leads_section(actor) else in_hands_of(actor)


def ended_under(actor: Actor) -> ColumnElement[bool]:
    """The visits that this person ended; for the head of a section those of the whole desk."""
    return handled_in_section() if leads_section(actor) else handled_by(actor)
