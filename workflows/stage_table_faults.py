"""Why rows cannot be the stage table of a business type, whoever made them: the page, a copy or a file."""

from collections import Counter
from collections.abc import Iterator, Sequence

from models import StageRow
from models.enums import Role
from workflows.engine.business_type import BusinessType
from workflows.messages import Message, Reason
from workflows.rules.promised_time import BUREAU

LONGEST_KEY, LONGEST_TITLE, LONGEST_PAPER = 40, 50, 100
MOST_STAGES, MOST_PAPERS, MOST_DAYS = 20, 30, 365
LENDERS = frozenset({Role.escrow_bank, Role.mortgage_bank, Role.loan_bank, Role.provident_fund})
ARCHIVING_ROLES = BUREAU | LENDERS

REPEATED = Message("stage_repeated", "环节 {key} 重复")
TITLE_REPEATED = Message("stage_repeated", "有两个环节都叫【{stage}】")
MANDATORY = Message("stage_mandatory", "环节【{stage}】有任务或办理结果，不能删除")
DECLARED_ORDER = Message("stage_order", "原有环节的先后顺序不能改变")
FIRST_INITIATES = Message("stage_first", "首环节须由发起角色办理")
LAST_ARCHIVES = Message("stage_last", "最后环节须由主管部门或银行办理")
EYES_BEHIND = Message("stage_eyes", "环节【{stage}】的“不得同一人”须指向前面的环节")
KEY_LENGTH = Message("stage_key", "第 {position} 个环节的代码应为 1 至 {most} 个字")
TITLE_LENGTH = Message("stage_title", "第 {position} 个环节的名称应为 1 至 {most} 个字")
DAYS_RANGE = Message("stage_days", "环节【{stage}】的时限应为 1 至 {most} 个工作日")
PAPER_LENGTH = Message("paper_title", "环节【{stage}】的资料名称应为 1 至 {most} 个字")
PAPER_REPEATED = Message("paper_repeated", "环节【{stage}】的资料【{paper}】重复")
TOO_MANY_PAPERS = Message("too_many", "环节【{stage}】的资料最多 {most} 项")
TOO_MANY_STAGES = Message("too_many", "环节最多 {most} 个")
NO_STAGES = Message("stage_none", "没有环节")


def faults_of(business_type: BusinessType, rows: Sequence[StageRow]) -> list[Reason]:
    """Every fault, in the order of the table; empty where businesses can run through it."""
    if not rows:
        return [NO_STAGES()]
    return [*shape_faults(rows), *set_faults(business_type, rows), *end_faults(business_type, rows), *eye_faults(rows)]


def set_faults(business_type: BusinessType, rows: Sequence[StageRow]) -> Iterator[Reason]:
    """What the definition declares is there once, in its order."""
    keys = [row.key for row in rows]
    yield from (REPEATED(key=key) for key in repeated(keys))
    yield from (TITLE_REPEATED(stage=title) for title in repeated(row.title for row in rows))
    yield from (
        MANDATORY(stage=stage.title) for stage in business_type.stages if stage.key not in keys and not stage.optional
    )
    declared = [key for key in keys if business_type.stage(key)]
    if declared != [stage.key for stage in business_type.stages if stage.key in keys]:
        yield DECLARED_ORDER()


def end_faults(business_type: BusinessType, rows: Sequence[StageRow]) -> Iterator[Reason]:
    if rows[0].role not in business_type.initiator_roles:
        yield FIRST_INITIATES(at=rows[0].key)
    if rows[-1].role not in ARCHIVING_ROLES:
        yield LAST_ARCHIVES(at=rows[-1].key)


def eye_faults(rows: Sequence[StageRow]) -> Iterator[Reason]:
    keys = [row.key for row in rows]
    for position, row in enumerate(rows):
        if row.not_by is not None and row.not_by not in keys[:position]:
            yield EYES_BEHIND(at=row.key, stage=row.title)


def shape_faults(rows: Sequence[StageRow]) -> Iterator[Reason]:
    """What the columns cannot hold, or nobody could read."""
    if len(rows) > MOST_STAGES:
        yield TOO_MANY_STAGES(most=MOST_STAGES)
    for position, row in enumerate(rows, start=1):
        if not 0 < len(row.key) <= LONGEST_KEY:
            yield KEY_LENGTH(position=position, most=LONGEST_KEY)
        if not 0 < len(row.title) <= LONGEST_TITLE:
            yield TITLE_LENGTH(position=position, most=LONGEST_TITLE)
        if row.time_limit_days is not None and not 0 < row.time_limit_days <= MOST_DAYS:
            yield DAYS_RANGE(at=row.key, stage=row.title[:LONGEST_TITLE], most=MOST_DAYS)
        yield from paper_faults(row)


def paper_faults(row: StageRow) -> Iterator[Reason]:
    stage = row.title[:LONGEST_TITLE]
    titles = [paper["title"] for paper in row.materials]
    if len(titles) > MOST_PAPERS:
        yield TOO_MANY_PAPERS(at=row.key, stage=stage, most=MOST_PAPERS)
    if not all(0 < len(title) <= LONGEST_PAPER for title in titles):
        yield PAPER_LENGTH(at=row.key, stage=stage, most=LONGEST_PAPER)
    for title in {*repeated(titles), *repeated(paper["key"] for paper in row.materials)}:
        yield PAPER_REPEATED(at=row.key, stage=stage, paper=title[:LONGEST_PAPER])


def repeated(texts: Iterator[str] | Sequence[str]) -> list[str]:
    return sorted(text for text, count in Counter(texts).items() if count > 1)
