"""Work done in a process of its own, which answers in one line of JSON: seconds, and the most memory it held."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench import peer_environment
from bench.served import PEERS, ROOT


@dataclass(slots=True)
class Apart:
    """A program that is run once a round; what it said is kept."""

    words: list[str]
    folder: Path
    peaks: list[float]
    further: dict[str, list[float]]

    def __call__(self) -> float:
        said = subprocess.run(self.words, cwd=self.folder, check=True, capture_output=True, text=True).stdout
        told = json.loads(said.splitlines()[-1])
        self.peaks.append(told.pop("peak"))
        seconds = float(told.pop("seconds"))
        for name, value in told.items():
            self.further.setdefault(name, []).append(value)
        return seconds

    @property
    def peak(self) -> float:
        """Megabytes."""
        return median(self.peaks)


def peer(what: str, path: Path) -> Apart:
    return Apart([str(peer_environment.PYTHON), "workbooks.py", what, str(path)], PEERS, [], {})


def product(module: str, *words: str) -> Apart:
    return Apart([sys.executable, "-m", module, *words], ROOT, [], {})
