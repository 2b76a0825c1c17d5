"""The sandbox in which document templates run: values are escaped, unknown names are errors, nothing can be reached."""

import dataclasses
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.runtime import LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.documents.budget import budget, counted
from app.documents.formatting import FILTERS

TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"
# Filters of Jinja that print or count and can neither grow what they are given nor reach beyond it.
PLAIN_FILTERS = ("length", "tojson", "forceescape")
LOOP_PARTS = frozenset({"index", "first", "last", "length"})
FILTER_OF_LOOPS = "counted"


class DocumentSandbox(ImmutableSandboxedEnvironment):
    """Attributes are the declared fields of contents, calls are macros of the parts; every loop is counted."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        del value
        kind: Any = type(obj)
        return attr in (LOOP_PARTS if kind is LoopContext else field_names(kind))

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, Macro)

    def _generate(self, source: nodes.Template, *named: Any, **options: Any) -> str:
        for loop in source.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, FILTER_OF_LOOPS, [], [], None, None, lineno=loop.lineno)
        return super()._generate(source, *named, **options)


@cache
def field_names(kind: Any) -> frozenset[str]:
    """What a template may read of a value: fields and properties of a dataclass, nothing of any other type."""
    if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
        return frozenset()
    fields = {field.name for field in dataclasses.fields(kind)}
    computed = {name for name, member in vars(kind).items() if isinstance(member, property)}
    return frozenset(name for name in fields | computed if not name.startswith("_"))


@cache
def environment() -> DocumentSandbox:
    """The one environment of all document templates."""
    made = DocumentSandbox(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in PLAIN_FILTERS} | {**FILTERS, FILTER_OF_LOOPS: counted}
    made.tests = {name: made.tests[name] for name in ("none", "defined")}
    # Without escapes, so that the search for missing characters sees them.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def default_body(template: str) -> str:
    """The text of a template as the product brings it: version 0 everywhere."""
    return (TEMPLATES / template).read_text(encoding="utf-8")


def fill(body: str, values: dict[str, Any]) -> str:
    """The body's markup with the values in it; TooMuch where it asks for more than a document needs."""
    parts: list[str] = []
    with budget() as left:
        for part in compiled(body).generate(values):
            left.print(part)
            parts.append(part)
    return "".join(parts)


@lru_cache(maxsize=64)
def compiled(body: str) -> Template:
    return environment().from_string(body)
