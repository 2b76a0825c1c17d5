"""What differs between two versions of a stage table, in the words of the desk. Pure: stages in, lines out."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from workflows.engine.business_type import Material, Stage

NOTHING = "—"
Stages = Sequence[Stage]


class Change(Enum):
    added = "added"
    removed = "removed"
    changed = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line: a stage that came or went (`part` blank), or one part of a stage with its value before and after."""

    change: Change
    key: str
    stage: str
    part: str = ""
    old: str = ""
    new: str = ""
    about: tuple[str, str, str] = ("", "", "")  # of a whole stage: role, time limit, opinion


def differences(before: Stages, after: Stages) -> list[Difference]:
    """Stages added, then removed, then what changed in each that stayed, in the order of the later version."""
    old, new = by_key(before), by_key(after)
    added = [whole(Change.added, stage) for key, stage in new.items() if key not in old]
    removed = [whole(Change.removed, stage) for key, stage in old.items() if key not in new]
    kept = [key for key in new if key in old]
    places = moved(kept, [key for key in old if key in new])
    changed = [line for key in kept for line in (*places.get(key, ()), *parts_changed(old, new, key))]
    return [*added, *removed, *[Difference(Change.changed, key, new[key].title, *values) for key, values in changed]]


def whole(change: Change, stage: Stage) -> Difference:
    about = (stage.role.title, limit_of(stage, {}), opinion_of(stage, {}))
    return Difference(change, stage.key, stage.title, about=about)


def by_key(stages: Stages) -> dict[str, Stage]:
    return {stage.key: stage for stage in stages}


Line = tuple[str, tuple[str, str, str]]


def moved(now: Sequence[str], then: Sequence[str]) -> Mapping[str, list[Line]]:
    """The place among those that stayed, for each whose place changed; places counted from 1."""
    return {
        key: [(key, ("顺序", str(then.index(key) + 1), str(place)))]
        for place, key in enumerate(now, start=1)
        if then.index(key) + 1 != place
    }


def parts_changed(old: Mapping[str, Stage], new: Mapping[str, Stage], key: str) -> Iterator[Line]:
    for part, told in PARTS.items():
        before, after = told(old[key], old), told(new[key], new)
        if before != after:
            yield key, (part, before, after)
    yield from ((key, line) for line in papers_changed(old[key].materials, new[key].materials))


def opinion_of(stage: Stage, _stages: Mapping[str, Stage]) -> str:
    return "必签" if stage.opinion else "不签"


def limit_of(stage: Stage, _stages: Mapping[str, Stage]) -> str:
    return NOTHING if stage.time_limit_days is None else str(stage.time_limit_days)


def eyes_of(stage: Stage, stages: Mapping[str, Stage]) -> str:
    other = stages.get(stage.not_by or "")
    return other.title if other else stage.not_by or NOTHING


PARTS: Mapping[str, Callable[[Stage, Mapping[str, Stage]], str]] = {
    "办理阶段": lambda stage, _stages: stage.title,
    "办理角色": lambda stage, _stages: stage.role.title,
    "时限（工作日）": limit_of,
    "意见签署": opinion_of,
    "不得与此环节同一人": eyes_of,
}


def papers_changed(before: Sequence[Material], after: Sequence[Material]) -> Iterator[tuple[str, str, str]]:
    """收件资料 that came, went, were renamed or became required."""
    old, new = {paper.key: paper for paper in before}, {paper.key: paper for paper in after}
    for key in dict.fromkeys([*new, *old]):
        then, now = told_paper(old.get(key)), told_paper(new.get(key))
        if then != now:
            yield "收件资料", then, now


def told_paper(paper: Material | None) -> str:
    if paper is None:
        return NOTHING
    return paper.title if paper.required else f"{paper.title}（选交）"
