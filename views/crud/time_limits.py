"""承诺时限: the working days that a region promises for each type of business, from when on and on what basis."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext, lazy_gettext
from sqlalchemy import or_, select
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.extensions import db
from models import TimeLimit
from views.crud.record import Record, is_platform
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.wording import business_title
from workflows.actor import Actor
from workflows.messages import Message, Reason
from workflows.registry import BUSINESS_TYPES, BY_CODE

LONGEST = 365

UNKNOWN_TYPE = Message("value", "没有这种业务类型")
OUT_OF_RANGE = Message("range", "承诺时限应为 1 至 {most} 个工作日")
WARNS_TOO_EARLY = Message("range", "临期提醒应小于承诺时限")
OVERLAPPING = Message("overlap", "本地区该类业务在此期间已有承诺时限，请先填写其失效日期")


class TimeLimits(Record):
    record = "time-limits"
    model = TimeLimit
    listed = ("business_type", "working_days", "warning_days", "region", "valid_from", "valid_until", "legal_basis")
    found_by = ("business_type", "region_code", "valid_from", "valid_until")
    ordered_by = ("business_type", "region_code", "working_days", "valid_from", "valid_until")
    sections = (
        ("承诺时限", ("region", "business_type", "working_days", "warning_days")),
        ("期间与依据", ("valid_from", "valid_until", "legal_basis")),
    )
    fixed = frozenset({"region", "business_type"})
    conditional = frozenset({"region"})
    hints = {
        "working_days": "自主管部门首次接件的次日起算；退回补正和挂起期间不计",
        "warning_days": "剩余这么多个工作日时以黄色提醒，超期为红色",
    }

    @classmethod
    def withheld(cls, actor: Actor) -> frozenset[str]:
        return frozenset() if is_platform(actor) else frozenset({"region"})

    def own(self, item: Any, actor: Actor) -> None:
        if not is_platform(actor):
            item.region_code = actor.region_code

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        if item.business_type is not None and item.business_type not in BY_CODE:
            yield UNKNOWN_TYPE(at="business_type")
        yield from figure_faults(item)
        if item.valid_from and overlaps(item):
            yield OVERLAPPING(at="valid_from")


def figure_faults(item: Any) -> Iterator[Reason]:
    if item.working_days is not None and not 1 <= item.working_days <= LONGEST:
        yield OUT_OF_RANGE(at="working_days", most=LONGEST)
    elif None not in (item.working_days, item.warning_days) and item.warning_days >= item.working_days:
        yield WARNS_TOO_EARLY(at="warning_days")


def overlaps(item: Any) -> bool:
    """Whether another limit of the same type and region holds on a day of this one's period."""
    region_code = item.region_code or (item.region.code if item.region else None)
    with db.session.no_autoflush:
        found = db.session.scalar(
            select(TimeLimit.id)
            .where(
                TimeLimit.business_type == item.business_type,
                TimeLimit.region_code == region_code,
                TimeLimit.id != (item.id or 0),
                TimeLimit.valid_from <= (item.valid_until or dt.date.max),
                or_(TimeLimit.valid_until.is_(None), TimeLimit.valid_until >= item.valid_from),
            )
            .limit(1)
        )
    return found is not None


class TypeField(SelectField):
    """One of the business types, by its title."""

    def iter_choices(self) -> Any:
        self.choices = [SelectChoice(kind.code, gettext(kind.title)) for kind in BUSINESS_TYPES]
        return super().iter_choices()


class TimeLimitView(TimeLimits, RecordView):
    base_order = ("business_type", "asc")
    formatters_columns = {"business_type": business_title}
    add_form_extra_fields = {"business_type": TypeField(lazy_gettext("业务类型"), choices=[])}


class TimeLimitApi(TimeLimits, RecordApi):
    pass
