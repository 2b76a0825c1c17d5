"""Choosing units by room number, entrance, floor, layout or use; nothing asked means all."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import Form

from models import Unit
from views.tasks.fields.choice import ChoiceField, CodeField
from views.tasks.fields.column import label_of, text_of
from views.tasks.fields.many import NumbersField
from views.tasks.fields.number import WholeField
from views.tasks.fields.part import PartField
from views.tasks.fields.text import TextField
from workflows.rules.room_matching import MatchPosition, RoomMatch, UnitSelection

COLUMNS = Unit.__table__.c
LOWEST, HIGHEST = -99, 999


class RoomMatchForm(Form):
    position = ChoiceField(
        lazy_gettext("匹配位置"),
        titles={MatchPosition.suffix: lazy_gettext("向后匹配"), MatchPosition.prefix: lazy_gettext("向前匹配")},
        required=True,
    )
    digits = TextField(lazy_gettext("匹配数字"), longest=20, required=True)
    length = WholeField(lazy_gettext("匹配长度"), least=1, most=20)


class UnitSelectionForm(Form):
    room_match = PartField(RoomMatchForm, lazy_gettext("室号匹配"))
    room_length = WholeField(lazy_gettext("室号位数"), least=1, most=20)
    entrance = text_of(COLUMNS.entrance)
    actual_floor_from = WholeField(lazy_gettext("实际层起"), least=LOWEST, most=HIGHEST)
    actual_floor_to = WholeField(lazy_gettext("实际层止"), least=LOWEST, most=HIGHEST)
    nominal_floor = text_of(COLUMNS.nominal_floor)
    layout = text_of(COLUMNS.layout)
    use = CodeField(label_of(COLUMNS.use), key="use")
    ids = NumbersField(lazy_gettext("户室"))


def selection_of(data: dict[str, Any] | None) -> UnitSelection:
    """The selection of a judged form; None and blank filters let everything through."""
    if data is None:
        return UnitSelection()
    match = data["room_match"]
    return UnitSelection(
        **{**data, "room_match": RoomMatch(**match) if match else None, "ids": wanted_ids(data["ids"])}
    )


def wanted_ids(ids: list[int] | None) -> frozenset[int] | None:
    return None if ids is None else frozenset(ids)
