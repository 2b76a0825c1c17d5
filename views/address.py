"""Addresses of the page that is being shown, with some of what they ask for changed; filters live nowhere else."""

from urllib.parse import urlencode

from flask import request


def asked(name: str) -> str:
    """What the address asks for under this name, without blanks around it and without what no database takes."""
    return request.args.get(name, "").replace("\0", "").strip()[:100]


def asked_page() -> int:
    """The page of a list, counted from 0; anything that is no number is the first."""
    text = asked("page")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 6 else 0


def changed(**changes: object) -> str:
    """This page's address with these parts changed; a blank takes the part out."""
    kept = {name: value for name, value in request.args.items() if value}
    parts = {**kept, **{name: str(value) for name, value in changes.items()}}
    return address_of(request.path, **parts)


def address_of(path: str, **parts: object) -> str:
    """An address with these parts, as far as they say something."""
    query = urlencode({name: str(value) for name, value in parts.items() if value})
    return f"{path}?{query}" if query else path


def page_link(page: int) -> str:
    return changed(page=page or "", at="")
