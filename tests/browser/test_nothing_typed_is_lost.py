"""Whatever happens to the browser, the session or the case meanwhile: what somebody typed is there again."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import clerk

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
Create = Callable[..., Any]
NAME = "#task-form [name=name]"
OPINION = "#opinion-text"


def kept(page: Any) -> Any:
    """The page's own draft, on its way and answered."""
    return page.expect_response(lambda answer: "draft" in answer.url and answer.ok)


def sign_out_behind(page: Any) -> None:
    """The session is over; no answer on its way may bring it back."""
    page.wait_for_load_state("networkidle")
    page.context.clear_cookies()


def open_card(page: Any, building: str = "E010") -> None:
    page.goto("/inbox/")
    page.locator("tr", has_text=building).locator("[data-open]").click()
    clerk.open_task(page, "栋信息")


def test_the_card_of_a_building_survives_a_killed_browser(city: None, create_page: Create) -> None:
    page = create_page("developer_operator")
    open_card(page)
    with kept(page):
        page.fill(NAME, "澧岸书苑十栋")
        page.fill("#task-form [name=lift_count]", "两部")
    page.context.close()

    again = create_page("developer_operator")
    open_card(again)
    assert again.input_value(NAME) == "澧岸书苑十栋"
    assert again.input_value("#task-form [name=lift_count]") == "两部"
    assert "暂存于" in clerk.card_of(again, "栋信息").inner_text()
    assert "待办" in clerk.card_of(again, "栋信息").inner_text()


def test_an_opinion_and_a_return_survive_a_killed_browser(city: None, create_page: Create) -> None:
    page = create_page("survey_reviewer")
    clerk.receive(page, "E007")
    with kept(page):
        clerk.add_return_line(page, "栋信息·电梯部数", "与图纸不符")
        page.fill(OPINION, "层高与规划图不一致，")
    page.context.close()

    again = create_page("survey_reviewer")
    again.goto("/inbox/")
    again.locator("tr", has_text="E007").locator("[data-open]").click()
    again.locator("#workspace").wait_for()
    assert again.input_value(OPINION) == "层高与规划图不一致，"
    line = again.locator("[data-line]")
    assert line.count() == 1
    assert line.locator("input:visible").evaluate_all("parts => parts.map((part) => part.value)") == [
        "栋信息·电梯部数",
        "与图纸不符",
        "",
    ]
    clerk.send_back(again)

    colleague = create_page("developer_operator")
    open_card(colleague, "E007")
    assert colleague.locator(".form-row.is-returned").get_attribute("data-field") == "lift_count"
    assert "与图纸不符" in colleague.locator(".return-lines li").inner_text()


def test_one_form_sent_takes_the_other_along(city: None, create_page: Create) -> None:
    page = create_page("survey_reviewer")
    clerk.receive(page, "E007")
    page.fill(OPINION, "同意备案，请注意存档。")
    clerk.confirm(page)
    assert page.input_value(OPINION) == "同意备案，请注意存档。"


def test_a_change_typed_but_not_saved_holds_the_dispatch(city: None, create_page: Create) -> None:
    """A card that was saved and then typed over is to do again: it does not go on without what was typed."""
    page = create_page("developer_operator")
    open_card(page)
    page.fill(NAME, "十栋")
    page.press(NAME, "Enter")
    clerk.told(page, "已保存【栋信息】")
    open_card(page)
    with kept(page):
        page.fill(NAME, "澧岸书苑十栋")
    page.reload()
    assert page.input_value(NAME) == "澧岸书苑十栋"
    assert "栋信息" in page.locator("#reason-dispatch").inner_text()


def test_a_stale_page_is_told_and_keeps_what_was_typed(city: None, create_page: Create) -> None:
    early, late = create_page("developer_operator"), create_page("developer_operator")
    open_card(early)
    open_card(late)
    early.fill(NAME, "先保存的名称")
    early.press(NAME, "Enter")
    clerk.told(early, "已保存【栋信息】")

    late.fill(NAME, "后填写的名称")
    with late.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 409):
        late.press(NAME, "Enter")
    told = late.locator("#refusal").inner_text()
    assert "谷雨薇" in told
    assert "修改" in told
    assert late.input_value(NAME) == "后填写的名称"

    late.press(NAME, "Enter")
    clerk.told(late, "已保存【栋信息】")
    open_card(early)
    assert early.input_value(NAME) == "后填写的名称"


def test_an_expired_session_leads_to_login_and_back_to_the_draft(city: None, create_page: Create) -> None:
    page = create_page("developer_operator")
    open_card(page)
    with kept(page):
        page.fill(NAME, "澧岸书苑十栋")
    sign_out_behind(page)
    case = page.url
    page.reload()
    page.wait_for_url("**/login/**")
    page.click("#tab-staff")
    page.fill("#username", "developer_operator")
    page.fill("#password", "demo-developer_operator")
    page.press("#password", "Enter")
    page.wait_for_url(case)
    assert page.input_value(NAME) == "澧岸书苑十栋"


def test_who_typed_on_while_signed_out_signs_in_beside_and_goes_on(city: None, create_page: Create) -> None:
    page = create_page("developer_operator")
    open_card(page)
    sign_out_behind(page)
    page.fill(NAME, "未保存的名称")
    page.press(NAME, "Enter")
    page.get_by_text("登录已过期，填写的内容还在本页").wait_for()
    assert page.input_value(NAME) == "未保存的名称"

    with page.expect_popup() as opened:
        page.get_by_role("link", name="在新窗口登录").click()
    clerk.sign_in(opened.value, "developer_operator")
    opened.value.close()
    page.press(NAME, "Enter")
    clerk.told(page, "已保存【栋信息】")
    open_card(page)
    assert page.input_value(NAME) == "未保存的名称"
