"""What two texts differ in, line by line, with some lines around each difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import html5lib

AROUND = 2
BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "li", "tr", "title"})
CELLS = frozenset({"td", "th"})
UNSEEN = frozenset({"style", "head"})


@dataclass(frozen=True, slots=True)
class DiffLine:
    """`sign` is - for what goes, + for what comes, blank for what stays, … where lines are left out."""

    sign: str
    before: int | None
    after: int | None
    text: str


def differences(before: Sequence[str], after: Sequence[str]) -> list[DiffLine]:
    """Nothing where both are the same."""
    groups = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(AROUND)
    lines: list[DiffLine] = []
    for number, group in enumerate(groups):
        if number or group[0][1] > 0:
            lines.append(DiffLine("…", None, None, ""))
        for step in group:
            lines += lines_of(step, before, after)
    return lines


def lines_of(step: tuple[str, int, int, int, int], before: Sequence[str], after: Sequence[str]) -> Iterator[DiffLine]:
    tag, old, old_end, new, new_end = step
    if tag == "equal":
        for place in range(old_end - old):
            yield DiffLine("", old + place + 1, new + place + 1, before[old + place])
        return
    yield from (DiffLine("-", number + 1, None, before[number]) for number in range(old, old_end))
    yield from (DiffLine("+", None, number + 1, after[number]) for number in range(new, new_end))


def printed_lines(markup: str) -> list[str]:
    """What stands on the paper, a line for each paragraph or row of a table."""
    body = html5lib.parse(markup, namespaceHTMLElements=False).find("body")
    lines = [""]
    collect(body, lines)
    return [" ".join(line.split()) for line in lines if line.strip()]


def collect(node: Any, lines: list[str]) -> None:
    if node.tag in UNSEEN or not isinstance(node.tag, str):
        return
    if node.tag in BLOCKS:
        lines.append("")
    if node.tag in CELLS and lines[-1].strip():
        lines[-1] += " │ "
    lines[-1] += node.text or ""
    for child in node:
        collect(child, lines)
        lines[-1] += child.tail or ""
