"""Failed logins: five an account or twenty an address within fifteen minutes shut the door for a while."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from app.security.refusals import TOO_MANY_FAILURES, Denied
from models import LoginFailure
from models.encryption import keyring

WINDOW = dt.timedelta(minutes=15)
AN_ACCOUNT = 5
AN_ADDRESS = 20


@dataclass(frozen=True, slots=True)
class Door:
    """Who knocks: the account as typed, and the network address it comes from."""

    account: str
    address: str

    @property
    def index(self) -> str:
        return keyring.blind_index(f"login:{self.account.strip().lower()}")


def count_attempt(session: Session, door: Door, now: dt.datetime) -> None:
    """Count the attempt as failed before it is judged, so that many at once cannot slip through; Denied at the limit.

    Whoever gets in has his own failures forgotten (`forget`).
    """
    since = now - WINDOW
    for condition, limit in (
        (LoginFailure.account_index == door.index, AN_ACCOUNT),
        (LoginFailure.address == door.address, AN_ADDRESS),
    ):
        failed, first = session.execute(
            select(func.count(LoginFailure.id), func.min(LoginFailure.failed_at)).where(
                condition, LoginFailure.failed_at > since
            )
        ).one()
        if failed >= limit:
            raise too_many(first + WINDOW - now)
    session.add(LoginFailure(account_index=door.index, address=door.address, failed_at=now))


def too_many(wait: dt.timedelta) -> Denied:
    seconds = max(int(wait.total_seconds()), 1)
    return Denied(TOO_MANY_FAILURES(minutes=-(-seconds // 60)), 429, retry_after=seconds)


def forget(session: Session, door: Door, now: dt.datetime) -> None:
    """The account's failures, and all that have run out."""
    session.execute(
        delete(LoginFailure).where(
            or_(LoginFailure.account_index == door.index, LoginFailure.failed_at <= now - WINDOW)
        )
    )
