"""Taking and giving back what a business holds while it runs."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Business, SubjectLock
from models.enums import LockSubject
from workflows import messages
from workflows.registry_titles import title_of


def take_lock(session: Session, kind: LockSubject, subject_id: int, business: Business) -> None:
    """Hold the subject for this business, or be refused with M06 naming the business that holds it."""
    try:
        with session.begin_nested():
            session.add(SubjectLock(subject_kind=kind, subject_id=subject_id, business_id=business.id))
    except IntegrityError as error:
        raise messages.refuse(held_by_another(session, kind, subject_id)) from error


def held_by_another(session: Session, kind: LockSubject, subject_id: int) -> messages.Reason:
    holder = session.execute(
        select(Business.business_no, Business.business_type)
        .join(SubjectLock, SubjectLock.business_id == Business.id)
        .where(SubjectLock.subject_kind == kind, SubjectLock.subject_id == subject_id)
    ).first()
    number, code = holder or ("", "")
    return messages.M06(subject=kind.title, business_type=title_of(code), business_no=number)


def release_locks(session: Session, business: Business) -> None:
    """Give everything back: the business has ended."""
    session.execute(delete(SubjectLock).where(SubjectLock.business_id == business.id))
