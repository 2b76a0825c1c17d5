"""消息 as a person reads them: newest first, how many are unread, and what is told by short message."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import Notice, NoticeMute
from models.enums import Occasion
from workflows.actor import Actor

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class MessageFilter:
    unread: bool = False
    occasion: Occasion | None = None

    @property
    def is_blank(self) -> bool:
        return self == MessageFilter()


@dataclass(frozen=True, slots=True)
class MessagePage:
    messages: Sequence[Notice]
    total: int
    page: int

    @property
    def page_count(self) -> int:
        return -(-self.total // PAGE_SIZE)


def own(actor: Actor) -> list[ColumnElement[bool]]:
    """What the person was told in the place that he acts for now."""
    return [Notice.person_id == actor.person_id, Notice.organization_id == actor.organization_id]


def narrowed(actor: Actor, wanted: MessageFilter) -> list[ColumnElement[bool]]:
    conditions = own(actor)
    if wanted.unread:
        conditions.append(Notice.read_at.is_(None))
    if wanted.occasion:
        conditions.append(Notice.occasion == wanted.occasion)
    return conditions


def message_page(session: Session, actor: Actor, wanted: MessageFilter, page: int) -> MessagePage:
    """A page by its number, counted from 0."""
    conditions = narrowed(actor, wanted)
    total = session.scalar(select(func.count(Notice.id)).where(*conditions)) or 0
    page = min(max(page, 0), max(-(-total // PAGE_SIZE) - 1, 0))
    query = select(Notice).where(*conditions).order_by(Notice.id.desc()).limit(PAGE_SIZE).offset(page * PAGE_SIZE)
    return MessagePage(session.scalars(query).all(), total, page)


def messages_before(
    session: Session, actor: Actor, wanted: MessageFilter, before: int | None, size: int
) -> Sequence[Notice]:
    """One more than a page, continuing before the id that the last page ended with."""
    conditions = narrowed(actor, wanted)
    if before is not None:
        conditions.append(Notice.id < before)
    return session.scalars(select(Notice).where(*conditions).order_by(Notice.id.desc()).limit(size + 1)).all()


def unread_count(session: Session, actor: Actor) -> int:
    conditions = narrowed(actor, MessageFilter(unread=True))
    return session.scalar(select(func.count(Notice.id)).where(*conditions)) or 0


def latest_unread(session: Session, actor: Actor, most: int) -> Sequence[Notice]:
    conditions = narrowed(actor, MessageFilter(unread=True))
    return session.scalars(select(Notice).where(*conditions).order_by(Notice.id.desc()).limit(most)).all()


def muted_occasions(session: Session, actor: Actor) -> frozenset[Occasion]:
    """Of which the person wants no short message."""
    return frozenset(session.scalars(select(NoticeMute.occasion).where(NoticeMute.person_id == actor.person_id)))
