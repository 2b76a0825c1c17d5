"""字典: the code lists that the platform keeps; an item is retired, never lost."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from models import Dictionary, DictionaryItem
from views.crud.form_parts import choice_of
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from workflows.messages import Message, Reason

KEY = re.compile(r"[a-z][a-z0-9_]*")
NOT_A_KEY = Message("value", "{label}由小写字母、数字和下划线组成，以字母开头")


class Dictionaries(Record):
    record = "dictionaries"
    model = Dictionary
    home = "/dictionaries/"
    listed = ("key", "title", "updated_at")
    found_by = ("key", "title")
    ordered_by = ("key", "title", "updated_at")
    sections = (("字典", ("key", "title")),)
    fixed = frozenset({"key"})

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        del today
        if item.id is None and not KEY.fullmatch(item.key or ""):
            yield NOT_A_KEY(at="key", label="字典代码")


class DictionaryItems(Record):
    record = "dictionary-items"
    model = DictionaryItem
    listed = ("label", "english_label", "code", "dictionary", "position", "exchange_code", "valid_until", "retired")
    found_by = ("label", "code", "exchange_code", "retired")
    ordered_by = ("label", "code", "dictionary_id", "position", "retired")
    sections = (
        ("字典项", ("dictionary", "code", "label", "english_label", "position", "exchange_code")),
        ("启用与停用", ("valid_from", "valid_until", "retired")),
    )
    fixed = frozenset({"dictionary", "code"})
    hints = {
        "retired": "停用后不再供选择，已使用的记录仍显示名称",
        "valid_from": "到此日起供选择，此前视为停用",
        "valid_until": "此日之后自动停用",
        "english_label": "供英文界面和对外接口使用",
    }

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        """No fault of its own; what its dates say of today is said by its state."""
        outside = not item.is_offered(today) if item.valid_from or item.valid_until else False
        item.retired = bool(item.retired) or outside
        yield from ()


class DictionaryItemView(DictionaryItems, RecordView):
    add_form_extra_fields = {"dictionary": choice_of(Dictionary, "字典")}
    base_order = ("dictionary_id", "asc")


class DictionaryItemApi(DictionaryItems, RecordApi):
    pass


class DictionaryView(Dictionaries, RecordView):
    related_views = [DictionaryItemView]
    base_order = ("key", "asc")


class DictionaryApi(Dictionaries, RecordApi):
    pass
