"""Serve the product with its worker: bring the database up to date, then web server and worker side by side.

Both are children of this process and in its group; when one ends, or SIGTERM or Ctrl-C comes, all end.
"""

import hashlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType

import config

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
CODE = ("app", "models", "views", "workflows", "migrations", "templates")
READY = config.INSTANCE_PATH / ".ready"
WORKERS, THREADS = "2", "4"
PATIENCE = 30.0


# ---- the database ----


def code_mark() -> str:
    """Changes when the code or the address of the database does; then migrations and permissions are looked at."""
    digest = hashlib.sha256(config.SQLALCHEMY_DATABASE_URI.encode())
    for path in sorted(code_files()):
        state = path.stat()
        digest.update(f"{path}:{state.st_size}:{state.st_mtime_ns}".encode())
    return digest.hexdigest()


def code_files() -> Iterator[Path]:
    for folder in CODE:
        yield from (ROOT / folder).rglob("*.py")


def is_ready() -> bool:
    """Whether this very code has already prepared this very database."""
    if not READY.is_file() or READY.read_text(encoding="utf-8") != code_mark():
        return False
    return stands_at_head()


def stands_at_head() -> bool:
    """The database is at the newest migration; asked without loading the application."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import OperationalError, ProgrammingError

    newest = sorted(path.name.split("_")[0] for path in (ROOT / "migrations" / "versions").glob("*.py"))
    if not newest:
        return False
    file = config.SQLALCHEMY_DATABASE_URI.removeprefix("sqlite:///")
    if file != config.SQLALCHEMY_DATABASE_URI and not Path(file).is_file():
        return False
    engine = create_engine(config.SQLALCHEMY_DATABASE_URI)
    try:
        with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("SELECT version_num FROM alembic_version")
            return [row[0] for row in cursor.fetchall()] == newest[-1:]
    except (OperationalError, ProgrammingError):
        return False
    finally:
        engine.dispose()


def make_ready() -> None:
    """Migrate, write the permissions, load the demo city once."""
    config.INSTANCE_PATH.mkdir(parents=True, exist_ok=True)
    for words in (("db", "upgrade"), ("prepare",), ("demo", "load")):
        subprocess.run([str(BIN / "flask"), *words], cwd=ROOT, check=True)  # noqa: S603
    READY.write_text(code_mark(), encoding="utf-8")


# ---- the two processes ----


def start_server() -> subprocess.Popen[bytes]:
    address = f"{config.HOST}:{config.PORT}"
    size = ("--preload", "--workers", WORKERS, "--threads", THREADS, "--graceful-timeout", "10", "--no-control-socket")
    return start("gunicorn", *size, "--bind", address, "--log-level", "warning", "run:app")


def start_worker() -> subprocess.Popen[bytes]:
    return start("flask", "outbox", "deliver", "--follow")


def start(program: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([str(BIN / program), *arguments], cwd=ROOT, stdin=subprocess.DEVNULL)  # noqa: S603


def stop_all(processes: list[subprocess.Popen[bytes]]) -> None:
    """Ask each to end what it is doing; whoever does not in time is ended."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def wait_until_served(server: subprocess.Popen[bytes], url: str) -> bool:
    """True once the login page answers; False when the server ended or nothing answered in time."""
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        if server.poll() is not None:
            return False
        if answers(url):
            return True
        time.sleep(0.1)
    return False


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def welcome(seconds: float) -> None:
    from app.demo.accounts import ACCOUNTS

    lines = [f"  {account.username:<32}{account.password:<38}{account.title}" for account in ACCOUNTS]
    url = f"http://{config.HOST}:{config.PORT}"
    sys.stdout.write(f"\n{url}   ({seconds:.1f} s)\n\n" + "\n".join(lines) + "\n\n" + url + "\n")
    sys.stdout.flush()


def serve(started: float) -> int:
    """Until a signal comes (0) or one of the two ends by itself (1)."""
    processes = [start_server()]
    try:
        if wait_until_served(processes[0], f"http://{config.HOST}:{config.PORT}/login/"):
            welcome(time.monotonic() - started)
        processes.append(start_worker())
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        stop_all(processes)
    return 1


def main() -> None:
    started = time.monotonic()
    os.chdir(ROOT)
    signal.signal(signal.SIGTERM, interrupt)
    try:
        if not is_ready():
            make_ready()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"the database could not be prepared: {' '.join(failure.cmd[1:])}")
    except KeyboardInterrupt:
        sys.exit(1)
    sys.exit(serve(started))


if __name__ == "__main__":
    main()
