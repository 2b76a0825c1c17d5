"""ID numbers, phones and bank accounts at rest: AES-GCM, with an HMAC beside them so that equality can be searched."""

import base64
import hashlib
import hmac
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Text, TypeDecorator
from sqlalchemy.engine import Dialect

NONCE_BYTES = 12
MARK = "v1:"


class Keyring:
    """The two keys derived from the configured secret; set once when the application is made."""

    def __init__(self) -> None:
        self._cipher: AESGCM | None = None
        self._index_key = b""

    def configure(self, secret: str) -> None:
        self._cipher = AESGCM(hashlib.sha256(b"data:" + secret.encode()).digest())
        self._index_key = hashlib.sha256(b"index:" + secret.encode()).digest()

    @property
    def cipher(self) -> AESGCM:
        if self._cipher is None:
            msg = "the data key is not configured"
            raise RuntimeError(msg)
        return self._cipher

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        return MARK + base64.b64encode(nonce + self.cipher.encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, stored: str) -> str:
        raw = base64.b64decode(stored.removeprefix(MARK))
        return self.cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()

    def blind_index(self, text: str) -> str:
        """A keyed fingerprint of the text: equal texts have equal ones, and nothing else can be read from it."""
        return hmac.new(self._index_key, text.encode(), hashlib.sha256).hexdigest()


keyring = Keyring()


class EncryptedText(TypeDecorator[str]):
    """Text that only the application can read; the column beside it with `_index` makes it findable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else keyring.encrypt(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else keyring.decrypt(value)
