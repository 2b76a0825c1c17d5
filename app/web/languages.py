"""In which language a request is answered: what was chosen in the browser, what a program asks for, else Chinese."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, has_request_context
from flask.globals import request_ctx
from flask_babel import ngettext
from markupsafe import escape


def install(app: Flask) -> None:
    """Our choice in place of the stock one, which gave every visitor a session cookie for his language."""
    babel = app.extensions["babel"]
    babel.locale_selector = chosen_language
    with app.app_context():
        domain = babel.instance.domain_instance
    catalogues = app.extensions["catalogues"] = Catalogues(domain.get_translations)
    domain.get_translations = catalogues.chosen
    install_template_texts(app)


class Catalogues:
    """The catalogue of each language, found by its code: a page asks some hundreds of times."""

    def __init__(self, load: Any) -> None:
        self.load = load
        self.kept: dict[str, Any] = {}

    def chosen(self) -> Any:
        code = chosen_language()
        if code not in self.kept:
            self.kept[code] = self.load()
        return self.kept[code]


def chosen_language() -> str:
    if not has_request_context():
        return str(current_app.config["BABEL_DEFAULT_LOCALE"])
    # Asked through the proxy, every word of a page would cost four look-ups.
    here = request_ctx._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    default: str = here.app.config["BABEL_DEFAULT_LOCALE"]
    languages: dict[str, Any] = here.app.config["LANGUAGES"]
    if here.request.path.startswith("/api/"):
        return here.request.accept_languages.best_match(list(languages), default=default) or default
    chosen = here.session.get("locale", default)
    return chosen if chosen in languages else default


# ---- in templates ----


def install_template_texts(app: Flask) -> None:
    """Give templates `_()` whose result is text: the stock one calls it markup, also where a person typed the text."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=template_gettext, ngettext=template_ngettext, newstyle=False
    )


def template_gettext(text: str, **blanks: Any) -> str:
    """The text in the reader's language; what fills its blanks is text too, unless it is markup already."""
    if not text:
        return text
    found: str = current_app.extensions["catalogues"].chosen().ugettext(text)
    return filled(found, blanks) if blanks else found


def template_ngettext(one: str, many: str, num: int, **blanks: Any) -> str:
    return filled(ngettext(one, many, num), {"num": num, **blanks})


def filled(text: str, blanks: Mapping[str, Any]) -> str:
    """With a blank that is markup the whole is markup, and the rest of it escaped."""
    if any(hasattr(value, "__html__") for value in blanks.values()):
        return escape(text) % blanks
    return text % blanks if blanks else text
