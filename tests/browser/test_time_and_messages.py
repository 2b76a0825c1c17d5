"""The calendar by keyboard, a delegation from hand to hand, messages that are read by opening their case."""

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
Create = Callable[..., Any]


def agree(page: Any) -> None:
    """Once the question stands there and waits for Enter."""
    page.locator("#modal-confirm-ok:focus").wait_for()
    page.keyboard.press("Enter")


def test_a_day_is_changed_by_keyboard_and_saved_once_asked(create_page: Create) -> None:
    page = create_page("admin")
    page.goto("/calendar/2026/")
    day = page.locator('input[value="2026-11-23"]')
    day.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.value") == "2026-12-01"
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.value") == "2026-12-01"
    page.keyboard.press("Space")
    page.get_by_text("已改 1 天").wait_for()
    page.fill("#note", "停工")
    page.get_by_role("button", name="保存", exact=True).click()
    agree(page)
    page.get_by_text("已保存 1 天").wait_for()
    assert not page.locator('input[value="2026-12-01"]').is_checked()
    assert "停工" in page.locator('label:has(input[value="2026-12-01"])').get_attribute("title")


def test_one_tab_stop_for_the_whole_year(create_page: Create) -> None:
    page = create_page("admin")
    page.goto("/calendar/2026/")
    assert page.locator('input[name=working][tabindex="0"]').count() == 1


def test_a_file_with_faults_says_which_rows(create_page: Create) -> None:
    page = create_page("admin")
    page.goto("/calendar/")
    file = {"name": "2028.csv", "mimeType": "text/csv", "buffer": b"date,is_workday,note\n2028-01-01,maybe,\n"}
    page.set_input_files("#file", file)
    page.get_by_role("button", name="导入").click()
    agree(page)
    page.locator("#faults").wait_for()
    assert page.locator(".fault-frame tbody tr").first.inner_text().startswith("2")


def test_opening_the_case_of_a_message_reads_it(informed_city: None, create_page: Create) -> None:
    page = create_page("survey_reviewer")
    page.goto("/messages/?unread=1")
    link = page.locator("[data-read]").first
    address = link.get_attribute("href")
    with page.expect_response("**/messages/read") as answer:
        link.click()
    assert answer.value.status == 204
    page.wait_for_url(f"**{address}")
    page.goto("/messages/?unread=1")
    assert page.locator(f'a[href="{address}"][data-read]').count() == 0


def test_a_delegation_goes_from_hand_to_hand(city: None, create_page: Create) -> None:
    reviewer = create_page("survey_reviewer")
    reviewer.goto("/delegations/")
    reviewer.select_option("#delegate_id", label="宋知微（物业管理科）")
    reviewer.fill("#valid_until", "2026-11-27")
    reviewer.get_by_role("button", name="委托", exact=True).click()
    reviewer.get_by_text("代办中").wait_for()
    stand_in = create_page("property_reviewer")
    stand_in.goto("/inbox/")
    stand_in.get_by_text("代田思齐").first.wait_for()
    reviewer.get_by_role("button", name="撤销").click()
    agree(reviewer)
    reviewer.get_by_text("已撤销").first.wait_for()
    stand_in.goto("/inbox/")
    stand_in.get_by_text("今日无待办").wait_for()


def test_holding_a_case_asks_for_the_reason_first(city: None, create_page: Create) -> None:
    reviewer = create_page("survey_reviewer")
    reviewer.goto("/inbox/")
    number = reviewer.locator("tr[data-business]").first.get_attribute("data-business")
    page = create_page("authority_admin")
    page.goto(f"/business/{number}/")
    page.get_by_role("button", name="挂起").click()
    assert page.evaluate("document.activeElement.id") == "reason"
    page.fill("#reason", "等待法院裁定")
    page.get_by_role("button", name="挂起").click()
    page.get_by_text("计时暂停").first.wait_for()
    page.get_by_text("田禾挂起：等待法院裁定").wait_for()
    reviewer.goto("/inbox/")
    reviewer.get_by_text("已挂起").wait_for()
