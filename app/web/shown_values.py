"""Any stored value as a person reads it: a dash for nothing, moments in local time, numbers grouped, codes by title.

Whatever was typed is escaped here; the marked lines put together only what is safe by its kind.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask import Flask
from flask_babel import gettext
from jinja2 import Undefined
from markupsafe import Markup, escape

from models.enums import CodedEnum
from workflows.facts.calendar import DESK_ZONE

NOTHING = Markup('<span class="quiet">—</span>')
SIGNS = {"good": "✓", "warn": "!", "bad": "✗"}


def install(app: Flask) -> None:
    """For the macros `ui.value` and `ui.chip`."""
    app.jinja_env.globals.update(shown_value=shown, shown_chip=chip)


def shown(value: Any) -> Markup:
    show = WAYS.get(type(value))
    return show(value) if show else other(value)


def chip(text: Any, tone: str = "", *, signed: bool = True) -> Markup:
    """The word carries the meaning, the sign repeats it. Tones: good, warn, bad, info or none."""
    sign = f'<span aria-hidden="true">{SIGNS[tone]}</span>' if signed and tone in SIGNS else ""
    kind = f" is-{escape(tone)}" if tone else ""
    return Markup(f'<span class="chip{kind}">{sign}{escape(text)}</span>')  # noqa: S704


def words(value: str) -> Markup:
    return escape(value) if value else NOTHING


def number(value: float | Decimal) -> Markup:
    return Markup(f"{value:,}")  # noqa: S704


def moment(value: dt.datetime) -> Markup:
    here = value.astimezone(DESK_ZONE)
    return Markup(f'<time class="figure" datetime="{value.isoformat()}">{here:%Y-%m-%d %H:%M}</time>')  # noqa: S704


def day(value: dt.date) -> Markup:
    return Markup(f'<time class="figure" datetime="{value.isoformat()}">{value.isoformat()}</time>')  # noqa: S704


def answer(value: bool) -> Markup:
    return escape(gettext("是") if value else gettext("否"))


def many(values: Iterable[Any]) -> Markup:
    return Markup("、").join(shown(value) for value in values) or NOTHING


def markup(value: Markup) -> Markup:
    return value


def other(value: Any) -> Markup:
    """A code by its title; anything else by what it calls itself."""
    if isinstance(value, CodedEnum):
        title = gettext(value.title)
        return chip(title, value.tone) if value.tone else escape(title)
    if isinstance(value, Undefined):
        return NOTHING
    if isinstance(value, list | tuple):
        return many(value)
    return words(value) if isinstance(value, str) else escape(value)


def nothing(_value: None) -> Markup:
    return NOTHING


WAYS: Mapping[type[Any], Callable[[Any], Markup]] = {
    type(None): nothing,
    str: words,
    Markup: markup,
    bool: answer,
    int: number,
    float: number,
    Decimal: number,
    dt.datetime: moment,
    dt.date: day,
    list: many,
    tuple: many,
}
