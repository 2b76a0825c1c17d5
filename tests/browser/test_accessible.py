"""Every page is open to who sees little, hears a screen reader or uses no mouse: axe finds no serious fault on any."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import pytest

from tests.browser.test_pages_are_quiet import PHONE, ROLES, menu_of

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
Create = Callable[..., Any]

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RUN = """() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"] })"""
SERIOUS = {"serious", "critical"}
SHOWN = 3
# Half the width in CSS pixels is what a window of 1366 shows at 200 %.
ENLARGED = {"width": 683, "height": 384}
OPERATOR_PAGES = (
    "/start/predicted_survey/",
    "/start/predicted_survey/?survey_no=CL20220406001",
    "/search/?q=E010",
    "/no-such-page",
)


def faults_of(page: Any, path: str) -> Iterator[str]:
    """What axe says against this page, with the first places of each fault."""
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE)
    for fault in page.evaluate(RUN)["violations"]:
        if fault["impact"] in SERIOUS:
            places = [node["html"][:160] for node in fault["nodes"][:SHOWN]]
            yield "\n    ".join([f"{path}: {fault['id']} ({len(fault['nodes'])} places), {fault['help']}", *places])


def cases_of(page: Any) -> list[str]:
    """The first case on the desk with each of its tasks, and the units and the table of its building."""
    page.goto("/inbox/")
    page.locator("[data-open]").first.click()
    page.locator("#workspace").wait_for()
    case = page.url.removeprefix(page.evaluate("location.origin"))
    links = page.locator(".task-cards a").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    return list(dict.fromkeys([case, *links]))


@pytest.fixture
def create_unseen(app: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, list[str]], list[str]]:
    """Pages that no earlier person of this test was shown: the templates are the same for all."""
    monkeypatch.setitem(app.config, "SEND_FILE_MAX_AGE_DEFAULT", 600)
    seen: set[str] = set()

    def unseen(paths: list[str]) -> list[str]:
        fresh = [path for path in dict.fromkeys(paths) if path not in seen]
        seen.update(fresh)
        return fresh

    return unseen


def test_no_page_of_any_menu_has_a_serious_fault(city: None, create_page: Create, create_unseen: Any) -> None:
    faults = []
    for username in ROLES.values():
        page = create_page(username)
        for path in create_unseen(menu_of(page)):
            faults += faults_of(page, path)
        page.context.close()
    assert not faults, "\n".join(faults)


def test_no_page_of_a_case_has_a_serious_fault(city: None, create_page: Create, create_unseen: Any) -> None:
    faults = []
    for username in ("developer_operator", "survey_reviewer", "authority_admin"):
        page = create_page(username)
        for path in create_unseen(cases_of(page)):
            faults += faults_of(page, path)
    assert not faults, "\n".join(faults)


def test_doors_searches_and_refusals_have_no_serious_fault(city: None, create_page: Create) -> None:
    visitor, operator = create_page(None), create_page("developer_operator")
    faults = [fault for path in ("/login/", "/login/?tab=staff", "/public/") for fault in faults_of(visitor, path)]
    faults += [fault for path in OPERATOR_PAGES for fault in faults_of(operator, path)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("viewport", [PHONE, ENLARGED], ids=["phone", "200 %"])
def test_the_pages_of_every_day_stay_usable_when_little_fits(
    city: None, create_page: Create, viewport: dict[str, int]
) -> None:
    """The main part keeps most of the width, and every act stays within reach: nothing is cut off at the side."""
    page = create_page("developer_operator", viewport=viewport)
    for path in ["/", "/inbox/", "/handled/", "/buildings/", *cases_of(page)]:
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), path
        width = page.locator("main").first.evaluate("part => part.getBoundingClientRect().width")
        assert width >= 0.75 * viewport["width"], path
