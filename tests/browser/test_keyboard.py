"""The desk without a mouse: lists by J, K and Enter, `/` to search, F8 to what is wrong, and a focus that is seen."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import clerk

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
Create = Callable[..., Any]

# What a focused control looks like, and what it looks like without the focus; a frame around it may show it instead.
LOOKS = """() => {
    const look = (part) => { const s = getComputedStyle(part); return [s.boxShadow, s.outline, s.borderColor, s.backgroundColor].join(); };
    const part = document.activeElement;
    const frames = [part, ...(part.parentElement ? [part.parentElement, part.closest("label, form, td")] : [])].filter(Boolean);
    if (part.labels) frames.push(...part.labels);
    const focused = frames.map(look).join();
    part.blur();
    const bare = frames.map(look).join();
    part.focus();
    return { name: `${part.tagName} ${part.className} ${part.textContent.trim().slice(0, 20)}`, seen: focused !== bare, end: part === document.body };
}"""


def is_focused(page: Any, selector: str) -> bool:
    return bool(page.locator(selector).first.evaluate("part => part === document.activeElement"))


def test_the_inbox_is_walked_by_keys(city: None, create_page: Create) -> None:
    page = create_page("developer_operator")
    page.goto("/inbox/")
    numbers = page.locator("tr[data-business]").evaluate_all("rows => rows.map((row) => row.dataset.business)")
    assert len(numbers) >= 2
    page.keyboard.press("j")
    page.locator(f'tr[data-business="{numbers[1]}"][aria-current]').wait_for()
    page.locator("[data-follow]").get_by_text(numbers[1]).wait_for()
    page.keyboard.press("k")
    page.locator(f'tr[data-business="{numbers[0]}"][aria-current]').wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/business/{numbers[1]}/")
    page.go_back()
    page.locator(f'tr[data-business="{numbers[1]}"][aria-current]').wait_for()


def test_slash_searches_and_enter_sends(city: None, create_page: Create) -> None:
    page = create_page("developer_operator")
    page.goto("/")
    page.keyboard.press("/")
    assert is_focused(page, ".top-search input")
    page.keyboard.type("E010")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    page.get_by_text("E010").first.wait_for()


def test_f8_goes_round_what_is_wrong(city: None, create_page: Create) -> None:
    page = create_page("developer_operator")
    page.goto("/inbox/")
    page.locator("tr", has_text="E010").locator("[data-open]").click()
    clerk.open_task(page, "栋信息")
    page.fill("#task-form [name=footprint_area]", "约五百")
    page.fill("#task-form [name=lift_count]", "两部")
    page.press("#task-form [name=lift_count]", "Enter")
    page.locator("[data-faults]").wait_for()
    assert page.input_value("#task-form [name=lift_count]") == "两部"

    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("F8")
    assert is_focused(page, "#task-form [name=footprint_area]")
    page.keyboard.press("F8")
    assert is_focused(page, "#task-form [name=lift_count]")
    page.keyboard.press("Shift+F8")
    assert is_focused(page, "#task-form [name=footprint_area]")
    page.keyboard.type("512.6")
    page.keyboard.press("F8")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    clerk.told(page, "已保存【栋信息】")


@pytest.mark.parametrize("path", ["/login/?tab=staff", "/", "/inbox/", "/start/predicted_survey/", "a case"])
def test_the_focus_is_seen_wherever_tab_leads(city: None, create_page: Create, path: str) -> None:
    page = create_page(None if path.startswith("/login") else "developer_operator")
    page.goto("/inbox/" if path == "a case" else path)
    if path == "a case":
        page.locator("[data-open]").first.click()
        page.locator("#workspace").wait_for()
    page.evaluate("document.activeElement.blur()")
    unseen, steps = [], 0
    while steps < 80:
        page.keyboard.press("Tab")
        looks = page.evaluate(LOOKS)
        if looks["end"]:
            break
        steps += 1
        if not looks["seen"]:
            unseen.append(looks["name"])
    assert steps > 5
    assert not unseen
