"""本次变化: what differs from when the case was sent back, the places that were asked for first."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import Building, Business, Material, StageRun, UnitBatch
from models.enums import RunState
from workflows.reading.returns import ReturnedPlace, labelled
from workflows.return_lines import card_of
from workflows.rules.code_list import CodeList
from workflows.rules.unit_fields import UNIT_FIELDS

MOST_UNITS = 50


@dataclass(frozen=True, slots=True)
class Change:
    """A place with its value then and now; `asked` is what the return wanted of it, `mended` whether that was done.

    `mended` is None where nothing was asked; `former` is the withdrawn file of a paper that was replaced.
    """

    target: str
    title: str
    before: Any
    after: Any
    asked: str = ""
    mended: bool | None = None
    former: int | None = None

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Changes:
    """Since `returned_at`; `more` counts the changed values of units that are not shown."""

    returned_at: dt.datetime
    lines: Sequence[Change]
    more: int = 0


def changes_since_return(
    session: Session, business: Business, returned: Sequence[ReturnedPlace], lists: Mapping[str, CodeList]
) -> Changes | None:
    """None for a case that was never sent back."""
    run = last_return(session, business)
    if run is None or run.finished_at is None:
        return None
    former = former_files(session, business, run.finished_at)
    asked = [asked_change(place, former) for place in returned]
    known = {change.target for change in asked}
    units = [change for change in unit_changes(session, business, run.finished_at, lists) if change.target not in known]
    others = [
        change
        for change in (*card_changes(session, business, run, lists), *paper_changes(session, business, former))
        if change.target not in known
    ]
    return Changes(run.finished_at, [*asked, *others, *units[:MOST_UNITS]], max(len(units) - MOST_UNITS, 0))


def last_return(session: Session, business: Business) -> StageRun | None:
    run: StageRun | None = session.scalars(
        select(StageRun)
        .where(StageRun.business_id == business.id, StageRun.state == RunState.returned)
        .order_by(StageRun.id.desc())
        .limit(1)
    ).one_or_none()
    return run


def asked_change(place: ReturnedPlace, former: Mapping[str, Material]) -> Change:
    target = place.target.replace("/", ".")
    replaced = former.get(target.removeprefix("materials.")) if target.startswith("materials.") else None
    return Change(
        target=target,
        title=place.title,
        before=place.value_before,
        after=place.value_now,
        asked="；".join(part for part in (place.fault, place.wanted) if part),
        mended=place.mended_at is not None,
        former=replaced.id if replaced else None,
    )


def card_changes(
    session: Session, business: Business, run: StageRun, lists: Mapping[str, CodeList]
) -> Iterator[Change]:
    before, after = run.card_before or {}, card_of(session, business) or {}
    for name in before:
        if before[name] != after.get(name):
            target = f"building.{name}"
            values = (labelled(target, value, lists) for value in (before[name], after.get(name)))
            yield Change(target, f"栋信息·{Building.__table__.c[name].comment}", *values)


def unit_changes(
    session: Session, business: Business, since: dt.datetime, lists: Mapping[str, CodeList]
) -> list[Change]:
    """The first value and the last of every field of a unit that was written since; what came back is no change."""
    batches = session.scalars(
        select(UnitBatch)
        .where(UnitBatch.building_id == business.building_id, UnitBatch.made_at > since)
        .order_by(UnitBatch.number)
    )
    found: dict[str, tuple[str, Any, Any]] = {}
    for batch in batches:
        for entry in batch.changes:
            for field, value in entry["new"].items():
                target = f"units.{entry['id']}.{field}"
                title = f"户室 {entry['entrance']} {entry['room_no']} {UNIT_FIELDS[field].label}"
                before = found[target][1] if target in found else entry["old"].get(field)
                found[target] = (title, before, value)
    return [
        Change(target, title, labelled(target, before, lists), labelled(target, after, lists))
        for target, (title, before, after) in found.items()
        if before != after
    ]


def former_files(session: Session, business: Business, since: dt.datetime) -> dict[str, Material]:
    """The paper that stood at the return, where another took its place since."""
    rows = session.scalars(
        select(Material)
        .where(Material.business_id == business.id, Material.withdrawn_at > since, Material.handed_in_at <= since)
        .options(joinedload(Material.file), joinedload(Material.certificate))
        .order_by(Material.id)
    )
    return {row.key: row for row in rows}


def paper_changes(session: Session, business: Business, former: Mapping[str, Material]) -> Iterator[Change]:
    rows = session.scalars(
        select(Material)
        .where(Material.business_id == business.id, Material.withdrawn_at.is_(None), Material.key.in_(former))
        .options(joinedload(Material.file), joinedload(Material.certificate))
    )
    for row in rows:
        before = former[row.key]
        yield Change(f"materials.{row.key}", f"资料【{row.title}】", name_of(before), name_of(row), former=before.id)


def name_of(material: Material) -> str:
    return material.file.name if material.file else str(material.certificate or "")
