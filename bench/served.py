"""Contenders as they run in earnest: one gunicorn worker each, asked over HTTP by a client that adds next to nothing."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

import config
from bench import peer_environment

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(__file__).parent / "peers"
PATIENCE = 60.0
QUERIES = "X-Queries"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]
    seconds: float

    @property
    def queries(self) -> int:
        return int(self.headers.get(QUERIES.lower(), "0"))

    @property
    def cookies(self) -> str:
        return self.headers.get("set-cookie", "").split(";")[0]


@dataclass(slots=True)
class Server:
    """A contender that answers; what is sent with every request is kept in `headers`."""

    name: str
    port: int
    process: subprocess.Popen[bytes]
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """One request on a connection of its own, timed until the last byte."""
        sent = {**self.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - started
        connection.close()
        return Answer(response.status, content, {name.lower(): value for name, value in response.getheaders()}, seconds)

    def get(self, path: str) -> Answer:
        """A page that must be there."""
        answer = self.ask("GET", path)
        if answer.status != 200:
            raise RuntimeError(f"{self.name} answered {answer.status} to {path}: {answer.body[:2000]!r}")
        return answer

    def post_form(self, path: str, fields: Mapping[str, str]) -> Answer:
        return self.ask("POST", path, urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded")

    @property
    def worker(self) -> int:
        """The process that answers, for its memory."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return int(children.split()[0])

    @property
    def resident(self) -> float:
        """Megabytes of memory that the worker holds."""
        return self.memory("VmRSS")

    @property
    def peak(self) -> float:
        """Megabytes that it held at most."""
        return self.memory("VmHWM")

    def memory(self, name: str) -> float:
        status = Path(f"/proc/{self.worker}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith(name))
        return int(line.split()[1]) / 1024


@contextmanager
def serving(name: str, target: str, *, peer: bool, environment: Mapping[str, str]) -> Iterator[Server]:
    """A gunicorn with one worker for this application, until the block ends."""
    server = start(name, target, peer=peer, environment=environment)
    try:
        wait_for(server)
        yield server
    finally:
        server.process.terminate()
        server.process.wait(20)


def start(name: str, target: str, *, peer: bool, environment: Mapping[str, str]) -> Server:
    port = free_port()
    python = str(peer_environment.PYTHON) if peer else sys.executable
    words = ["-m", "gunicorn", "-w", "1", "-b", f"127.0.0.1:{port}", "--log-level", "error", "--timeout", "300", target]
    process = subprocess.Popen(
        [python, *words],
        cwd=PEERS if peer else ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "", **environment},
    )
    return Server(name, port, process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(server: Server) -> None:
    """Until it answers anything at all."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"{server.name} did not start")
        try:
            server.ask("GET", "/")
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise RuntimeError(f"{server.name} does not answer")


def signed_in(person_id: int) -> dict[str, str]:
    """The cookie of a person's browser session with the product."""
    app = Flask("cookie")
    app.secret_key = config.SECRET_KEY
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    if serializer is None:
        raise RuntimeError("no key to sign cookies with")
    return {"Cookie": f"session={serializer.dumps({'_user_id': f'{person_id}.0', '_fresh': True})}"}
