"""A real browser on a real server: Debian's Chromium, driven through Playwright, on a free port of this machine."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Playwright
from werkzeug.serving import make_server

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWPORT = {"width": 1366, "height": 768}


def missing() -> str | None:
    """Why no browser test can run here; None when they can."""
    return None if CHROMIUM.exists() else f"{CHROMIUM} is not there (Debian: apt-get install chromium fonts-noto-cjk)"


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free port, each request in a thread of its own; its address."""
    server = make_server("127.0.0.1", 0, whole(app), threaded=True)
    server.daemon_threads = False  # closing waits for what a page still asked: the next test gets the database whole
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def whole(app: Flask) -> Any:
    """Answers in one piece, so that a browser that leaves half way leaves no file open behind it."""

    def answer(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = app(environ, start_response)
        try:
            return [b"".join(body)]
        finally:
            getattr(body, "close", lambda: None)()

    return answer
