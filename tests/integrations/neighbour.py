"""A service over HTTP on 127.0.0.1 which can also be slow, failing or talking garbage."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from app.integrations.http_json import JsonService


class _Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that hangs up is what some tests are about."""


class Neighbour:
    """Keeps what it was asked in `asked`, as (path, headers, payload); `answers` makes its answer from a handler."""

    def __init__(self):
        self.asked = []
        self.answers = answer({})
        self.closing = threading.Event()

    def __enter__(self):
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def service(self, timeout=5.0, path="/v1/messages?region=4308"):
        url = f"http://127.0.0.1:{self._server.server_port}{path}"
        return JsonService("短信平台", url, "key-of-the-desk", timeout)

    def _handler(self):
        neighbour = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                neighbour.asked.append((self.path, dict(self.headers), json.loads(body)))
                neighbour.answers(self, neighbour)

            def log_message(self, *_):
                """Silent."""

        return Handler


def raw(data):
    return lambda handler, _: handler.wfile.write(data)


def body(data, status=200):
    return raw(b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(data)) + data)


def answer(value, status=200):
    return body(json.dumps(value).encode(), status)


def from_payload(make):
    """Answers with what `make` says to the payload."""
    return lambda handler, neighbour: answer(make(neighbour.asked[-1][2]))(handler, neighbour)


def silence(_, neighbour):
    neighbour.closing.wait(30)


def trickle(head, drop=b" "):
    """Sends `head` and then a byte now and again, each well within any timeout for one byte."""

    def send(handler, neighbour):
        handler.wfile.write(head)
        while not neighbour.closing.wait(0.05):
            handler.wfile.write(drop)

    return send


SLOW = {
    "says nothing": silence,
    "trickles its headers": trickle(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
    "trickles its body": trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{"),
}
FAILING = {
    "hangs up": lambda handler, _: None,
    "500": answer({"accepted": True, "result": "matched"}, 500),
    "503 with a page": body(b"<html>nginx</html>", 503),
    "429": answer({}, 429),
    "does not know our key": answer({}, 401),
    "does not know the address": answer({}, 404),
    "sends us elsewhere": raw(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"),
}
GARBAGE = {
    "no HTTP": raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "a page": body(b"<html>maintenance</html>"),
    "nothing": body(b""),
    "half an answer": raw(b'HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"accepted": tr'),
    "no text": body(b"\xff\xfe\x00{"),
    "a list": answer([{"accepted": True}]),
    "true": answer(True),
    "another object": answer({"code": 0}),
    "an answer of another kind": answer({"accepted": "yes", "result": {"matched": True}}),
    "a million brackets": body(b"[" * 1_000_000),
    "two megabytes": body(b'{"accepted": true, "result": "matched", "x": "' + b"x" * 2_000_000 + b'"}'),
}
