"""The versions of a region's templates: one draft, one in force, the rest kept; number 0 is what it inherits."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.documents.catalogue import DocumentKind
from app.documents.environment import default_body
from models import DocumentTemplate, Region
from models.enums import TemplateState
from workflows import journal
from workflows.actor import Actor
from workflows.facts.region_rules import region_chain
from workflows.messages import Message, NotVisible, Refused
from workflows.overtaken import TEMPLATE_DRAFT, overtaken_by

INHERITED = 0
LONGEST_NOTE = 200
NOTHING_TO_PUBLISH = Message("template_draft", "没有可发布的草稿")
NOT_PROVEN = Message("template_draft", "草稿在检查后又有修改，请重新检查发布")
ALREADY_IN_FORCE = Message("template_draft", "第 {number} 版正在使用")
NOTE_TOO_LONG = Message("template_note", "说明超过 {most} 个字")


@dataclass(frozen=True, slots=True)
class Key:
    """Whose template of which document."""

    region_code: str
    kind: DocumentKind


# ---- reading ----


def in_force(session: Session, key: Key) -> DocumentTemplate | None:
    """The region's own, else the prefecture's, else the province's; None is the product's."""
    return nearest(session, key, region_chain(key.region_code))


def inherited(session: Session, key: Key) -> DocumentTemplate | None:
    """What would be in force without a template of its own."""
    return nearest(session, key, region_chain(key.region_code)[1:])


def nearest(session: Session, key: Key, chain: Sequence[str]) -> DocumentTemplate | None:
    found = session.scalars(
        select(DocumentTemplate).where(
            DocumentTemplate.kind == key.kind.key,
            DocumentTemplate.region_code.in_(chain),
            DocumentTemplate.state == TemplateState.published,
        )
    ).all()
    return min(found, key=lambda template: chain.index(template.region_code), default=None)


def versions_of(session: Session, key: Key) -> Sequence[DocumentTemplate]:
    """The region's own versions, the newest first."""
    return session.scalars(own(key).order_by(DocumentTemplate.number.desc())).all()


def version(session: Session, key: Key, number: int) -> DocumentTemplate:
    """One version by its number; NotVisible where there is none."""
    found = session.scalars(own(key).where(DocumentTemplate.number == number)).one_or_none()
    if found is None:
        raise NotVisible(number)
    return found


def draft_of(session: Session, key: Key) -> DocumentTemplate | None:
    return session.scalars(own(key).where(DocumentTemplate.state == TemplateState.draft)).one_or_none()


def body_of(template: DocumentTemplate | None, kind: DocumentKind) -> str:
    return default_body(kind.template) if template is None else template.body


def body_numbered(session: Session, key: Key, number: int) -> str:
    """The text of a version by its number; under 0 what the region inherits, the product's own in the end."""
    template = inherited(session, key) if number == INHERITED else version(session, key, number)
    return body_of(template, key.kind)


def own(key: Key, *, lock: bool = False) -> Select[DocumentTemplate]:
    query = select(DocumentTemplate).where(
        DocumentTemplate.kind == key.kind.key, DocumentTemplate.region_code == key.region_code
    )
    return query.with_for_update().execution_options(populate_existing=True) if lock else query


# ---- writing ----


def save_draft(
    session: Session, key: Key, body: str, note: str, seen: int, actor: Actor, now: dt.datetime
) -> DocumentTemplate:
    """Keep the draft as it was typed, faults and all; `seen` is the change that the person saw last, 0 for none."""
    if len(note) > LONGEST_NOTE:
        raise Refused([NOTE_TOO_LONG(at="note", most=LONGEST_NOTE)])
    draft = locked_draft(session, key)
    expect(draft, seen)
    if draft is None:
        return first_draft(session, key, body, note, actor, now)
    draft.body, draft.note = body, note or None
    draft.edited_by, draft.edited_at, draft.version = actor.name, now, draft.version + 1
    session.flush()
    log(session, key, "edit_document_template", draft.number, actor, now)
    return draft


def first_draft(session: Session, key: Key, body: str, note: str, actor: Actor, now: dt.datetime) -> DocumentTemplate:
    """A new version; whoever began one at the same moment keeps his."""
    draft = DocumentTemplate(
        region_code=key.region_code,
        kind=key.kind.key,
        number=next_number(session, key),
        state=TemplateState.draft,
        body=body,
        note=note or None,
        edited_by=actor.name,
        edited_at=now,
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError as error:
        raise overtaken(locked_draft(session, key)) from error
    log(session, key, "edit_document_template", draft.number, actor, now)
    return draft


def discard_draft(session: Session, key: Key, seen: int, actor: Actor, now: dt.datetime) -> None:
    draft = locked_draft(session, key)
    expect(draft, seen)
    if draft is not None:
        log(session, key, "discard_document_template", draft.number, actor, now)
        session.delete(draft)
        session.flush()


def publish(session: Session, key: Key, proven: str, seen: int, actor: Actor, now: dt.datetime) -> DocumentTemplate:
    """The draft becomes the version in force; `proven` is the text that printed all samples without a fault."""
    draft = locked_draft(session, key)
    expect(draft, seen)
    if draft is None:
        raise Refused([NOTHING_TO_PUBLISH()])
    if draft.body != proven:
        raise Refused([NOT_PROVEN()])
    retire_current(session, key)
    put_in_force(session, draft, actor, now)
    log(session, key, "publish_document_template", draft.number, actor, now)
    return draft


def roll_back(session: Session, key: Key, number: int, proven: str, actor: Actor, now: dt.datetime) -> None:
    """An earlier version is in force again; number 0 gives the region back what it inherits."""
    session.scalars(own(key, lock=True)).all()
    target = None if number == INHERITED else version(session, key, number)
    current = retire_current(session, key)
    if target is not None and (target is current or target.state is TemplateState.draft):
        raise Refused([ALREADY_IN_FORCE(number=number) if target is current else NOTHING_TO_PUBLISH()])
    if target is None and current is None:
        raise Refused([ALREADY_IN_FORCE(number=number)])
    if target is not None:
        if target.body != proven:
            raise Refused([NOT_PROVEN()])
        put_in_force(session, target, actor, now)
    before = current.number if current else INHERITED
    log(session, key, "roll_back_document_template", number, actor, now, before=before)


def retire_current(session: Session, key: Key) -> DocumentTemplate | None:
    published = own(key, lock=True).where(DocumentTemplate.state == TemplateState.published)
    current = session.scalars(published).one_or_none()
    if current is not None:
        current.state = TemplateState.retired
        session.flush()
    return current


def put_in_force(session: Session, template: DocumentTemplate, actor: Actor, now: dt.datetime) -> None:
    template.state = TemplateState.published
    template.published_by, template.published_at = actor.name, now
    template.version += 1
    session.flush()


def locked_draft(session: Session, key: Key) -> DocumentTemplate | None:
    """The draft under its lock; the region's row is locked first, so that two do not begin one at once."""
    session.scalars(select(Region).where(Region.code == key.region_code).with_for_update(key_share=True)).one()
    return session.scalars(own(key, lock=True).where(DocumentTemplate.state == TemplateState.draft)).one_or_none()


def next_number(session: Session, key: Key) -> int:
    last = session.scalar(
        select(func.max(DocumentTemplate.number)).where(
            DocumentTemplate.kind == key.kind.key, DocumentTemplate.region_code == key.region_code
        )
    )
    return int(last or INHERITED) + 1


def expect(draft: DocumentTemplate | None, seen: int) -> None:
    """M20 where somebody else changed the draft since."""
    if (draft.version if draft else 0) != seen:
        raise overtaken(draft)


def overtaken(draft: DocumentTemplate | None) -> Refused:
    """M20 with who was quicker."""
    person, moment = (draft.edited_by, draft.edited_at) if draft else (None, None)
    return Refused([overtaken_by(TEMPLATE_DRAFT(), person, moment)])


def log(session: Session, key: Key, action: str, number: int, actor: Actor, now: dt.datetime, **more: object) -> None:
    journal.record(
        session,
        actor=actor,
        now=now,
        action=action,
        subject_kind="document_template",
        subject_id=f"{key.kind.key} {key.region_code}",
        detail={"document": key.kind.title, "number": number, **more},
    )
