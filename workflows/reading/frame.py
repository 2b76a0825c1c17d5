"""What the frame of every page tells: what waits, what is unread, and where one is; all of it in one statement."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models import Notice, Region, StageRun
from workflows.actor import Actor
from workflows.reading.lists import held_by, waiting_for
from workflows.reading.messages import MessageFilter, narrowed
from workflows.reading.names import city_of


@dataclass(frozen=True, slots=True)
class Frame:
    """待处理业务数, unread messages, and the names of the prefecture and of what of it one acts in."""

    waiting: int
    unread: int
    places: tuple[str, ...]


def frame_of(session: Session, actor: Actor) -> Frame:
    held, waiting, unread, *places = session.execute(question(actor)).one()
    return Frame(held + waiting, unread, tuple(dict.fromkeys(name for name in places if name)))


@lru_cache(maxsize=1024)
def question(actor: Actor) -> Select[Any]:
    """The statement for this person, not its answer: only putting it together is spared.

    What is held and what waits are counted apart, for each has an index that answers alone.
    """
    runs = select(func.count()).select_from(StageRun)
    held, waiting = runs.where(held_by(actor)), runs.where(waiting_for(actor))
    unread = select(func.count(Notice.id)).where(*narrowed(actor, MessageFilter(unread=True)))
    places = [
        select(Region.name).where(Region.code == code) for code in (city_of(actor.region_code), actor.region_code)
    ]
    return select(*(part.scalar_subquery() for part in (held, waiting, unread, *places)))
