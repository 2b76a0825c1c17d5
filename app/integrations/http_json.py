"""One question in JSON to a service over HTTP, with a deadline for the whole answer and one word for each failure."""

import json
import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult, urlsplit

MAX_ANSWER_BYTES = 1024 * 1024
REFUSALS = {400, 409, 422}  # the rest may be our address, our key or their bad day: worth another try


class NeighbourUnavailable(Exception):
    """No usable answer: slow, out of reach, failing or garbage. Nothing is known; the same request may be tried later.

    The sentence names the service and never what was sent.
    """


class NeighbourRefused(Exception):
    """The service understood and said no; the same request would be refused again. The sentence is for people."""


@dataclass(frozen=True, slots=True)
class JsonService:
    """A service that takes JSON by POST.

    title: how people call it; url: http or https, else ValueError; token: sent as Bearer;
    timeout: seconds to connect, and again for everything after.
    """

    title: str
    url: str
    token: str = field(repr=False)
    timeout: float = 5.0

    def __post_init__(self) -> None:
        place = urlsplit(self.url)
        if place.scheme not in {"http", "https"} or not place.hostname or place.port == 0:
            raise ValueError("a service needs an address that begins with http:// or https://")

    def post(self, payload: Mapping[str, object]) -> dict[str, object]:
        """The object answered; raises NeighbourRefused or NeighbourUnavailable. Redirects are not followed."""
        status, body = self._ask(json.dumps(payload, ensure_ascii=False).encode())
        if status in REFUSALS:
            raise NeighbourRefused(f"{self.title}未接受请求（{status}）")
        if status not in range(200, 300):
            raise NeighbourUnavailable(f"{self.title}暂时无法处理请求（{status}）")
        return self._read(body)

    def misunderstood(self) -> NeighbourUnavailable:
        """What to raise when the answer is an object, but not one we know."""
        return NeighbourUnavailable(f"{self.title}的应答无法识别")

    def _ask(self, body: bytes) -> tuple[int, bytes]:
        place = urlsplit(self.url)
        try:
            with closing(_connection(place, self.timeout)) as connection:
                connection.connect()
                return _exchange(connection, place, body, self)
        except (OSError, HTTPException, ValueError) as error:
            raise NeighbourUnavailable(f"{self.title}未在规定时间内正常应答") from error

    def _read(self, body: bytes) -> dict[str, object]:
        if len(body) > MAX_ANSWER_BYTES:
            raise self.misunderstood()
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):
            raise self.misunderstood() from None
        if not isinstance(answer, dict):
            raise self.misunderstood()
        return answer


def _connection(place: SplitResult, timeout: float) -> HTTPConnection:
    kind = HTTPSConnection if place.scheme == "https" else HTTPConnection
    return kind(place.hostname or "", place.port, timeout=timeout)


def _exchange(connection: HTTPConnection, place: SplitResult, body: bytes, service: JsonService) -> tuple[int, bytes]:
    # The socket's own timeout starts anew with each byte; a trickle would hold the worker for ever.
    watchdog = Timer(service.timeout, _hang_up, [connection.sock])
    watchdog.start()
    try:
        connection.request("POST", _target(place), body, _headers(service.token))
        with connection.getresponse() as response:
            return response.status, _body(response)
    finally:
        watchdog.cancel()
        watchdog.join()


def _target(place: SplitResult) -> str:
    return (place.path or "/") + (f"?{place.query}" if place.query else "")


def _headers(token: str) -> dict[str, str]:
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Accept": "application/json",
        "Authorization": f"Bearer {token}",
        "Connection": "close",
    }


def _body(response: HTTPResponse) -> bytes:
    return response.read(MAX_ANSWER_BYTES + 1)


def _hang_up(sock: socket.socket) -> None:
    """Wakes whoever reads from the socket, also one under TLS, which has a shutdown of its own that waits."""
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster
