"""What an event holds, in words: each changed field by its label with its value before and after, and the rest."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from flask_babel import gettext
from sqlalchemy import Enum as EnumType

from models import Event, StageRow
from models.base import Model
from views.crud.wording import brief, business_title, region_name
from workflows.reading.event_names import EventNames
from workflows.registry import BUSINESS_TYPES

# Parts of events that are no columns of a table.
PARTS: Mapping[str, str] = {
    "reason": "原因",
    "fields": "字段",
    "rows": "行数",
    "filters": "条件",
    "lines": "退件内容",
    "opinion": "意见",
    "note": "说明",
    "number": "版本",
    "region": "所属地区",
    "business_type": "业务类型",
    "key": "代码",
    "version": "版本",
    "task": "子任务",
    "stage": "环节",
    "to_stage": "至环节",
    "to": "转至",
    "from": "转自",
    "holder": "经办人",
    "batch": "批次",
    "title": "内容",
    "count": "数量",
    "subject": "标的",
    "material": "资料",
    "material_id": "资料编号",
    "sha256": "文件指纹",
    "size": "大小（字节）",
    "membership_ids": "入网人员",
    "states_before": "原状态",
    "position": "顺序",
    "value": "取值",
    "valid_from": "生效日期",
    "valid_until": "失效日期",
    "survey_no": "测绘宗号",
    "on_behalf_of": "代办",
}
# Of these parts the changes are told one by one; the others stand as facts.
CHANGES, REMOVED = "changes", "was"
KEYED = frozenset({"stage", "to_stage", "task", "material"})
NOTHING = "—"


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One field: its label, what it was and what it is."""

    label: str
    old: str
    new: str


def change_lines(event: Event) -> list[ChangeLine]:
    """Every field that the event says it changed; of a deleted record what it was."""
    columns = columns_of(event.subject_kind)
    changed = event.detail.get(CHANGES)
    removed = event.detail.get(REMOVED)
    lines = [line for name, pair in pairs_of(changed) for line in lines_of(columns, name, *pair)]
    if isinstance(removed, Mapping):
        lines += [
            ChangeLine(label_of(columns, name), told(columns, name, old), NOTHING) for name, old in removed.items()
        ]
    return lines


def pairs_of(changed: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if isinstance(changed, Mapping):
        for name, pair in changed.items():
            if isinstance(pair, list) and len(pair) == 2:
                yield name, (pair[0], pair[1])


def lines_of(columns: Mapping[str, Any], name: str, old: Any, new: Any) -> Iterator[ChangeLine]:
    """A part that is a row by itself, such as a stage, is told by its own fields."""
    if not isinstance(old, Mapping) and not isinstance(new, Mapping):
        yield ChangeLine(label_of(columns, name), told(columns, name, old), told(columns, name, new))
        return
    before, after = old or {}, new or {}
    title = gettext(after.get("title") or before.get("title") or name)
    for part in dict.fromkeys([*before, *after]):
        if before.get(part) != after.get(part):
            label = f"{title} · {label_of(STAGE, part)}"
            yield ChangeLine(label, told(STAGE, part, before.get(part)), told(STAGE, part, after.get(part)))


def fact_lines(event: Event) -> list[tuple[str, str]]:
    """What else the event says, by label."""
    columns = columns_of(event.subject_kind)
    titles = titles_of(event.business_no)
    return [
        (label_of(columns, name), words_of(name, value, titles))
        for name, value in event.detail.items()
        if name not in {CHANGES, REMOVED, "version"} and value not in (None, "", [], {})
    ]


def titles_of(business_no: str | None) -> Mapping[str, str]:
    """Of the business's type the titles of its declared stages, tasks and papers, by key."""
    kind = next((one for one in BUSINESS_TYPES if business_no and business_no.startswith(one.prefix)), None)
    stages = kind.stages if kind else ()
    parts: list[Any] = [part for stage in stages for part in (stage, *stage.tasks, *stage.materials)]
    return {part.key: part.title for part in parts}


def words_of(name: str, value: Any, titles: Mapping[str, str]) -> str:
    if name in KEYED and isinstance(value, str) and value in titles:
        return str(gettext(titles[value]))
    readers = {"business_type": business_title, "region": region_name}
    if name in readers and isinstance(value, str):
        return str(readers[name](value))
    return plain(value)


def columns_of(kind: str) -> Mapping[str, Any]:
    table = Model.metadata.tables.get(kind)
    return table.columns if table is not None else {}


STAGE: Mapping[str, Any] = StageRow.__table__.columns


def label_of(columns: Mapping[str, Any], name: str) -> str:
    column = columns.get(name)
    text = column.comment if column is not None and column.comment else PARTS.get(name, name)
    return str(gettext(text))


def told(columns: Mapping[str, Any], name: str, value: Any) -> str:
    """A stored value: codes by their titles, 是 and 否, nothing as a dash."""
    column = columns.get(name)
    enum = column.type.enum_class if column is not None and isinstance(column.type, EnumType) else None
    member = member_of(enum, value) if enum is not None else None
    return str(gettext(getattr(member, "title", str(value)))) if member is not None else plain(value)


def member_of(enum: type[Enum], value: Any) -> Enum | None:
    return next((member for member in enum if member.value == value), None)


def plain(value: Any) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, bool):
        return str(gettext("是") if value else gettext("否"))
    if isinstance(value, list):
        return "、".join(plain(one) for one in value)
    if isinstance(value, Mapping):
        return " ".join(f"{gettext(PARTS.get(name, name))} {plain(one)}" for name, one in value.items())
    return brief(value)


def contents(event: Event) -> str:
    """Everything in one cell, as exports have it."""
    changes = [f"{line.label}：{line.old}→{line.new}" for line in change_lines(event)]
    return "；".join([*changes, *(f"{label}：{words}" for label, words in fact_lines(event))])


def acting_as(event: Event, names: EventNames) -> str:
    """The organization and the roles acted in, as they are now."""
    member = names.memberships.get(event.membership_id or 0)
    if member is not None:
        return f"{member.organization.name}（{'、'.join(gettext(held.role.title) for held in member.roles)}）"
    return names.organizations.get(event.organization_id or 0, "")


def revealed_fields(event: Event) -> str:
    """Which personal numbers were shown, by their labels."""
    columns = columns_of(event.subject_kind)
    person = columns_of("ab_user")
    fields = event.detail.get("fields")
    names = [str(name).rpartition(".")[2] for name in fields] if isinstance(fields, list) else []
    return "、".join(label_of(columns if name in columns else person, name) for name in names)
