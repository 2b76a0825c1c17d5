"""Who reads English finds no Chinese in what the product itself says; names and what people wrote stay theirs."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models import (
    ApplicationTile,
    Building,
    CalendarDay,
    Membership,
    Organization,
    Person,
    Phrase,
    Project,
    ProjectCertificate,
    Region,
    StoredFile,
    VersionNote,
)
from tests.browser.test_pages_are_quiet import menu_of

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

# What frames the data: menus, headings, labels, buttons, states and hints.
FRAME = """(data) => {
    const frame = "nav *, th, h1, h2, h3, label, legend, summary, button, dt, option, .hint, .chip, .stat *, .top-bar *, .page-head *";
    const own = (part) => [...part.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data);
    const texts = [...document.querySelectorAll(frame)].filter((part) => !part.closest("script, textarea")).flatMap(own);
    for (const name of ["title", "aria-label", "placeholder"])
        for (const part of document.querySelectorAll(`[${name}]`)) texts.push(part.getAttribute(name));
    const left = (text) => data.reduce((rest, word) => rest.replaceAll(word, ""), text);
    return [...new Set(texts.map((text) => text.trim()).filter((text) => /[\\u4e00-\\u9fff]/.test(left(text))))];
}"""
TYPED = (
    Region.name,
    Organization.name,
    Membership.position,
    Person.full_name,
    Project.name,
    Project.promotion_name,
    ProjectCertificate.certificate_no,
    ApplicationTile.title,
    Building.location,
    StoredFile.name,
    CalendarDay.note,
    Phrase.text,
    VersionNote.title,
)


def typed_words(desk: Any) -> list[str]:
    """What people gave a name to; the longer first, so that none hides in another."""
    with desk() as session:
        words = {word for column in TYPED for word in session.scalars(select(column).distinct()) if word}
    return sorted(words | {"中文", "签"}, key=len, reverse=True)


@pytest.mark.parametrize("username", ["authority_admin", "developer_operator", "survey_reviewer"])
def test_the_frame_of_every_page_is_english(
    city: None, create_page: Callable[..., Any], desk: Any, username: str
) -> None:
    page = create_page(username)
    page.goto("/language/en?next=/")
    words = typed_words(desk)
    told = {}
    for path in menu_of(page):
        page.goto(path)
        if chinese := page.evaluate(FRAME, words):
            told[path] = chinese
    assert not told, told
