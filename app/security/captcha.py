"""The picture that a person must read: known to the server alone, good for one code by SMS and one login."""

import datetime as dt
import hashlib
import hmac
import secrets
from io import BytesIO

from captcha.image import ImageCaptcha
from sqlalchemy.orm import Session

from app.security.refusals import WRONG_CAPTCHA, Denied
from models import CaptchaChallenge
from models.encryption import keyring

LIFE = dt.timedelta(minutes=10)
LENGTH = 4
# Neither 0 and O nor 1, I and L, which the picture makes alike.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
WIDTH, HEIGHT = 112, 40


def new_captcha(session: Session, secret: str, now: dt.datetime) -> str:
    """Remember a new challenge and give its id; the text itself is stored nowhere."""
    captcha_id = secrets.token_hex(16)
    session.add(CaptchaChallenge(id=captcha_id, answer_hash=digest(text_of(secret, captcha_id)), expires_at=now + LIFE))
    return captcha_id


def text_of(secret: str, captcha_id: str) -> str:
    """What the picture of this id shows: derived from the server's secret, so that nobody else can."""
    raw = hmac.new(secret.encode(), b"captcha:" + captcha_id.encode(), hashlib.sha256).digest()
    return "".join(LETTERS[byte % len(LETTERS)] for byte in raw[:LENGTH])


def picture_of(secret: str, captcha_id: str) -> bytes:
    """The picture as PNG."""
    drawn = ImageCaptcha(width=WIDTH, height=HEIGHT, font_sizes=(28, 31, 34)).generate(text_of(secret, captcha_id))
    assert isinstance(drawn, BytesIO)
    return drawn.getvalue()


def is_known(session: Session, captcha_id: str, now: dt.datetime) -> bool:
    challenge = session.get(CaptchaChallenge, captcha_id)
    return challenge is not None and challenge.expires_at > now


def spend_on_code(session: Session, captcha_id: str, answer: str, phone: str, now: dt.datetime) -> bool:
    """Whether the answer is right. Right, it stays good for one login with this number; wrong, it is gone."""
    challenge = take(session, captcha_id, now)
    if challenge is None or not hmac.compare_digest(challenge.answer_hash, digest(answer)):
        return False
    session.add(CaptchaChallenge(id=captcha_id, answer_hash=digest(answer, phone), expires_at=challenge.expires_at))
    return True


def spend_on_login(session: Session, captcha_id: str, answer: str, phone: str, now: dt.datetime) -> bool:
    """Whether the answer is right, fresh or from this number's SMS; right or wrong, it is gone."""
    challenge = take(session, captcha_id, now)
    if challenge is None:
        return False
    right = {digest(answer), digest(answer, phone)}
    return any(hmac.compare_digest(challenge.answer_hash, candidate) for candidate in right)


def take(session: Session, captcha_id: str, now: dt.datetime) -> CaptchaChallenge | None:
    challenge = session.get(CaptchaChallenge, captcha_id, with_for_update=True)
    if challenge is None:
        return None
    session.delete(challenge)
    session.flush()
    return challenge if challenge.expires_at > now else None


def digest(answer: str, phone: str = "") -> str:
    return keyring.blind_index(f"captcha:{answer.strip().upper()}:{phone}")


def refused() -> Denied:
    return Denied(WRONG_CAPTCHA(at="captcha"), 422)
