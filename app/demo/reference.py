"""What every desk starts with: calendar, dictionaries, region rules, tiles, version notes, stage tables."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.orm import Session

from app.demo.moments import at
from models import ApplicationTile, CalendarDay, Dictionary, DictionaryItem, Phrase, RegionRule, VersionNote
from models.enums import PhraseUse
from workflows.registry import BUSINESS_TYPES
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.region_rules import REGION_RULES
from workflows.stage_table import seed

CALENDAR = Path(__file__).parent / "calendar.csv"
PROVINCE = "430000"
DESKS = ("430602", "430802")
RULES_SINCE = dt.date(2022, 1, 1)
PHRASES = {
    PhraseUse.agree: ("材料齐全，符合规定，同意。", "经核对，数据与资料一致，同意。", "经审核，符合备案条件，同意。"),
    PhraseUse.disagree: ("请按退件内容补正后再报。", "资料不齐，请补正后再报。"),
    PhraseUse.fault: ("证件过期，请更换", "数据与资料不一致", "资料不清晰", "资料缺页", "未盖章或签字"),
    PhraseUse.wanted: ("核对后重新填报", "重新上传", "补齐后重新上传", "附情况说明"),
}
NOTES = (
    (60, "V1.0 测绘成果备案", "预测成果备案上线：查询导入、批量设置、快捷设置价格、价格核对。"),
    (21, "V1.1 平台应用", "新增工作台应用管理，功能按子系统应用区分。"),
    (7, "V1.2 企业用户入网", "企业人员可单个或批量申请入网，审核结果逐人告知。"),
)


def add_reference(session: Session, now: dt.datetime) -> None:
    session.add_all(calendar_days())
    session.add_all(dictionaries())
    session.add_all(region_rules())
    session.add_all(tiles())
    session.add_all(phrases())
    session.add_all(
        VersionNote(title=title, body=body, publish_at=at(now, days, "09:00")) for days, title, body in NOTES
    )
    for region_code in DESKS:
        seed(session, region_code, now)


def phrases() -> Iterator[Phrase]:
    """What every desk may begin with; each adds its own."""
    for use, texts in PHRASES.items():
        for position, text in enumerate(texts, start=1):
            yield Phrase(use=use, text=text, position=position)


def calendar_days() -> Iterator[CalendarDay]:
    with CALENDAR.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield CalendarDay(
                day=dt.date.fromisoformat(row["date"]), working=row["is_workday"] == "1", note=row["note"] or None
            )


def dictionaries() -> Iterator[Dictionary]:
    for code_list in CODE_LISTS.values():
        yield Dictionary(
            key=code_list.key,
            title=code_list.title,
            items=[
                DictionaryItem(
                    position=position,
                    code=item.code,
                    label=item.label,
                    exchange_code=item.exchange_code,
                    retired=item.retired,
                )
                for position, item in enumerate(code_list.items, start=1)
            ],
        )


def region_rules() -> Iterator[RegionRule]:
    for rule in REGION_RULES.values():
        yield RegionRule(
            region_code=PROVINCE,
            key=rule.key,
            title=rule.title,
            value=rule.default,
            unit=rule.unit or None,
            valid_from=RULES_SINCE,
            legal_basis=rule.legal_basis or None,
        )


def tiles() -> Iterator[ApplicationTile]:
    """The two lists of the desk, and a tile to start each business type from."""
    desk = (("在手业务", "在", "/inbox/"), ("已办业务", "办", "/handled/"))
    for position, (title, sign, url) in enumerate(desk, start=1):
        yield ApplicationTile(subsystem="业务办理", title=title, sign=sign, url=url, position=position)
    for position, kind in enumerate(BUSINESS_TYPES, start=len(desk) + 1):
        yield ApplicationTile(
            subsystem=kind.group,
            title=kind.title,
            sign=kind.title[0],
            url=f"/start/{kind.code}/",
            business_type=kind.code,
            position=position,
        )
