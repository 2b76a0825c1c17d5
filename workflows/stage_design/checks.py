"""发布前检查: what must hold of a draft, and what the administrator should know before publishing it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models import StageRow
from models.enums import Role
from workflows.actor import INCLUDED_IN
from workflows.engine.business_type import BusinessType
from workflows.messages import Message, Reason
from workflows.stage_table_faults import faults_of

ENDS = Message("stage_ends", "首环节由{first}受理，末环节由{last}归档")
EVERYBODY = Message("stage_people", "每个角色在{region}至少有 1 名在岗人员")
NOBODY = Message("stage_nobody", "环节【{stage}】：{region}没有在岗的{role}")
TOO_FEW = Message("stage_too_few", "环节【{stage}】须另一人办理，{region}在岗的{role}只有 1 名")
WITHIN_LIMIT = Message("stage_limit", "承诺时限合计 {total} 个工作日，不超过 {limit} 个工作日")
OVER_LIMIT = Message("stage_limit", "承诺时限合计 {total} 个工作日，超过 {limit} 个工作日")
NO_LIMIT = Message("stage_no_limit", "环节【{stage}】没有承诺时限")
IN_FLIGHT = Message("stage_in_flight", "在办 {count} 件按第 {number} 版办完，新受理件按新版")
NOTHING_CHANGED = Message("stage_unchanged", "与现行版本相同，没有需要发布的内容")


@dataclass(frozen=True, slots=True)
class Check:
    """One line: `tone` is good, warn (may be published) or bad (may not)."""

    tone: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Ground:
    """What the region brings to the check: its name, how many people are in duty in each role, the longest total."""

    region: str
    people: Mapping[Role, int]
    longest_total: int
    in_force: int
    in_flight: int


def checks(kind: BusinessType, rows: Sequence[StageRow], ground: Ground) -> list[Check]:
    """Faults first; then people, time and the cases under way."""
    faults = [Check("bad", fault) for fault in faults_of(kind, rows)]
    if not rows:
        return faults
    ends = [] if faults else [Check("good", ENDS(first=rows[0].role.title, last=rows[-1].role.title))]
    return [*faults, *ends, *people_checks(rows, ground), *time_checks(kind, rows, ground), *flight_checks(ground)]


def refusals(found: Sequence[Check]) -> list[Reason]:
    return [check.reason for check in found if check.tone == "bad"]


def people_checks(rows: Sequence[StageRow], ground: Ground) -> Iterator[Check]:
    missing = [Check("bad", fault) for row in rows for fault in people_faults(row, rows, ground)]
    yield from missing or [Check("good", EVERYBODY(region=ground.region))]


def people_faults(row: StageRow, rows: Sequence[StageRow], ground: Ground) -> Iterator[Reason]:
    """Nobody there, or only the one who did the stage that another person than he must follow."""
    count = in_duty(ground.people, row.role)
    blanks = {"at": row.key, "stage": row.title, "region": ground.region, "role": row.role.title}
    if count == 0:
        yield NOBODY(**blanks)
    elif count == 1 and any(other.key == row.not_by and other.role is row.role for other in rows):
        yield TOO_FEW(**blanks)


def in_duty(people: Mapping[Role, int], role: Role) -> int:
    """With those whose role may do everything that this one may."""
    return sum(people.get(one, 0) for one in {role, *INCLUDED_IN.get(role, ())})


def total_days(rows: Sequence[StageRow]) -> int:
    """The promised working days of all stages together; a stage without a limit promises nothing."""
    return sum(row.time_limit_days or 0 for row in rows)


def time_checks(kind: BusinessType, rows: Sequence[StageRow], ground: Ground) -> Iterator[Check]:
    total, limit = total_days(rows), ground.longest_total
    tone, message = ("good", WITHIN_LIMIT) if total <= limit else ("bad", OVER_LIMIT)
    yield Check(tone, message(total=total, limit=limit))
    for row in rows:
        if row.time_limit_days is None and row.role not in kind.initiator_roles:
            yield Check("warn", NO_LIMIT(at=row.key, stage=row.title))


def flight_checks(ground: Ground) -> Iterator[Check]:
    if ground.in_flight:
        yield Check("warn", IN_FLIGHT(count=ground.in_flight, number=ground.in_force))
