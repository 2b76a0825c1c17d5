"""Many at the same moment: threads behind one barrier, or processes of their own."""

import os
import pickle
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask
from flask_jwt_extended import create_access_token

from app.extensions import db
from app.security.manager import CLAIM

PATIENCE = 120


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all acts in threads that begin at the same moment; their results in order."""
    barrier = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        barrier.wait(PATIENCE)
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001 - a result like any other, judged by the test
            traceback.print_exc()
            results[place] = error

    threads = [threading.Thread(target=run, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return results


def in_processes(app: Flask, acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Do all acts in processes of their own, which begin when the last one is there; their results in order."""
    with app.app_context():
        db.engine.dispose()
    start_reader, start_writer = os.pipe()
    children = []
    for act in acts:
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(start_writer)
            work(app, act, start_reader, writer)
        os.close(writer)
        children.append((child, reader))
    os.close(start_reader)
    time.sleep(0.2)
    os.close(start_writer)
    return [result_of(child, reader) for child, reader in children]


def work(app: Flask, act: Callable[[], Any], start: int, writer: int) -> None:
    """Never returns: the child ends here, without the parent's tidying up."""
    try:
        with app.app_context():
            db.engine.dispose(close=False)
            os.read(start, 1)
            result = act()
            db.session.remove()
        data = pickle.dumps(result)
    except BaseException as error:  # noqa: BLE001 - a result like any other, judged by the test
        traceback.print_exc()
        data = pickle.dumps(RuntimeError(repr(error)))
    with os.fdopen(writer, "wb") as told:
        told.write(data)
    os._exit(0)


def result_of(child: int, reader: int) -> Any:
    with os.fdopen(reader, "rb") as told:
        data = told.read()
    os.waitpid(child, 0)
    return pickle.loads(data)


class Caller:
    """A person with a token; every call has a client of its own, so that many may call at once."""

    def __init__(self, app: Flask, actor: Any) -> None:
        self.app = app
        with app.app_context():
            token = create_access_token(str(actor.person_id), additional_claims={CLAIM: actor.membership_id})
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, **given: Any) -> tuple[int, Any]:
        """Status and JSON."""
        headers = self.headers | given.pop("headers", {})
        response = self.app.test_client().open(f"/api/v1{path}", method=method, headers=headers, buffered=True, **given)
        return response.status_code, response.get_json()
