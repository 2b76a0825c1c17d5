"""Codes as people read them: regions by name, business types and events by title, coded fields by label."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from flask import g
from flask_babel import gettext
from sqlalchemy import select

from app.extensions import db
from models import Region
from models.base import Model
from workflows.facts.code_lists import code_lists
from workflows.registry_titles import title_of

Formatter = Callable[[Any], Any]

EVENTS: Mapping[str, str] = {
    "accept": "业务受理",
    "receive": "接件",
    "save_task": "保存子任务",
    "hand_in": "提交资料",
    "dispatch": "派工",
    "send_back": "退件",
    "cancel": "取消受理",
    "archive": "归档",
    "recall": "撤回派工",
    "release": "放回待接",
    "reassign": "转办",
    "suspend": "挂起",
    "resume": "恢复",
    "terminate": "终止",
    "edit_calendar": "修改工作日历",
    "move_due_date": "调整承诺日期",
    "give_delegation": "委托代办",
    "revoke_delegation": "撤销委托",
    "choose_sms": "设置短信提醒",
    "edit_units": "修改户室",
    "store_survey": "上传测绘成果",
    "publish_stage_table": "发布环节表",
    "edit_document_template": "编辑文书模板",
    "discard_document_template": "放弃模板草稿",
    "publish_document_template": "发布文书模板",
    "roll_back_document_template": "启用文书模板版本",
    "document_failed": "文书生成失败",
    "add_stage": "增加环节",
    "edit_stage": "修改环节",
    "remove_stage": "删除环节",
    "order_stages": "调整环节顺序",
    "copy_stages": "复制环节",
    "discard_stages": "放弃环节草稿",
    "set_region_rule": "设区域规则",
    "withdraw_region_rule": "撤销计划的区域规则",
    "order_records": "调整顺序",
    "sign_in": "登录",
    "sign_out": "退出",
    "choose_membership": "切换身份",
    "add_record": "新增",
    "edit_record": "修改",
    "delete_record": "删除",
    "disable_record": "停用",
    "reveal_record": "查看完整号码",
    "export_records": "导出",
    "load_demo": "载入演示城市",
}
FURTHER_SUBJECTS: Mapping[str, str] = {"person": "人员账号", "demo": "演示城市"}


def event_title(action: Any) -> Any:
    return gettext(EVENTS[action]) if action in EVENTS else action


def subject_title(kind: Any) -> Any:
    """Of a kind of record its table's name."""
    table = Model.metadata.tables.get(kind)
    title = FURTHER_SUBJECTS.get(kind) or (table.comment if table is not None else None)
    return gettext(title) if title else kind


def business_title(code: Any) -> Any:
    return gettext(title_of(code)) if code else code


def region_name(code: Any) -> Any:
    """The name of the region; the code itself where none is known."""
    if "region_names" not in g:
        rows = db.session.execute(select(Region.code, Region.name))
        g.region_names = {row.code: row.name for row in rows}
    return g.region_names.get(code, code)


def label_in(key: str) -> Formatter:
    """What shows a code of that list by its label, as the lists are kept now."""

    def label(code: Any) -> Any:
        if "code_lists" not in g:
            g.code_lists = code_lists(db.session())
        return g.code_lists[key].label_of(code) if code else code

    return label


def detail_text(detail: Any) -> str:
    """What an event holds, a line for each part; 原值→新值 where something changed."""
    return "；".join(detail_lines(detail)) if isinstance(detail, Mapping) else str(detail)


def detail_lines(detail: Mapping[str, Any]) -> Iterator[str]:
    for name, value in detail.items():
        if name == "changes" and isinstance(value, Mapping):
            yield from (f"{column} {brief(pair[0])}→{brief(pair[1])}" for column, pair in value.items())
        else:
            yield f"{name} {brief(value)}"


def brief(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
