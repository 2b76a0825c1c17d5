"""Codes by SMS: six digits, five minutes, five tries, one a minute and ten a day for each number."""

import datetime as dt
import hmac
import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.security.refusals import CODE_TOO_SOON, CODES_USED_UP, Denied
from models import SmsCode
from models.encryption import keyring
from workflows.facts.calendar import DESK_ZONE

DIGITS = 6
LIFE = dt.timedelta(minutes=5)
PAUSE = dt.timedelta(seconds=60)
TRIES = 5
A_DAY = 10
LOGIN = "login"


def new_code(session: Session, phone: str, purpose: str, now: dt.datetime) -> str:
    """A code for this number, stored as a fingerprint only; Denied when it is too soon or too many."""
    index = keyring.blind_index(phone)
    refuse_too_soon(session, index, now)
    refuse_too_many(session, index, now)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    session.add(
        SmsCode(
            phone_index=index,
            purpose=purpose,
            code_hash=digest(phone, purpose, code),
            sent_at=now,
            expires_at=now + LIFE,
        )
    )
    return code


def refuse_too_soon(session: Session, index: str, now: dt.datetime) -> None:
    last = session.scalar(select(func.max(SmsCode.sent_at)).where(SmsCode.phone_index == index))
    if last is not None and (wait := last + PAUSE - now) > dt.timedelta():
        seconds = max(int(wait.total_seconds()), 1)
        raise Denied(CODE_TOO_SOON(at="code", seconds=seconds), 429, retry_after=seconds)


def refuse_too_many(session: Session, index: str, now: dt.datetime) -> None:
    midnight = now.astimezone(DESK_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    sent = session.scalar(
        select(func.count(SmsCode.id)).where(SmsCode.phone_index == index, SmsCode.sent_at >= midnight)
    )
    if (sent or 0) >= A_DAY:
        until_midnight = int((midnight + dt.timedelta(days=1) - now).total_seconds())
        raise Denied(CODES_USED_UP(at="phone", limit=A_DAY), 429, retry_after=until_midnight)


def spend_code(session: Session, phone: str, purpose: str, code: str, now: dt.datetime) -> bool:
    """Whether this is the number's latest code, unused, in time and within its tries; right, it is used up."""
    latest = session.scalars(
        select(SmsCode)
        .where(SmsCode.phone_index == keyring.blind_index(phone), SmsCode.purpose == purpose)
        .order_by(SmsCode.id.desc())
        .limit(1)
        .with_for_update()
    ).one_or_none()
    if latest is None or latest.used_at is not None or latest.expires_at <= now or latest.tries >= TRIES:
        return False
    latest.tries += 1
    if not hmac.compare_digest(latest.code_hash, digest(phone, purpose, code)):
        return False
    latest.used_at = now
    return True


def digest(phone: str, purpose: str, code: str) -> str:
    return keyring.blind_index(f"sms:{purpose}:{phone}:{code.strip()}")
