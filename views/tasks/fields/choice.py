"""Yes or no, a member of an enum, a code of an administered list."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from wtforms import BooleanField
from wtforms.validators import StopValidation
from wtforms.widgets import Select

from models.enums import CodedEnum
from views.tasks.faults import Fault
from views.tasks.fields.plain import PlainField, Schema, wrong_type
from workflows.rules.code_list import CodeList
from workflows.rules.code_lists import CODE_LISTS


class TickField(BooleanField):
    """Yes or no. `must` is the sentence shown when it has to be yes; `given` means JSON may not leave it out."""

    def __init__(self, label: Any = None, *, must: str = "", given: bool = False, **named: Any) -> None:
        super().__init__(label, **named)
        self.must = must
        self.given = given

    def texts(self, value: Any) -> list[str]:
        if not isinstance(value, bool):
            raise wrong_type(self.label.text, "是或否（true 或 false）")
        return ["true"] if value else []

    def pre_validate(self, form: Any) -> None:
        del form
        if self.must and not self.data:
            raise StopValidation(Fault("not_confirmed", self.must))

    def schema(self) -> Schema:
        return {"type": "boolean", "const": True} if self.must else {"type": "boolean"}


class ChoiceField(PlainField):
    """One member of an enum, by code or by title."""

    widget = Select()

    def __init__(self, label: Any = None, *, titles: Mapping[Any, str], **named: Any) -> None:
        super().__init__(label, **named)
        self.titles = titles

    def read(self, text: str) -> Enum:
        for member, title in self.titles.items():
            if text in (member.value, title):
                return member
        raise ValueError(
            Fault(
                "choice",
                "%(label)s可填：%(titles)s",
                label=self.label.text,
                titles="、".join(str(title) for title in self.titles.values()),
            )
        )

    def has_groups(self) -> bool:
        return False

    def iter_choices(self) -> Any:
        """What a select offers, with the blank one first where nothing need be chosen."""
        if not self.flags.required:
            yield "", "", self.data is None, {}
        for member, title in self.titles.items():
            yield member.value, title, member is self.data, {}

    def schema(self) -> Schema:
        codes = [member.value for member in self.titles]
        return {
            "type": "string",
            "enum": [*codes, *(str(title) for title in self.titles.values() if title not in codes)],
        }


def titles_of(members: type[CodedEnum]) -> dict[CodedEnum, str]:
    return {member: member.title for member in members}


class CodeField(PlainField):
    """A code of an administered list, by code, label or another spelling; `code_list` is bound before judging."""

    widget = Select()

    def __init__(self, label: Any = None, *, key: str, **named: Any) -> None:
        super().__init__(label, **named)
        self.code_list: CodeList = CODE_LISTS[key]

    def pre_validate(self, form: Any) -> None:
        del form
        if self.data is None:
            return
        item = self.code_list.find(self.data)
        if item is None:
            raise StopValidation(
                Fault("choice", "%(label)s【%(text)s】不在代码表中", label=self.label.text, text=self.data[:20])
            )
        self.data = item.code

    def has_groups(self) -> bool:
        return False

    def iter_choices(self) -> Any:
        """What a select offers; a retired code stays readable where it stands."""
        yield "", "", self.data is None, {}
        for item in self.code_list.items:
            if not item.retired or item.code == self.data:
                yield item.code, item.label, item.code == self.data, {}

    def schema(self) -> Schema:
        offered = self.code_list.offered
        return {
            "type": "string",
            "enum": list(dict.fromkeys(text for item in offered for text in (item.code, item.label))),
            "x-items": [{"code": item.code, "label": item.label} for item in offered],
        }
