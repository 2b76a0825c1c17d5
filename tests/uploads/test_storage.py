"""Files come back as they were put, or not at all."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.integrations.storage import LocalStorage, StorageDamaged, StorageMissing

DATA = "澧水".encode() * 1000
KEY = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def storage(tmp_path):
    return LocalStorage(tmp_path / "files")


def place_of(tmp_path):
    return tmp_path / "files" / KEY[:2] / KEY[2:4] / KEY


def files_under(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_come_back_under_the_hash_of_their_content(storage, tmp_path):
    assert storage.put(DATA) == KEY
    assert storage.get(KEY) == DATA
    assert files_under(tmp_path) == [place_of(tmp_path)]


def test_an_empty_file_is_a_file_too(storage):
    assert storage.get(storage.put(b"")) == b""


def test_the_same_bytes_put_again_leave_the_first_file_alone(storage, tmp_path):
    storage.put(DATA)
    before = place_of(tmp_path).stat()
    storage.put(DATA)
    after = place_of(tmp_path).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_a_file_that_was_taken_away_is_missing(storage):
    storage.put(DATA)
    assert storage.exists(KEY)
    storage.delete(KEY)
    storage.delete(KEY)
    assert not storage.exists(KEY)
    with pytest.raises(StorageMissing):
        storage.get(KEY)


def flip_a_bit(data):
    return bytes([data[0] ^ 1]) + data[1:]


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"x", flip_a_bit, lambda data: b""])
def test_damage_is_noticed_at_reading_and_at_putting_again(storage, tmp_path, damage):
    storage.put(DATA)
    place_of(tmp_path).write_bytes(damage(DATA))
    with pytest.raises(StorageDamaged):
        storage.get(KEY)
    with pytest.raises(StorageDamaged):
        storage.put(DATA)
    assert place_of(tmp_path).read_bytes() == damage(DATA)


@pytest.mark.parametrize("key", ["", "../../etc/passwd", KEY.upper(), KEY[:-1], KEY + "\n", "../" + KEY])
@pytest.mark.parametrize("operation", ["get", "exists", "delete"])
def test_what_is_no_key_never_reaches_the_file_system(storage, key, operation):
    with pytest.raises(ValueError, match="hexadecimal"):
        getattr(storage, operation)(key)


@pytest.mark.parametrize("failing", ["fsync", "rename"])
def test_a_full_or_dying_disk_leaves_nothing_behind(storage, tmp_path, monkeypatch, failing):
    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync", fail) if failing == "fsync" else (Path, "rename", fail)))
    with pytest.raises(OSError, match="No space"):
        storage.put(DATA)
    assert not storage.exists(KEY)
    assert files_under(tmp_path) == []


def test_content_is_on_disk_before_it_has_its_name_and_the_name_before_put_returns(storage, monkeypatch):
    order = []
    sync, rename = os.fsync, Path.rename
    monkeypatch.setattr(os, "fsync", lambda handle: (order.append("sync"), sync(handle))[1])
    monkeypatch.setattr(Path, "rename", lambda path, target: (order.append("name"), rename(path, target))[1])
    storage.put(DATA)
    assert order[:2] == ["sync", "name"]
    assert order[2:].count("sync") == 3


def test_many_who_put_the_same_bytes_at_once_all_get_the_key(storage, tmp_path):
    with ThreadPoolExecutor(8) as people:
        assert set(people.map(storage.put, [DATA] * 40)) == {KEY}
    assert files_under(tmp_path) == [place_of(tmp_path)]
