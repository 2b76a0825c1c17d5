"""The peers live in a virtual environment of their own: the product never sees their packages."""

import subprocess
import sys
from pathlib import Path

from tools.environment import stamp_of

FOLDER = Path(__file__).parent
PEERS = FOLDER / ".peers"
PYTHON = PEERS / "bin" / "python"
REQUIREMENTS = FOLDER / "requirements.txt"
STAMP = PEERS / ".requirements.stamp"


def prepare() -> None:
    """Install the pinned peers by their hashes; done once for each requirements.txt."""
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp_of(REQUIREMENTS):
        return
    sys.stdout.write("installing the peers (once)\n")
    sys.stdout.flush()
    subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
    words = ["-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)]
    subprocess.run([str(PYTHON), *words], check=True)
    STAMP.write_text(stamp_of(REQUIREMENTS), encoding="utf-8")


def versions(*names: str) -> dict[str, str]:
    """The installed versions of these peers."""
    script = "import sys; from importlib.metadata import version; print(*map(version, sys.argv[1:]))"
    said = subprocess.run([str(PYTHON), "-c", script, *names], check=True, capture_output=True, text=True).stdout
    return dict(zip(names, said.split(), strict=True))
