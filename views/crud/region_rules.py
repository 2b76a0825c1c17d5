"""区域规则: what a region sets differently, from when until when and on what basis."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import inspect, or_, select
from wtforms import SelectField, TextAreaField
from wtforms import validators as check
from wtforms.fields.choices import SelectChoice

from app.extensions import db
from models import RegionRule
from views.crud.changeable import refuse_fixed
from views.crud.checks import changed_columns
from views.crud.record import Record, is_platform
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from workflows.actor import Actor
from workflows.messages import Message, Reason
from workflows.region_rule_dates import IN_THE_PAST
from workflows.rules.region_rules import REGION_RULES
from workflows.rules.rule_values import stored_form, value_faults

UNKNOWN_KEY = Message("value", "没有这项规则")
OVERLAPPING = Message("overlap", "本地区【{title}】在此期间已有取值，请先填写其失效日期")
HAS_BEGUN = Message("past", "该取值已自 {day} 生效，不能修改；请另设新值")
ENDING = frozenset({"valid_until", "version", "updated_at"})
LONGEST_VALUE = 2000


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

    def pre_update(self, item: Any) -> None:
        refuse_fixed(item)
        self.judge(item)

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        rule = REGION_RULES.get(item.key)
        if rule is None:
            yield UNKNOWN_KEY(at="key")
            return
        item.value = stored_form(rule, item.value)
        yield from value_faults(rule, item.value)
        yield from past_faults(item, today)
        if item.valid_from and overlaps(item):
            yield OVERLAPPING(at="valid_from", title=rule.title)


def past_faults(item: Any, today: dt.date) -> Iterator[Reason]:
    """What has held stays as it was: of a value that has begun only its end may still be set, and not before today."""
    changed = set(changed_columns(item))
    begun = item.id is not None and first_day(item) <= today
    if not begun and item.valid_from and item.valid_from < today:
        yield IN_THE_PAST(at="valid_from")
    if begun and changed - ENDING:
        yield HAS_BEGUN(at=min(changed - ENDING), day=first_day(item))
    if begun and "valid_until" in changed and item.valid_until and item.valid_until < today:
        yield IN_THE_PAST(at="valid_until")


def first_day(item: Any) -> dt.date:
    """The first day as it is stored, whatever was typed now."""
    kept = inspect(item).attrs.valid_from.history.deleted
    day: dt.date = kept[0] if kept else item.valid_from
    return day


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
    home = "/region-rules/"
    base_order = ("key", "asc")
    value_field = ValueField(
        lazy_gettext("取值"),
        [check.InputRequired(), check.Length(max=LONGEST_VALUE)],
        description=lazy_gettext("选项填代码，开关填 true 或 false，表填 JSON"),
        render_kw={"rows": 1},
    )
    add_form_extra_fields = {"key": KeyField(lazy_gettext("规则名称"), choices=[]), "value": value_field}
    edit_form_extra_fields = {"value": value_field}


class RegionRuleApi(RegionRules, RecordApi):
    pass
