"""Where uploaded and produced files lie: known by the SHA-256 of their bytes, never overwritten, checked when read."""

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import Protocol

KEY = re.compile(r"[0-9a-f]{64}")


class StorageError(Exception):
    """The storage cannot do what was asked."""


class StorageMissing(StorageError):
    """No file of this key is kept."""


class StorageDamaged(StorageError):
    """The file of this key is no longer what was stored; it must come back from the backup."""


class FileStorage(Protocol):
    """Files by key, the SHA-256 of their bytes in 64 lower-case hexadecimal digits; any other key is a ValueError."""

    def put(self, data: bytes) -> str:
        """The key; when it returns the bytes are safe. The same bytes may be put again and again."""
        ...

    def get(self, key: str) -> bytes:
        """The bytes as they were put; raises StorageMissing or StorageDamaged."""
        ...

    def exists(self, key: str) -> bool:
        """Whether a file of this key lies here, sound or not."""
        ...

    def delete(self, key: str) -> None:
        """Takes the file away; nothing happens if there is none."""
        ...


class LocalStorage:
    """FileStorage in a folder: aa/bb/sha256, written beside and moved into place, so a crash leaves no half file."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._incoming = root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """The key of the bytes, on disk; raises StorageDamaged if other bytes lie in their place."""
        key = hashlib.sha256(data).hexdigest()
        path = self._path(key)
        if not path.exists():
            self._write(path, data)
        self.get(key)
        for folder in (path.parent, path.parent.parent, self._root):
            _flush_folder(folder)
        return key

    def get(self, key: str) -> bytes:
        """The bytes of this key, hashed again before they are handed out."""
        try:
            data = self._path(key).read_bytes()
        except FileNotFoundError:
            raise StorageMissing(f"no file {key}") from None
        if hashlib.sha256(data).hexdigest() != key:
            raise StorageDamaged(f"file {key} is damaged")
        return data

    def exists(self, key: str) -> bool:
        """Whether a file of this key lies here, sound or not."""
        return self._path(key).exists()

    def delete(self, key: str) -> None:
        """Takes the file away, on disk too; nothing happens if there is none."""
        path = self._path(key)
        if path.exists():
            path.unlink(missing_ok=True)
            _flush_folder(path.parent)

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError("a key is 64 lower-case hexadecimal digits")
        return self._root / key[:2] / key[2:4] / key

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._incoming)
        written = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            written.rename(path)
        finally:
            written.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    """A new name is safe only once its folder is on disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
