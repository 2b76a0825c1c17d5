"""One declaration for the page and the calls of a kind of record: its columns in the manual's order, and its rules."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import inspect

from app.web import records
from app.web.current import current_actor, now
from app.web.datamodel import Records
from models.enums import Role
from views.crud import checks
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.messages import Reason, Refused

Sections = Sequence[tuple[str, Sequence[str]]]


class Record:
    """What a subclass says: the table, its columns by section, which of them are only shown, and what is judged."""

    record: str
    model: type[Any]
    sections: Sections
    listed: Sequence[str]
    found_by: Sequence[str] = ()
    ordered_by: Sequence[str] = ()
    shown_only: frozenset[str] = frozenset()
    fixed: frozenset[str] = frozenset()  # typed once, when the record is added
    conditional: frozenset[str] = frozenset()  # what `withheld` keeps from some people
    home = ""  # the page that the menu opens instead of the list of all records
    by_key = False  # faults of relations are told at their key columns
    labels: Mapping[str, str] = {}
    hints: Mapping[str, str] = {}

    # ---- the columns ----

    @classmethod
    def every(cls) -> list[str]:
        return [name for _, names in cls.sections for name in names]

    @classmethod
    def written(cls, *, new: bool) -> list[str]:
        """What a person may give: all but what is only shown, and on a change all but what is fixed."""
        left_out = cls.shown_only if new else cls.shown_only | cls.fixed
        return [name for name in cls.every() if name not in left_out]

    @classmethod
    def written_sections(cls, *, new: bool) -> list[tuple[str, dict[str, Any]]]:
        names = frozenset(cls.written(new=new))
        kept = [(title, [name for name in section if name in names]) for title, section in cls.sections]
        return [(title, {"fields": section}) for title, section in kept if section]

    @classmethod
    def withheld(cls, actor: Actor) -> frozenset[str]:
        """What this person may not give although others may: it follows from who he is."""
        del actor
        return frozenset()

    # ---- before it is saved ----

    def pre_add(self, item: Any) -> None:
        self.own(item, current_actor())
        self.judge(item)

    def pre_update(self, item: Any) -> None:
        self.judge(item)

    def own(self, item: Any, actor: Actor) -> None:
        """To whom a new record belongs."""

    def judge(self, item: Any) -> None:
        """Cleaned and without fault, or Refused with every fault at its field."""
        today = local_day(now())
        checks.clean(item)
        reasons = [*checks.faults(item, today), *self.faults(item, today)]
        if reasons:
            raise Refused([self.placed(reason) for reason in reasons])

    def placed(self, reason: Reason) -> Reason:
        """A fault where the page or the program gave the value."""
        return replace(reason, at=keyed(self.model, [reason.at])[0]) if self.by_key and reason.at else reason

    def faults(self, item: Any, today: dt.date) -> Iterator[Reason]:
        """What else is wrong with a record of this kind."""
        del item, today
        yield from ()


def datamodel_of(record: type[Record], *loads: str) -> Records:
    """The table, with the rows that its lists show of other tables read at once."""
    mapper = inspect(record.model)
    named = {name.partition(".")[0] for name in (*record.listed, *record.every(), *loads)}
    relations = [relation.key for relation in mapper.relationships if relation.key in named]
    return Records(record.model, with_=tuple(getattr(record.model, key) for key in relations))


def keyed(model: type[Any], names: Iterable[str]) -> list[str]:
    """Relations by the column that holds their key, as programs give them."""
    relations = {relation.key: relation for relation in inspect(model).relationships}
    columns = inspect(model)
    return [
        columns.get_property_by_column(next(iter(relations[name].local_columns))).key if name in relations else name
        for name in names
    ]


def is_platform(actor: Actor) -> bool:
    return Role.system_admin in actor.roles


def encrypted_of(record: type[Record]) -> frozenset[str]:
    return records.encrypted(record.model)
