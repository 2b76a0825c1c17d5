"""Rows that have had their time: captchas, codes, counted failures and remembered answers."""

import datetime as dt
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import InstrumentedAttribute

from app.dictionary_dates import settle_items
from app.extensions import db
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import CaptchaChallenge, IdempotencyKey, LoginFailure, SmsCode

DAY = dt.timedelta(days=1)
# A code is counted against its number's day, a failed login against its fifteen minutes; a day keeps both.
KEPT: tuple[tuple[type[Any], InstrumentedAttribute[dt.datetime], dt.timedelta], ...] = (
    (CaptchaChallenge, CaptchaChallenge.expires_at, dt.timedelta()),
    (SmsCode, SmsCode.sent_at, DAY),
    (LoginFailure, LoginFailure.failed_at, DAY),
    (IdempotencyKey, IdempotencyKey.created_at, DAY),
)


def keep_house(now: dt.datetime) -> None:
    """What the days bring by themselves."""
    purge_expired(now)
    settle_items(now)


def purge_expired(now: dt.datetime) -> int:
    """Delete what nobody may use any more; how many rows went."""
    with system_scope(), unit_of_work():
        return sum(
            int(db.session.execute(delete(model).where(moment < now - kept)).rowcount) for model, moment, kept in KEPT
        )
