"""What the first page shows: figures, what is due, applications with what waits in them, news of the product."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import ApplicationTile, Business, StageRun, VersionNote
from models.enums import Role, RunState
from workflows.actor import Actor
from workflows.due_notices import calendar_end
from workflows.facts.calendar import local_day
from workflows.reading.desk import counted, joined, lines_on
from workflows.reading.lines import BusinessLine
from workflows.reading.lists import handled_by, in_hands_of
from workflows.reading.section import ended_under, in_charge_of
from workflows.registry import BY_CODE

RECENT_DAYS = 7
MOST_LINES = 8
MOST_NOTES = 6


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """How many businesses lie on this desk now, and how many visits ended in the last RECENT_DAYS days."""

    pending: int
    waiting: int
    earliest_arrival: dt.datetime | None
    due_today: int
    late: int
    handled_recently: int


@dataclass(frozen=True, slots=True)
class Tile:
    """An application of the platform; `count` is what waits in it, None where nothing can wait."""

    sign: str
    title: str
    english_title: str | None
    url: str
    business_type: str | None
    may_start: bool
    count: int | None


def figures(session: Session, actor: Actor, now: dt.datetime) -> DeskFigures:
    """Two queries: the desk as it is, and what went through it lately; for the head of a section the whole desk."""
    today = local_day(now)
    waiting = StageRun.state == RunState.waiting
    row = session.execute(
        joined(
            select(
                func.count(),
                func.count().filter(waiting),
                func.min(StageRun.sent_at).filter(waiting),
                func.count().filter(StageRun.due_on == today),
                func.count().filter(StageRun.due_on < today),
            )
        ).where(in_charge_of(actor))
    ).one()
    since = now - dt.timedelta(days=RECENT_DAYS)
    ended = joined(select(func.count())).where(ended_under(actor), StageRun.finished_at >= since)
    return DeskFigures(row[0], row[1], row[2], row[3], row[4], session.scalar(ended) or 0)


def due_lines(session: Session, actor: Actor, now: dt.datetime) -> Sequence[BusinessLine]:
    """今日到期与超期, the latest of all first; for the head of a section those of the whole desk."""
    due = joined(select(StageRun)).where(in_charge_of(actor), StageRun.due_on <= local_day(now))
    return lines_on(session, due.order_by(StageRun.due_on, StageRun.id).limit(MOST_LINES), now)


def calendar_note(session: Session, actor: Actor, now: dt.datetime) -> dt.date | None:
    """The last day of a calendar that does not reach far enough, for those who keep it or ask for it."""
    keepers = (Role.system_admin, Role.authority_admin)
    return calendar_end(session, local_day(now)) if actor.holds_any(keepers) else None


def recent_lines(session: Session, actor: Actor, now: dt.datetime) -> Sequence[BusinessLine]:
    """What this person ended last."""
    ended = joined(select(StageRun)).where(handled_by(actor))
    newest = ended.order_by(StageRun.finished_at.desc(), StageRun.id.desc())
    return lines_on(session, newest.limit(MOST_LINES), now)


def tiles(session: Session, actor: Actor) -> list[tuple[str, list[Tile]]]:
    """The applications this person can use, by subsystem, in the order the administrator gave them."""
    pending = counted(session, in_hands_of(actor), Business.business_type)
    stored = session.scalars(
        select(ApplicationTile)
        .where(ApplicationTile.shown.is_(True))
        .order_by(ApplicationTile.position, ApplicationTile.id)
    ).all()
    usable = [tile for tile in stored if is_usable(tile, actor)]
    order = list(dict.fromkeys(tile.subsystem for tile in usable))
    usable.sort(key=lambda tile: order.index(tile.subsystem))
    grouped = groupby(usable, key=lambda tile: tile.subsystem)
    return [(subsystem, [tile_of(tile, actor, pending) for tile in group]) for subsystem, group in grouped]


def is_usable(tile: ApplicationTile, actor: Actor) -> bool:
    """Whether it is shown to one of the person's roles, and its business is one that the person starts or works at."""
    if tile.roles and not actor.holds_any(Role(code) for code in tile.roles):
        return False
    if tile.business_type is None:
        return True
    kind = BY_CODE.get(tile.business_type)
    return kind is not None and actor.holds_any((*kind.initiator_roles, *(stage.role for stage in kind.stages)))


def tile_of(tile: ApplicationTile, actor: Actor, pending: dict[str, int]) -> Tile:
    kind = BY_CODE.get(tile.business_type or "")
    return Tile(
        sign=tile.sign,
        title=tile.title,
        english_title=tile.english_title,
        url=tile.url,
        business_type=tile.business_type,
        may_start=kind is not None and actor.holds_any(kind.initiator_roles),
        count=pending.get(kind.code, 0) if kind else None,
    )


def version_notes(session: Session, now: dt.datetime) -> Sequence[VersionNote]:
    """版本更新记录: what has been published by now, the newest first."""
    return session.scalars(
        select(VersionNote)
        .where(VersionNote.publish_at <= now)
        .order_by(VersionNote.publish_at.desc(), VersionNote.id.desc())
        .limit(MOST_NOTES)
    ).all()
