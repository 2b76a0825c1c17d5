"""常用语 as a desk is offered them: its own first, then those of all desks, then everybody's."""

from collections.abc import Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import Phrase
from models.enums import PhraseUse, Role
from workflows.actor import Actor

MOST = 40


def phrases_for(session: Session, actor: Actor, role: Role) -> Mapping[PhraseUse, Sequence[str]]:
    """By use, each sentence once."""
    rows = session.scalars(
        select(Phrase)
        .where(
            or_(Phrase.organization_id == actor.organization_id, Phrase.organization_id.is_(None)),
            or_(Phrase.role == role, Phrase.role.is_(None)),
        )
        .order_by(Phrase.organization_id.is_(None), Phrase.role.is_(None), Phrase.position, Phrase.id)
    ).all()
    texts = {use: dict.fromkeys(row.text for row in rows if row.use is use) for use in PhraseUse}
    return {use: tuple(found)[:MOST] for use, found in texts.items()}
