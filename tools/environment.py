"""Make this checkout runnable on a bare machine: `python3 tools/environment.py product` or `… tests`.

Only the standard library is used here, and any Python from 3.11 on will do: the script makes `.venv`, installs the
pinned requirements by their hashes, brings the front-end files and compiles the translations. What is already done
is known by its stamp and costs nothing the second time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = {"product": "requirements.txt", "tests": "requirements-dev.txt"}
OLDEST_PYTHON = (3, 11)
KNOWN_PYTHONS = ("python3", "python3.13", "python3.12", "python3.11", "python3.14")
CHROMIUM = Path("/usr/bin/chromium")
CHINESE_FONT = Path("/usr/share/fonts/opentype/noto")
BROWSER_PACKAGES = ("chromium", "fonts-noto-cjk")


class SetUpError(RuntimeError):
    """The machine lacks something; the message says what to do."""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def call(*command: str | Path, quiet: bool = False) -> None:
    """Run to the end; a failure ends the set-up with the tool's own words above it."""
    output = subprocess.DEVNULL if quiet else None
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, check=False)  # noqa: S603
    if done.returncode:
        raise SetUpError(f"failed: {' '.join(words)}")


def fitting_python() -> str:
    """The Python that runs this script, or the first one on the path that is new enough."""
    if sys.version_info >= OLDEST_PYTHON:
        return sys.executable
    probe = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    for name in KNOWN_PYTHONS:
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", probe], check=False).returncode == 0:  # noqa: S603
            return found
    raise SetUpError("Python 3.11 or newer is needed")


def may_use_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_packages(*names: str) -> None:
    """Debian packages, without a question asked."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    call("apt-get", "update", "-qq", quiet=True)
    call("apt-get", "install", "-y", "-qq", "--no-install-recommends", *names, quiet=True)


def make_venv() -> None:
    """A virtual environment; Debian's Python may lack the module for it, which apt then brings."""
    if PYTHON.exists():
        return
    python = fitting_python()
    say(f"making .venv with {python}")
    try:
        call(python, "-m", "venv", VENV)
    except SetUpError:
        shutil.rmtree(VENV, ignore_errors=True)
        if not may_use_apt():
            raise SetUpError("python -m venv does not work: install your system's python3-venv package") from None
        install_packages("python3-venv")
        call(python, "-m", "venv", VENV)


def stamp_of(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def is_installed(stamp: Path, requirements: Path) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == stamp_of(requirements)


def install_requirements(kind: str) -> None:
    """The pinned packages, each accepted only by its hash; what the tests need holds what the product needs."""
    requirements = ROOT / REQUIREMENTS[kind]
    stamp = VENV / f".{requirements.stem}.stamp"
    if is_installed(stamp, requirements):
        return
    say(f"installing {requirements.name} (once)")
    call(PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r", requirements)
    stamp.write_text(stamp_of(requirements), encoding="utf-8")


def bring_browser() -> None:
    """Chromium and a Chinese typeface for the browser tests; where they cannot be had, the tests' last lines say so."""
    if CHROMIUM.exists() and CHINESE_FONT.exists():
        return
    if not may_use_apt():
        say("no chromium here and no right to install it: the browser tests will be named as not run")
        return
    say("installing chromium and a Chinese typeface (once)")
    try:
        install_packages(*BROWSER_PACKAGES)
    except SetUpError as failure:
        say(f"{failure}: the browser tests will be named as not run")


def set_up(kind: str) -> None:
    make_venv()
    install_requirements(kind)
    call(PYTHON, "-m", "app.vendor", quiet=True)
    call(PYTHON, "-m", "tools.translations", "compile", quiet=True)
    if kind == "tests":
        bring_browser()


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "product"
    if kind not in REQUIREMENTS:
        sys.exit(f"one of: {', '.join(REQUIREMENTS)}")
    try:
        set_up(kind)
    except SetUpError as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
