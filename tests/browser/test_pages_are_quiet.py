"""Every page that the menu of a role offers: no errors, no refused or foreign requests, nothing to scroll sideways."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.demo.accounts import ACCOUNTS
from tests.browser.clerk import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
# One account of each role that has a desk.
ROLES = {account.role: account.username for account in reversed(ACCOUNTS) if account.organization}
PHONE = {"width": 390, "height": 844}

# Wide grids scroll in a frame of their own; whatever else is wider than its place is a fault.
WIDE = """() => {
    const grids = ".table-scroll, .building-frame, .tabulator, .fault-frame";
    const place = (part) => `${part.tagName.toLowerCase()}.${part.className}`;
    return [...document.querySelectorAll("html, body, body *")]
        .filter((part) => !part.closest(grids) && part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
        .filter((part) => part.tagName === "HTML" || part.matches(".page") || ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
        .map(place);
}"""


class Watch:
    """What a browser session complains of, page by page."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.heard: list[str] = []
        page.on("console", lambda said: said.type in {"error", "warning"} and self.note("console", said.text))
        page.on("pageerror", lambda error: self.note("error", str(error)))
        page.on("request", lambda asked: self.is_foreign(asked.url) and self.note("foreign", asked.url))
        page.on("response", lambda answer: answer.status >= 400 and self.note(str(answer.status), answer.url))

    def note(self, kind: str, what: str) -> None:
        self.heard.append(f"{self.page.url.removeprefix(self.address)}: {kind} {what}")

    def is_foreign(self, url: str) -> bool:
        return not url.startswith((self.address, "data:", "blob:"))

    def visit(self, path: str) -> None:
        self.page.goto(path)
        for part in self.page.evaluate(WIDE):
            self.note("scrolls sideways", part)


@pytest.fixture
def watch(create_page: Callable[..., Any], live_server: str) -> Iterator[Callable[..., Watch]]:
    """`watch("developer_operator")` is that person's browser; all that any of them complained of fails the test."""
    watches: list[Watch] = []

    def create(username: str | None = None, **settings: Any) -> Watch:
        watches.append(Watch(create_page(username, **settings), live_server))
        return watches[-1]

    yield create
    heard = [line for one in watches for line in one.heard]
    assert not heard, "\n".join(heard)


def menu_of(page: Any) -> list[str]:
    page.goto("/")
    links = page.locator(".side-menu a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert links
    return list(dict.fromkeys(links))


@pytest.mark.parametrize("username", ROLES.values(), ids=str)
def test_the_menu_opens_quiet_pages(
    city: None, watch: Callable[..., Watch], username: str, app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # No script changes while one person goes through the menu.
    monkeypatch.setitem(app.config, "SEND_FILE_MAX_AGE_DEFAULT", 600)
    person = watch(username)
    for path in menu_of(person.page):
        person.visit(path)


def test_login_workbench_and_a_case_fit_a_phone(city: None, watch: Callable[..., Watch]) -> None:
    person = watch(viewport=PHONE, is_mobile=True, has_touch=True)
    person.visit("/login/")
    sign_in(person.page, "developer_operator")
    person.visit("/")
    person.page.goto("/inbox/")
    person.visit(str(person.page.locator("[data-open]").first.get_attribute("href")))
