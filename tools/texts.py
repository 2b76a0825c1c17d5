"""Texts that people read and that stand in the code as data: titles, labels, refusals. They are translated too."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import models
from app.documents.page_pictures import SENTENCES
from models import enums
from models.base import Model
from models.enums import CodedEnum
from workflows.engine import BusinessType
from workflows.messages import Message
from workflows.reading.asked_for import TITLES
from workflows.reading.queue import TAB_TITLES
from workflows.registry import BUSINESS_TYPES
from workflows.rules.checks.wording import MEASURES, WORDS
from workflows.rules.code_lists import CODE_LISTS
from workflows.rules.region_rules import REGION_RULES
from workflows.rules.unit_fields import UNIT_FIELDS

PACKAGES = ("workflows", "views", "app")
assert models


def data_texts() -> Iterator[tuple[str, str]]:
    """Every such text with the place that it comes from."""
    yield from refusals()
    yield from enum_titles()
    yield from column_labels()
    yield from code_labels()
    for kind in BUSINESS_TYPES:
        yield from titles_of(kind)
    for rule in REGION_RULES.values():
        yield rule.title, "workflows/rules/region_rules.py"
    for field in UNIT_FIELDS.values():
        yield field.label, "workflows/rules/unit_fields.py"
    yield from ((word, "workflows/rules/checks/wording.py") for word in (*WORDS, *MEASURES))
    yield from ((title, "workflows/reading/asked_for.py") for title in TITLES)
    yield from ((title, "workflows/reading/queue.py") for title in TAB_TITLES.values())
    yield from ((sentence, "app/documents/page_pictures.py") for sentence in SENTENCES)


def modules() -> Iterator[ModuleType]:
    for name in PACKAGES:
        package = importlib.import_module(name)
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            yield importlib.import_module(found.name)


def refusals() -> Iterator[tuple[str, str]]:
    """Each Message that a module keeps under a name."""
    for module in modules():
        for value in vars(module).values():
            if isinstance(value, Message):
                yield value.text, place_of(module)


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


def titles_of(kind: BusinessType) -> Iterator[tuple[str, str]]:
    place = f"workflows/definitions/{kind.code}.py"
    yield kind.title, place
    yield kind.group, place
    for stage in kind.stages:
        yield stage.title, place
        yield from ((task.title, place) for task in stage.tasks)
        yield from ((material.title, place) for material in stage.materials)
