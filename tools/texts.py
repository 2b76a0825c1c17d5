"""Texts that people read and that stand in the code as data: titles, labels, refusals. They are translated too."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import models
from app.documents.budget import LENGTH, TIME, TURNS
from app.documents.catalogue import KINDS
from app.documents.page_pictures import SENTENCES
from app.documents.templates.printed import NESTED
from app.documents.templates.samples import Size
from app.documents.templates.snippets import SNIPPETS
from app.documents.templates.words import ELSEWHERE, WORDS
from app.documents.uploads.kind import SIGNATURES, UNKNOWN_KIND
from app.integrations.workbook_guard import MESSAGES
from app.menu import ADMINISTRATION
from models import enums
from models.base import Model
from models.enums import CodedEnum
from views.crud.event_words import PARTS
from views.crud.record import Record
from views.crud.wording import EVENTS, FURTHER_SUBJECTS
from workflows.actor import BY_ITSELF
from workflows.engine.business_type import BusinessType
from workflows.messages import Message
from workflows.reading.asked_for import TITLES
from workflows.reading.desk import INBOX_STATES
from workflows.reading.queue import TAB_TITLES
from workflows.registry import BUSINESS_TYPES
from workflows.rules.checks.wording import MEASURES
from workflows.rules.checks.wording import WORDS as WORDS_OF_CHECKS
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.region_rules import REGION_RULES
from workflows.rules.rule_values import RegionRuleKey
from workflows.rules.survey_findings import TITLES as FAULTS_OF_SURVEYS
from workflows.rules.unit_fields import UNIT_FIELDS
from workflows.stage_design.differences import PARTS as DIFFERING
from workflows.stage_table import DEFAULT_NOTE

PACKAGES = ("workflows", "views", "app")
assert models


def data_texts() -> Iterator[tuple[str, str]]:
    """Every such text with the place that it comes from."""
    yield from refusals()
    yield from enum_titles()
    yield from column_labels()
    yield from code_labels()
    yield from template_words()
    for kind in BUSINESS_TYPES:
        yield from titles_of(kind)
    for rule in REGION_RULES.values():
        yield from ((text, "workflows/rules/region_rules.py") for text in texts_of_rule(rule))
    yield from log_texts()
    yield from (
        (text, "workflows/stage_design/differences.py") for text in (*DIFFERING, "顺序", "收件资料", "必签", "不签")
    )
    for field in UNIT_FIELDS.values():
        yield field.label, "workflows/rules/unit_fields.py"
    yield from ((word, "workflows/rules/checks/wording.py") for word in (*WORDS_OF_CHECKS, *MEASURES))
    yield from ((title, "app/menu.py") for title in ADMINISTRATION)
    yield from ((title, "workflows/reading/asked_for.py") for title in TITLES)
    yield from ((title, "workflows/reading/queue.py") for title in TAB_TITLES.values())
    yield from ((title, "workflows/reading/desk.py") for title in INBOX_STATES.values())
    yield from ((BY_ITSELF, "workflows/actor.py"), (DEFAULT_NOTE, "workflows/stage_table.py"))
    for record in kinds_of(Record):
        yield from ((text, "views/crud") for text in texts_of_record(record))
    yield from ((sentence, "app/documents/page_pictures.py") for sentence in SENTENCES)
    yield from ((sentence, "app/integrations/workbook_guard.py") for sentence in MESSAGES.values())
    yield from ((title, "workflows/rules/survey_findings.py") for title in FAULTS_OF_SURVEYS.values())
    for file in (UNKNOWN_KIND, *(kind for _, kind in SIGNATURES)):
        yield from ((text, "app/documents/uploads/kind.py") for text in (file.title, file.help))


def kinds_of(base: type[Any]) -> Iterator[type[Any]]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds_of(kind)


def texts_of_record(record: type[Record]) -> Iterator[str]:
    """Titles of its sections, labels of its own, and what stands under its fields."""
    yield from (title for title, _ in getattr(record, "sections", ()))
    yield from (*record.labels.values(), *record.hints.values())


def texts_of_rule(rule: RegionRuleKey) -> Iterator[str]:
    yield from (rule.title, rule.group)
    yield from (text for text in (rule.unit, rule.legal_basis) if text)
    yield from rule.choices.values()
    yield from (column.title for column in rule.columns)


def log_texts() -> Iterator[tuple[str, str]]:
    """What happened, to what, and the parts that events have besides columns."""
    for titles, place in ((EVENTS, "wording"), (FURTHER_SUBJECTS, "wording"), (PARTS, "event_words")):
        yield from ((title, f"views/crud/{place}.py") for title in titles.values())


def modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            yield importlib.import_module(found.name)


def refusals() -> Iterator[tuple[str, str]]:
    """Each Message that a module keeps under a name, alone or among others."""
    for module in modules():
        for value in vars(module).values():
            yield from ((message.text, place_of(module)) for message in messages_in(value))


def messages_in(value: object) -> Iterator[Message]:
    """A Message itself, or those of a tuple."""
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, Message):
            yield one


def place_of(module: ModuleType) -> str:
    return module.__name__.replace(".", "/") + ".py"


def enum_titles() -> Iterator[tuple[str, str]]:
    for _, kind in inspect.getmembers(enums, inspect.isclass):
        if issubclass(kind, CodedEnum):
            yield from ((member.title, "models/enums.py") for member in kind)


def column_labels() -> Iterator[tuple[str, str]]:
    """The comments of our tables and columns, which are their titles and labels on the pages."""
    for table in Model.metadata.sorted_tables:
        if table.comment and (table.name == "ab_user" or not table.name.startswith("ab_")):
            yield table.comment, f"models/{table.name}.py"
            yield from ((column.comment, f"models/{table.name}.py") for column in table.columns if column.comment)


def code_labels() -> Iterator[tuple[str, str]]:
    for code_list in CODE_LISTS.values():
        yield code_list.title, "workflows/rules/code_lists.py"
        yield from ((item.label, "workflows/rules/code_lists.py") for item in code_list.items)


def template_words() -> Iterator[tuple[str, str]]:
    """What the editor of document templates calls documents, fields, samples and pieces of text."""
    labels = [label for label, _ in WORDS.values()] + [*ELSEWHERE.values()]
    names = [kind.title for kind in KINDS] + [size.value.title for size in Size]
    pieces = [piece.title for piece in SNIPPETS]
    yield from (
        (text, "app/documents/templates/words.py") for text in [*labels, *names, *pieces, TURNS, LENGTH, TIME, NESTED]
    )


def titles_of(kind: BusinessType) -> Iterator[tuple[str, str]]:
    place = f"workflows/definitions/{kind.code}.py"
    yield kind.title, place
    yield kind.group, place
    for stage in kind.stages:
        yield stage.title, place
        yield from ((task.title, place) for task in stage.tasks)
        yield from ((material.title, place) for material in stage.materials)
