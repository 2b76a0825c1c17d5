"""A selection that is to be kept under a name: the filter of the desk as it was filled in, or the units themselves."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form

from models import NamedSelection, Unit
from views.tasks.faults import refuse_field
from views.tasks.fields.column import label_of, text_of
from views.tasks.fields.many import NumbersField
from views.tasks.fields.part import PartField
from views.tasks.fields.text import TextField
from views.tasks.filling import filled
from workflows.named_selections import WantedSelection

UNIT = Unit.__table__.c
LONGEST = 60


class DeskFilterForm(Form):
    """The words and numbers of the desk's left column; uses and natures by their labels, `-` for what is not filled."""

    position = TextField(lazy_gettext("匹配位置"), longest=LONGEST)
    digits = TextField(lazy_gettext("匹配数字"), longest=LONGEST)
    match_length = TextField(lazy_gettext("匹配长度"), longest=LONGEST)
    room_length = TextField(lazy_gettext("室号位数"), longest=LONGEST)
    entrance = TextField(label_of(UNIT.entrance), longest=LONGEST)
    floor_from = TextField(lazy_gettext("实际层起"), longest=LONGEST)
    floor_to = TextField(lazy_gettext("实际层止"), longest=LONGEST)
    nominal = TextField(label_of(UNIT.nominal_floor), longest=LONGEST)
    use = TextField(label_of(UNIT.use), longest=LONGEST)
    nature = TextField(label_of(UNIT.nature), longest=LONGEST)
    layout = TextField(label_of(UNIT.layout), longest=LONGEST)
    area = TextField(lazy_gettext("面积段"), longest=LONGEST)
    state = TextField(lazy_gettext("状态"), longest=LONGEST)


class NamedSelectionForm(Form):
    name = text_of(NamedSelection.__table__.c.name, required=True)
    filter = PartField(DeskFilterForm, lazy_gettext("筛选条件"))
    ids = NumbersField(lazy_gettext("户室"))


def wanted_of(sent: Mapping[str, Any]) -> WantedSelection:
    """Either a filter or units, never both and never neither."""
    data = filled(NamedSelectionForm, sent).form.data
    if (data["filter"] is None) == (data["ids"] is None):
        raise refuse_field("filter", "required", "filter 与 ids 请填写其中一项")
    unit_filter = data["filter"] and {name: text for name, text in data["filter"].items() if text}
    return WantedSelection(data["name"], unit_filter, data["ids"])
