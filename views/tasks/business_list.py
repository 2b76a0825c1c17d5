"""What a list of businesses is narrowed to; a blank filter is no filter."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form

from models import Business
from models.enums import BusinessStatus
from views.tasks.faults import Fault, FieldFault, ShapeRefused
from views.tasks.fields.choice import ChoiceField, titles_of
from views.tasks.fields.column import label_of
from views.tasks.fields.day import DayField
from views.tasks.fields.number import WholeField
from views.tasks.fields.text import TextField
from views.tasks.filling import Filled
from workflows.engine.business_type import BusinessType
from workflows.reading.lists import BusinessFilter, Scope
from workflows.registry import BUSINESS_TYPES

LARGEST_PAGE = 200
USUAL_PAGE = 20
SCOPES = {
    Scope.in_hand: lazy_gettext("在手业务"),
    Scope.handled: lazy_gettext("已办业务"),
    Scope.all: lazy_gettext("全部业务"),
}


class BusinessListForm(Form):
    scope = ChoiceField(lazy_gettext("范围"), titles=SCOPES)
    type = TextField(label_of(Business.__table__.c.business_type), longest=50)
    stage = TextField(lazy_gettext("办理阶段"), longest=50)
    status = ChoiceField(label_of(Business.__table__.c.status), titles=titles_of(BusinessStatus))
    q = TextField(lazy_gettext("查询"), longest=100)
    page_token = TextField(lazy_gettext("页标记"), longest=60)
    page_size = WholeField(lazy_gettext("每页行数"), least=1, most=LARGEST_PAGE)


# `from` is a word of the language, so this field cannot be declared as the others are.
setattr(BusinessListForm, "from", DayField(lazy_gettext("起始日期")))
BusinessListForm.to = DayField(lazy_gettext("终止日期"))


def filter_of(filled: Filled) -> BusinessFilter:
    """The filter of a judged form."""
    data = filled.form.data
    return BusinessFilter(
        scope=data["scope"] or Scope.all,
        business_type=known_type(data["type"]).code if data["type"] else None,
        stage=data["stage"],
        status=data["status"],
        text=data["q"],
        since=data["from"],
        until=data["to"],
    )


def known_type(text: Any) -> BusinessType:
    """The type of this code or title; refused at the field `type` where there is none."""
    found = next((kind for kind in BUSINESS_TYPES if text in (kind.code, kind.title)), None)
    if found is None:
        raise ShapeRefused(FieldFault("type", "choice", Fault("choice", "没有这种业务类型")))
    return found
