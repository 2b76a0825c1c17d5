"""A city changed without code: a review stage added, put in its place, tried, published, compared and rolled back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from models import Business, StageTable
from tests.browser import clerk

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
Create = Callable[..., Any]
PAGE = "/stage-tables/predicted_survey/"


def stages_shown(page: Any) -> list[str]:
    return [title.strip() for title in page.locator(".stage-table tbody td.strong a").all_inner_texts()]


def open_from_menu(page: Any) -> None:
    page.goto("/")
    page.locator(".side-menu summary", has_text="业务设置").click()
    page.locator(".side-menu").get_by_role("link", name="环节表", exact=True).click()
    page.get_by_role("link", name="预测成果备案").click()
    page.get_by_role("heading", name="流程图").wait_for()


def add_review(page: Any) -> None:
    page.get_by_role("link", name="＋ 增加环节").click()
    page.get_by_label("办理阶段").fill("测绘科复审")
    choose_role(page, "测绘科")
    page.get_by_label("时限（工作日）").fill("2")
    page.get_by_label("不得与此环节同一人").select_option(label="测绘科审核")
    page.get_by_label("资料名称 1").fill("复审意见表")
    page.get_by_role("button", name="保存到草稿").click()
    clerk.told(page, "已增加环节【测绘科复审】")


def choose_role(page: Any, title: str) -> None:
    page.wait_for_load_state()
    page.locator(".select2-selection[role=combobox]").first.click()
    page.locator(".select2-search__field:focus").wait_for()
    page.keyboard.type(title)
    page.keyboard.press("Enter")


def publish(page: Any, note: str) -> None:
    page.get_by_role("link", name=re.compile("发布第 . 版")).click()
    page.get_by_label("发布说明").fill(note)
    page.get_by_role("button", name="发布", exact=True).click()
    clerk.told(page, "已发布。")


def agree(page: Any) -> None:
    """The question stands still and its button has the focus."""
    page.locator("#modal-confirm-ok:focus").click()


def drag_below(page: Any, handle: Any, row: Any) -> None:
    """With the mouse button held, as a hand does it."""
    start, goal = handle.bounding_box(), row.bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 8, goal["y"] + goal["height"] / 2, steps=5)
    page.mouse.move(start["x"] + 8, goal["y"] + goal["height"] + 4, steps=5)
    page.mouse.up()


def test_a_second_review_is_added_ordered_tried_published_and_rolled_back(
    city: None, create_page: Create, desk: Any, picture: Any
) -> None:
    page = create_page("authority_admin")
    open_from_menu(page)
    assert stages_shown(page) == ["预测成果导入", "测绘科审核"]
    add_review(page)
    assert stages_shown(page) == ["预测成果导入", "测绘科复审", "测绘科审核"]
    page.get_by_text("须指向前面的环节").first.wait_for()

    page.get_by_role("button", name="拖动 测绘科复审").focus()
    page.keyboard.press("Alt+ArrowDown")
    page.get_by_text("测绘科复审 现为第 3 环节").wait_for()
    page.locator(".stage-table tbody tr:nth-child(3)", has_text="测绘科复审").locator(
        "[aria-label*='拖动']:focus"
    ).wait_for()
    page.get_by_text("须指向前面的环节").first.wait_for(state="detached")
    assert stages_shown(page) == ["预测成果导入", "测绘科审核", "测绘科复审"]
    assert page.locator(".flow .n-new").count() == 1
    picture(page, "stage_tables/draft", settled=True)

    page.get_by_role("link", name="试走一件").click()
    trial = page.locator(".trial li")
    trial.nth(2).wait_for()
    assert trial.count() == 3
    assert "办理人须与【测绘科审核】不是同一人" in trial.nth(2).inner_text()
    assert "归档，业务办结" in trial.nth(2).inner_text()
    page.wait_for_load_state("domcontentloaded")
    page.keyboard.press("Escape")
    trial.first.wait_for(state="detached")

    publish(page, "增加复审")
    page.get_by_text("第 2 版自").wait_for()
    with desk() as session:
        pinned = session.scalars(
            select(StageTable.number).join(Business, Business.stage_table_id == StageTable.id).distinct()
        ).all()
    assert pinned == [1]

    page.get_by_role("button", name="看差异").click()
    page.get_by_role("heading", name="第 1 版与第 2 版的差异").wait_for()
    page.locator(".diff-list li", has_text="新增").get_by_text("测绘科复审").wait_for()

    page.get_by_role("button", name="回退到此版").click()
    agree(page)
    clerk.told(page, "已回退到第 1 版的环节")
    assert stages_shown(page) == ["预测成果导入", "测绘科审核"]
    page.get_by_text("第 3 版自").wait_for()


def test_a_stage_is_dragged_with_the_mouse_and_a_draft_given_up(city: None, create_page: Create) -> None:
    page = create_page("authority_admin")
    page.goto(PAGE)
    add_review(page)
    rows = page.locator(".stage-table tbody tr")
    drag_below(page, page.get_by_role("button", name="拖动 测绘科复审"), rows.nth(2))
    page.get_by_text("须指向前面的环节").first.wait_for(state="detached")
    assert stages_shown(page) == ["预测成果导入", "测绘科审核", "测绘科复审"]
    page.reload()
    assert stages_shown(page) == ["预测成果导入", "测绘科审核", "测绘科复审"]
    page.get_by_role("button", name="放弃草稿").click()
    agree(page)
    clerk.told(page, "已放弃草稿")
    assert stages_shown(page) == ["预测成果导入", "测绘科审核"]


def test_whoever_comes_second_is_told_and_keeps_what_was_typed(city: None, create_page: Create) -> None:
    first, second = create_page("authority_admin"), create_page("authority_admin")
    second.goto(f"{PAGE}?stage=%2B")
    second.get_by_label("办理阶段").fill("分管领导")
    choose_role(second, "科室负责人")
    first.goto(PAGE)
    add_review(first)
    second.get_by_role("button", name="保存到草稿").click()
    second.get_by_text("修改了环节表【预测成果备案】").wait_for()
    assert second.get_by_label("办理阶段").input_value() == "分管领导"
    second.get_by_role("button", name="保存到草稿").click()
    clerk.told(second, "已增加环节【分管领导】")
    assert "测绘科复审" in stages_shown(second)
    assert "分管领导" in stages_shown(second)
