"""The flow of a stage table as a drawing: where each box, way back and four-eyes bracket stands, in SVG units."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from unicodedata import east_asian_width

from workflows.engine.business_type import Stage

BOX_WIDTH, BOX_HEIGHT, GAP, MARGIN = 112, 46, 34, 10
BRACKET, BACK = 16, 17
SIGNS = 16


@dataclass(frozen=True, slots=True)
class Box:
    """One stage; `kind` is the class it is drawn with: new in this version, the last one, or neither."""

    x: int
    title: str
    shown: str
    note: str
    kind: str

    @property
    def middle(self) -> int:
        return self.x + BOX_WIDTH // 2


@dataclass(frozen=True, slots=True)
class Way:
    """A line between two boxes with its words in the middle; `level` is its distance from the boxes."""

    start: int
    end: int
    level: int
    label: str

    @property
    def middle(self) -> int:
        return (self.start + self.end) // 2


@dataclass(frozen=True, slots=True)
class Diagram:
    """Everything that the drawing holds, and its size."""

    boxes: tuple[Box, ...]
    ahead: tuple[tuple[int, int], ...]
    eyes: tuple[Way, ...]
    back: tuple[Way, ...]
    top: int
    width: int
    height: int

    @property
    def foot(self) -> int:
        return self.top + BOX_HEIGHT

    @property
    def step(self) -> int:
        """How far one way back lies below the other."""
        return BACK

    @property
    def line(self) -> int:
        return self.top + BOX_HEIGHT // 2


def diagram_of(stages: Sequence[Stage], known: frozenset[str], titles: Sequence[str], notes: Sequence[str]) -> Diagram:
    """`known` are the keys of the version in force; titles and what stands under them in the reader's language."""
    boxes = tuple(
        Box(MARGIN + place * (BOX_WIDTH + GAP), title, short(title), note, kind_of(place, stages, known))
        for place, (title, note) in enumerate(zip(titles, notes, strict=True))
    )
    eyes, back = tuple(four_eyes(stages, boxes)), tuple(ways_back(boxes))
    top = MARGIN + (BRACKET * max((way.level for way in eyes), default=0)) + (12 if eyes else 0)
    width = 2 * MARGIN + len(boxes) * BOX_WIDTH + max(len(boxes) - 1, 0) * GAP
    ahead = tuple((one.x + BOX_WIDTH, other.x) for one, other in pairwise(boxes))
    return Diagram(boxes, ahead, eyes, back, top, width, top + BOX_HEIGHT + BACK * len(back) + 14)


def short(title: str) -> str:
    """As much as a box holds: eight Chinese characters, or sixteen letters."""
    widths = list(accumulate(2 if east_asian_width(sign) in "WF" else 1 for sign in title))
    if not widths or widths[-1] <= SIGNS:
        return title
    return f"{title[: bisect_right(widths, SIGNS - 2)].rstrip()}…"


def kind_of(place: int, stages: Sequence[Stage], known: frozenset[str]) -> str:
    if stages[place].key not in known:
        return "n-new"
    return "n-end" if place == len(stages) - 1 else ""


def four_eyes(stages: Sequence[Stage], boxes: Sequence[Box]) -> Iterator[Way]:
    """A bracket for each pair of stages that two people must do; the wider one above the narrower."""
    keys = [stage.key for stage in stages]
    pairs = [(keys.index(stage.not_by), place) for place, stage in enumerate(stages) if stage.not_by in keys]
    for level, (one, other) in enumerate(sorted(pairs, key=lambda pair: abs(pair[1] - pair[0])), start=1):
        yield Way(boxes[one].middle, boxes[other].middle, level, f"{boxes[one].shown} ≠ {boxes[other].shown}")


def ways_back(boxes: Sequence[Box]) -> Iterator[Way]:
    """From every stage but the first back to any earlier one; drawn as one line to the first."""
    for place, box in enumerate(boxes[1:], start=1):
        yield Way(box.middle, boxes[0].middle + 8 - 8 * place, place, "1" if place == 1 else f"1–{place}")
