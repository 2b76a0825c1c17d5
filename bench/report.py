"""What a workload found: tables, goals that are met or missed, and their place in RESULTS.md."""

import platform
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
HEAD = """# Benchmarks, as last run

Written by `make bench`. Every figure stands beside its peers and the raw limit of the same run: contenders take turns,
medians are shown, and the goals are ratios, because machines differ.
"""
ORDER = ("B1", "B2", "B5", "B6", "B10", "B11", "B12")


@dataclass(frozen=True, slots=True)
class Goal:
    """A ratio that is to stay at or below `most`; `cause` says why a missed one is missed, measured."""

    what: str
    ratio: float
    most: float
    cause: str = ""

    @property
    def met(self) -> bool:
        return self.ratio <= self.most

    def line(self) -> str:
        verdict = "met" if self.met else "**missed**"
        return f"| {self.what} | {figure(self.ratio)} | ≤ {figure(self.most)} | {verdict} |"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text and numbers under their headings."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]

    def lines(self) -> list[str]:
        head = [row_line(self.columns), row_line(["---", *("---:" for _ in self.columns[1:])])]
        return [*head, *(row_line([shown(cell) for cell in row]) for row in self.rows)]


@dataclass(slots=True)
class Section:
    """All that one workload has to say."""

    code: str
    title: str
    how: str
    tables: list[tuple[str, Table]] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def text(self) -> str:
        parts = [f"## {self.code} · {self.title}", "", self.how, ""]
        for caption, table in self.tables:
            parts += [f"**{caption}**", "", *table.lines(), ""]
        if self.goals:
            parts += ["| goal | ratio | wanted | |", "|---|---:|---:|---|", *(goal.line() for goal in self.goals), ""]
        causes = list(missed(self.goals))
        notes = [f"- {note}" for note in self.notes]
        if causes or notes:
            parts += [*causes, *notes, ""]
        parts += [f"_{stamp()}_", ""]
        return "\n".join(parts)


def missed(goals: Iterable[Goal]) -> Iterator[str]:
    """A line for each cause, with the goals that it kept from being met."""
    by_cause: dict[str, list[str]] = {}
    for goal in goals:
        if not goal.met:
            by_cause.setdefault(goal.cause, []).append(goal.what)
    for cause, what in by_cause.items():
        yield f"- Missed: {'; '.join(what)}. {cause}".rstrip()


def row_line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def shown(cell: object) -> str:
    return figure(cell) if isinstance(cell, float) else str(cell)


def figure(number: float) -> str:
    """Three places that matter."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}" if number >= 10 else f"{number:.2f}"


def milliseconds(seconds: float) -> float:
    return seconds * 1000


def stamp() -> str:
    """When, on what, with which versions."""
    names = ("flask", "flask-appbuilder", "sqlalchemy", "psycopg", "python-calamine", "xlsxwriter", "openpyxl")
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in names)
    python = sys.version.split()[0]
    moment = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f"{moment} · {cores()} cores, {platform.machine()} · Python {python}, SQLite {sqlite3.sqlite_version} · {versions}"


def cores() -> int:
    import os

    return len(os.sched_getaffinity(0))


def publish(section: Section) -> None:
    """Show the section and put it into RESULTS.md in place of the last one of its code."""
    text = section.text()
    sys.stdout.write(f"\n{text}\n")
    sections = kept_sections() | {section.code: text}
    body = "\n".join(sections[code] for code in ORDER if code in sections)
    RESULTS.write_text(f"{HEAD}\n{body}", encoding="utf-8")


def kept_sections() -> dict[str, str]:
    if not RESULTS.exists():
        return {}
    parts = re.split(r"(?m)^(?=## B\d+ )", RESULTS.read_text(encoding="utf-8"))
    found = (re.match(r"## (B\d+) ", part) for part in parts)
    return {match[1]: part.rstrip() + "\n" for match, part in zip(found, parts, strict=True) if match}
