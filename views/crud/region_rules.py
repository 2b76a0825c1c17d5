"""区域规则: what a region sets differently, from when until when and on what basis."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import or_, select
from wtforms import SelectField, TextAreaField
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice

from app.extensions import db
from models import RegionRule
from views.crud.record import Record, is_platform
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from workflows.actor import Actor
from workflows.messages import Message, Reason
from workflows.rules.region_rules import REGION_RULES, RegionRuleKey

UNKNOWN_KEY = Message("value", "没有这项规则")
NOT_A_CHOICE = Message("value", "【{title}】的取值应为 {choices} 之一")
NOT_A_SWITCH = Message("value", "【{title}】的取值应为 true 或 false")
NOT_A_NUMBER = Message("value", "【{title}】的取值应为不小于 0 的数字")
OVERLAPPING = Message("overlap", "本地区【{title}】在此期间已有取值，请先填写其失效日期")
SHORTEST_TEXT = 2000


def offer_of(rule: RegionRuleKey) -> str:
    """What may be written, as the hint says it."""
    kinds = rule.choices or (("true", "false") if isinstance(rule.default, bool) else ())
    return f"{rule.title}：{'/'.join(kinds)}" if kinds else rule.title


OFFERED = "；".join(offer_of(rule) for rule in REGION_RULES.values())


class ValueField(TextAreaField):
    """A rule's value as people write it: a word, a number, true or false, or JSON for tables."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data if isinstance(self.data, str) else json.dumps(self.data, ensure_ascii=False)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        try:
            self.data = json.loads(text)
        except ValueError:
            self.data = text


class KeyField(SelectField):
    """One of the rules that the product knows, by its title."""

    def iter_choices(self) -> Any:
        self.choices = [SelectChoice(rule.key, gettext(rule.title)) for rule in REGION_RULES.values()]
        return super().iter_choices()


class RegionRules(Record):
    record = "region-rules"
    model = RegionRule
    listed = ("title", "value", "unit", "region", "valid_from", "valid_until", "legal_basis")
    found_by = ("title", "key", "region_code", "valid_from", "valid_until")
    ordered_by = ("title", "region_code", "valid_from", "valid_until")
    sections = (
        ("规则", ("region", "key", "title", "value", "unit")),
        ("期间与依据", ("valid_from", "valid_until", "legal_basis")),
    )
    shown_only = frozenset({"title", "unit"})
    fixed = frozenset({"region", "key"})
    conditional = frozenset({"region"})

    @classmethod
    def withheld(cls, actor: Actor) -> frozenset[str]:
        return frozenset() if is_platform(actor) else frozenset({"region"})

    def own(self, item: Any, actor: Actor) -> None:
        if not is_platform(actor):
            item.region_code = actor.region_code
        rule = REGION_RULES.get(item.key)
        if rule is not None:
            item.title, item.unit = rule.title, rule.unit or None
            item.legal_basis = item.legal_basis or rule.legal_basis or None

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        rule = REGION_RULES.get(item.key)
        if rule is None:
            yield UNKNOWN_KEY(at="key")
            return
        yield from value_faults(rule, item.value)
        if item.valid_from and overlaps(item):
            yield OVERLAPPING(at="valid_from", title=rule.title)


def value_faults(rule: RegionRuleKey, value: Any) -> Iterator[Reason]:
    """A choice, a switch or a figure, as the rule's default is one."""
    if rule.choices:
        if value not in rule.choices:
            yield NOT_A_CHOICE(at="value", title=rule.title, choices="、".join(rule.choices))
    elif isinstance(rule.default, bool):
        if not isinstance(value, bool):
            yield NOT_A_SWITCH(at="value", title=rule.title)
    elif not is_figure(value):
        yield NOT_A_NUMBER(at="value", title=rule.title)


def is_figure(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**12


def overlaps(item: Any) -> bool:
    """Whether the same rule of the same region holds on a day of this one's period."""
    since, until = item.valid_from, item.valid_until or dt.date.max
    region_code = item.region_code or (item.region.code if item.region else None)
    with db.session.no_autoflush:
        return (
            db.session.scalar(
                select(RegionRule.id)
                .where(
                    RegionRule.key == item.key,
                    RegionRule.region_code == region_code,
                    RegionRule.id != (item.id or 0),
                    RegionRule.valid_from <= until,
                    or_(RegionRule.valid_until.is_(None), RegionRule.valid_until >= since),
                )
                .limit(1)
            )
            is not None
        )


class RegionRuleView(RegionRules, RecordView):
    base_order = ("key", "asc")
    value_field = ValueField(
        lazy_gettext("取值"),
        [check.InputRequired(), check.Length(max=SHORTEST_TEXT)],
        description=OFFERED,
        render_kw={"rows": 1},
    )
    add_form_extra_fields = {"key": KeyField(lazy_gettext("规则名称"), choices=[]), "value": value_field}
    edit_form_extra_fields = {"value": value_field}


class RegionRuleApi(RegionRules, RecordApi):
    pass
