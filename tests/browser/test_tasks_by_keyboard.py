"""The day's work done by keyboard alone, from signing in to the archive."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser import clerk
from tests.browser.keyboard import choose, choose_file, fill, press, reach, untouched, without_mouse

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
Create = Callable[..., Any]


@pytest.fixture
def create_typist(create_page: Create) -> Create:
    return lambda *names, **settings: without_mouse(create_page(*names, **settings))


def test_a_building_from_the_survey_to_the_next_desk(city: None, create_typist: Create) -> None:
    """Sign in, find the survey, accept, fill the card, set and price the units, check, hand in papers, send on."""
    page = create_typist()
    sign_in(page)
    accept(page)
    fill_card(page)
    set_and_price(page)
    check_and_close(page)
    confirm_and_hand_in(page)
    press(page, "[value=dispatch]")
    clerk.told(page, "已派工至测绘科")
    untouched(page)


def sign_in(page: Any) -> None:
    page.goto("/login/?tab=staff")
    fill(page, "#username", "developer_operator")
    fill(page, "#password", "demo-developer_operator")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def accept(page: Any) -> None:
    """By the menu: a group opens with Enter, its entries follow."""
    page.goto("/")
    press(page, ".side-menu summary")
    press(page, "a[href='/start/predicted_survey/']")
    page.wait_for_url("**/start/predicted_survey/")
    fill(page, "#survey_no", clerk.D004)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="户室对照表").wait_for()
    press(page, "#accept button[type=submit]")
    clerk.told(page, "已受理")


def fill_card(page: Any) -> None:
    for name, value in (("doorplate", "永定区测试路 1 号"), ("footprint_area", "512.6"), ("lift_count", "0")):
        if page.locator(f"#task-form [name={name}]:not([readonly])").count():
            fill(page, f"#task-form [name={name}]", value)
    page.keyboard.press("Enter")
    clerk.told(page, "已保存【栋信息】")


def set_and_price(page: Any) -> None:
    """批量设置 and 快捷设置价格 on all units of the building."""
    press(page, "a[href$='/desk'], a[href*='/desk?']")
    page.locator("[data-unit-desk][aria-busy=false]").wait_for()
    page.wait_for_load_state()
    press(page, "[data-select=all]")
    to_tab(page, "batch")
    choose(page, "#batch-decoration", "毛坯")
    choose(page, "#batch-lift", "否")
    page.keyboard.press("Control+Enter")
    page.get_by_text("可撤销").last.wait_for()
    to_tab(page, "price", back=True)
    for name, value in (("basePrice", "7200"), ("baseFloor", "3"), ("upStep", "40"), ("downStep", "40")):
        fill(page, f"[data-panel=price] [name={name}]", value)
    page.locator("[data-panel=price] [data-apply][aria-disabled=false]").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text("已写入 22 套价格").wait_for()


def to_tab(page: Any, name: str, *, back: bool = False) -> None:
    """The tabs of the drawer are one stop; the arrows go from one to the next."""
    reach(page, "[role=tab][aria-selected=true]", back=back)
    while not page.evaluate("(name) => document.activeElement.dataset.tab === name", name):
        page.keyboard.press("ArrowRight")


def check_and_close(page: Any) -> None:
    """户室信息完成, every floor looked through, 核对完成."""
    press(page, "[data-show=units]")
    press(page, "[data-done]")
    page.get_by_text("户室信息已完成").wait_for()
    reach(page, "[data-show=prices]", back=True)
    page.keyboard.press("Enter")
    press(page, "[aria-label='全部楼层已核']", "Space")
    page.locator("[data-done][aria-disabled=false]", has_text="核对完成").wait_for()
    reach(page, "[data-done]", back=True)
    page.keyboard.press("Enter")
    page.get_by_text("价格核对已完成").wait_for()


def confirm_and_hand_in(page: Any) -> None:
    press(page, ".crumbs a[href^='/business/']")
    page.get_by_role("heading", name="栋项目信息确认").wait_for()
    press(page, "#task-form [name=confirmed]", "Space")
    page.keyboard.press("Enter")
    clerk.told(page, "已保存【栋项目信息确认】")
    for title in ("测绘成果报告", "分层分户图"):
        choose_file(page, f"[aria-label='上传 {title}']", clerk.paper(f"{title}.pdf", clerk.pdf()))
        clerk.told(page, f"已上传【{title}】")


def test_a_case_is_received_looked_through_and_archived(city: None, create_typist: Create) -> None:
    page = create_typist("survey_reviewer")
    receive_the_first(page)
    press(page, "#task-form [name=confirmed]", "Space")
    page.keyboard.press("Enter")
    clerk.told(page, "已保存【")
    fill(page, "#opinion-text", "经审核，材料齐全，同意备案。")
    press(page, "[value=archive]")
    clerk.told(page, "已归档")
    untouched(page)


def test_a_case_is_returned_with_two_lines(city: None, create_typist: Create) -> None:
    page = create_typist("survey_reviewer")
    receive_the_first(page)
    press(page, "#send-back summary")
    fill(page, "[name=lines-0-place]", "栋信息·电梯部数")
    fill(page, "[name=lines-0-fault]", "与分层分户图不符")
    press(page, "[data-add-line]")
    fill(page, "[name=lines-1-place]", "资料 分层分户图")
    fill(page, "[name=lines-1-fault]", "缺第二层")
    press(page, "[value=send_back]")
    clerk.told(page, "已退件至")
    untouched(page)


def receive_the_first(page: Any) -> None:
    """The first case that waits, opened from the list; 接件 stands at the foot of the case."""
    page.goto("/inbox/?state=waiting")
    page.keyboard.press("Enter")
    page.locator("#workspace").wait_for()
    press(page, "[value=receive]")
    clerk.told(page, "已接件")


def test_a_colleague_is_added(city: None, create_typist: Create) -> None:
    page = create_typist("developer_admin")
    page.goto("/users/add")
    for name, value in (("full_name", "彭新来"), ("phone", "13900007788"), ("id_number", "43089919980615003X")):
        fill(page, f"[name={name}]", value)
    reach(page, ".select2-selection, .select2-search__field")
    page.keyboard.type("网签")
    page.keyboard.press("Enter")
    fill(page, "[name=position]", "网签专员")
    page.keyboard.press("Enter")
    clerk.told(page, "彭新来")
    untouched(page)


def test_the_reader_s_language_is_changed(city: None, create_typist: Create) -> None:
    page = create_typist("developer_operator")
    page.goto("/")
    press(page, "a[hreflang=en], a[href*='/language/en'], a[lang=en]")
    page.get_by_text("Workbench").first.wait_for()
    untouched(page)
