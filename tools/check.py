"""The static part of `make check`: each step runs, also after one that failed, and the last line tells the outcome."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
STEPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("ruff", "check", "--quiet", ".")),
    ("types", ("mypy",)),
    ("imports", ("lint-imports",)),
    ("migrations", ("python", "-m", "tools.migrations", "check")),
    ("translations", ("python", "-m", "tools.translations", "check")),
)


def passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one step; its output is shown only when it fails."""
    started = time.monotonic()
    program, *arguments = command
    done = subprocess.run(  # noqa: S603
        [str(BIN / program), *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    sys.stdout.write(f"{name:<14}{verdict:<8}{time.monotonic() - started:5.1f} s\n")
    if done.returncode:
        sys.stdout.write(done.stdout)
    sys.stdout.flush()
    return done.returncode == 0


def main() -> None:
    failed = [name for name, command in STEPS if not passes(name, command)]
    if failed:
        sys.exit(f"check failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
