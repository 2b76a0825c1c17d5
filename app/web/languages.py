"""In which language a request is answered: what was chosen in the browser, what a program asks for, else Chinese."""

from typing import Any

from flask import Flask, current_app, has_request_context, request, session


def install(app: Flask) -> None:
    """Our choice in place of the stock one, which gave every visitor a session cookie for his language."""
    app.extensions["babel"].locale_selector = chosen_language


def chosen_language() -> str:
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    if not has_request_context():
        return default
    languages: dict[str, Any] = current_app.config["LANGUAGES"]
    if request.path.startswith("/api/"):
        return request.accept_languages.best_match(list(languages), default=default) or default
    chosen = session.get("locale", default)
    return chosen if chosen in languages else default
