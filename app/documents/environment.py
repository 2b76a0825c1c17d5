"""The sandbox in which document templates run: values are escaped, unknown names are errors, nothing can be reached."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.documents.formatting import FILTERS

TEMPLATES = Path(__file__).parents[2] / "templates" / "documents"


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one environment of all document templates."""
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters.update(FILTERS)
    # Without escapes, so that the search for missing characters sees them.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made


def fill(template: str, values: dict[str, Any]) -> str:
    """The template's markup with the values in it."""
    return environment().get_template(template).render(values)
