"""How pages are drawn quickly: what a page asks of the templates again and again is worked out once."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask, current_app, render_template
from flask.templating import Environment
from markupsafe import Markup

from app.web.languages import chosen_language


class DeskEnvironment(Environment):
    """With the globals of a template as one plain dictionary.

    The stock one chains two, and every `import` of a page walks through both; none of ours changes after the start.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def install(app: Flask) -> None:
    """Give templates `drawn_once(…)`."""
    app.extensions["drawn_once"] = {}
    app.jinja_env.globals.update(drawn_once=drawn_once)


def drawn_once(template: str) -> Markup:
    """A part of a page that is the same for everybody: drawn once in each language."""
    kept: dict[tuple[str, str], Markup] = current_app.extensions["drawn_once"]
    key = (template, chosen_language())
    if key not in kept:
        kept[key] = Markup(render_template(template))  # noqa: S704 - drawn by its template
    return kept[key]
