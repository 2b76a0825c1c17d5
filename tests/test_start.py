"""What a web process loads at its start, and what waits until it is asked for."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
# What draws documents: half a second of every start, for the worker and for previews alone.
DRAWING = ("xhtml2pdf", "reportlab", "pyhanko", "openpyxl")


def test_a_web_process_starts_without_what_draws_documents():
    script = "import sys, app.factory; print(*(name for name in sys.argv[1:] if name in sys.modules))"
    words = [sys.executable, "-c", script, *DRAWING]
    said = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said.split() == []
