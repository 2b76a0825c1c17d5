"""In which language a request is answered: what was chosen in the browser, what a program asks for, else Chinese."""

from typing import Any

from flask import Flask, current_app, has_request_context, request, session


def install(app: Flask) -> None:
    """Our choice in place of the stock one, which gave every visitor a session cookie for his language."""
    babel = app.extensions["babel"]
    babel.locale_selector = chosen_language
    with app.app_context():
        domain = babel.instance.domain_instance
    catalogues = Catalogues(domain.get_translations)
    domain.get_translations = catalogues.chosen
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # by Jinja's own extension
        lambda text: catalogues.chosen().ugettext(text),
        lambda one, many, count: catalogues.chosen().ungettext(one, many, count),
        newstyle=True,
    )


class Catalogues:
    """The catalogue of each language, found by its code: a page asks some two hundred times."""

    def __init__(self, load: Any) -> None:
        self.load = load
        self.kept: dict[str, Any] = {}

    def chosen(self) -> Any:
        code = chosen_language()
        if code not in self.kept:
            self.kept[code] = self.load()
        return self.kept[code]


def chosen_language() -> str:
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    languages: dict[str, Any] = current_app.config["LANGUAGES"]
    if request.path.startswith("/api/"):
        return request.accept_languages.best_match(list(languages), default=default) or default
    chosen = session.get("locale", default)
    return chosen if chosen in languages else default
