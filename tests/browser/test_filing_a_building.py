"""预测成果备案 from the survey to 归档 as the developer's clerk and the reviewer do it, each at a browser of their own."""

import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from sqlalchemy import select

from app.outbox import deliver_due
from models import Person
from tests.browser import clerk

pytestmark = pytest.mark.browser
ON_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
CARD = {"name": "澧岸云庭5栋", "footprint_area": "512.6", "lift_count": "2", "doorplate": "澧水北岸滨江路5号"}
Create = Callable[..., Any]
Picture = Callable[..., None]


def fill_card(page: Any, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.fill(f"#task-form [name={name}]", value)
    page.press("#task-form [name=doorplate]", "Enter")
    clerk.told(page, "已保存【栋信息】")


def produce_documents(app: Any, clock: Any) -> None:
    """What the worker beside the server does."""
    with app.app_context():
        while deliver_due(clock.now):
            pass


def open_documents(page: Any, *titles: str) -> None:
    """Each document of the case opens as the PDF it says it is."""
    page.reload()
    for title in titles:
        link = page.locator(".document-list").get_by_role("link", name=title, exact=True)
        answer = page.request.get(str(link.get_attribute("href")))
        assert answer.headers["content-type"] == "application/pdf", title
        with pikepdf.open(io.BytesIO(answer.body())) as opened:
            assert len(opened.pages) >= 1, title


@ON_SQLITE
def test_132_units_are_filed_after_one_return(
    city: None, create_page: Create, picture: Picture, app: Any, clock: Any
) -> None:
    developer = create_page()
    clerk.sign_in(developer, "developer_operator")
    picture(developer, "filing/01-workbench")
    number = accept_the_building(developer, picture)
    set_all_units(developer, picture)
    price_all_units(developer, picture)
    confirm_and_hand_in(developer, picture, number)

    reviewer = create_page()
    clerk.sign_in(reviewer, "survey_reviewer")
    return_two_places(reviewer, picture)
    mend_two_places(developer, picture, number)
    file_what_was_mended(reviewer, picture)

    produce_documents(app, clock)
    open_documents(reviewer, "业务受理单", "退件通知", "测绘成果备案表", "户室明细表", "楼盘表", "审批表")
    picture(reviewer, "filing/21-documents")
    clerk.open_case(developer, number)
    clerk.open_building_table(developer)
    count_building(developer, 132)
    picture(developer, "filing/22-building-table")


def accept_the_building(developer: Any, picture: Picture) -> str:
    """查询导入, what is shown before 业务受理, and 栋信息; the business number."""
    clerk.find_survey(developer, clerk.D005)
    developer.get_by_text("可以受理").wait_for()
    assert developer.locator(".start-units tbody tr").count() == 132
    picture(developer, "filing/02-preview-and-precheck")
    number = clerk.accept(developer)
    assert re.fullmatch(r"C20261123\d{7}", number)
    picture(developer, "filing/03-accepted")

    assert developer.locator("#task-form #use").get_attribute("readonly") is not None
    fill_card(developer, CARD)
    picture(developer, "filing/04-units-to-do")
    return number


def set_all_units(developer: Any, picture: Picture) -> None:
    """批量设置 on all 132, then the match by room number that selects a column of 33."""
    clerk.open_desk(developer)
    developer.click("[data-select=all]")
    assert "已选 132 套" in developer.locator("[data-selected-count]").inner_text()
    clerk.set_in_batch(developer, decoration="毛坯", lift="是")
    picture(developer, "filing/05-batch-set")
    developer.get_by_role("button", name="价格核对", exact=True).click()
    developer.fill("#desk-digits", "01")
    developer.fill("#desk-length", "2")
    assert "已选 33 套" in developer.locator("[data-selected-count]").inner_text()
    picture(developer, "filing/06-room-match")


def price_all_units(developer: Any, picture: Picture) -> None:
    """快捷设置价格 by its preview, one price by hand and taken back, every floor looked through."""
    developer.fill("#desk-digits", "")
    developer.click("[data-select=all]")
    clerk.plan_prices(developer, base="6800", floor="10", up="30", down="20")
    assert developer.locator("[data-preview=least]").inner_text() == "6,620"
    assert developer.locator("[data-preview=most]").inner_text() == "7,490"
    assert clerk.price_of(developer, "33-01") == "—"
    picture(developer, "filing/07-price-preview")
    clerk.apply_prices(developer, 132)
    assert (clerk.price_of(developer, "33-01"), clerk.price_of(developer, "1-01")) == ("7,490", "6,620")

    # one price by hand, and taken back
    clerk.correct_price(developer, "33-01", "7500")
    assert developer.locator("[data-figure=average]").inner_text() == "7,023.72"
    picture(developer, "filing/08-corrected-by-hand")
    developer.get_by_role("button", name="撤销（修改 33-01）").click()
    developer.get_by_text("已撤销").first.wait_for()
    assert clerk.price_of(developer, "33-01") == "7,490"
    developer.locator("[data-figure=average]", has_text="7,023.64").wait_for()
    assert developer.locator("[data-figure=total]").inner_text() == "10,978.26"
    for floor in range(33, 26, -1):
        developer.get_by_label(f"第 {floor} 层已核").check()
    developer.locator("[data-figure=floors]", has_text="7/33").wait_for()
    developer.fill("#desk-digits", "01")
    developer.fill("#desk-length", "2")
    developer.locator("[data-preview-state]", has_text=re.compile("^$")).wait_for(state="attached")
    picture(developer, "price_check", settled=True)
    clerk.finish_desk(developer)
    picture(developer, "filing/09-every-floor-checked")


def confirm_and_hand_in(developer: Any, picture: Picture, number: str) -> None:
    """栋项目信息确认, the papers, 派工."""
    developer.locator(".crumbs").get_by_role("link", name=number).click()
    developer.get_by_role("heading", name="栋项目信息确认").wait_for()
    picture(developer, "filing/10-confirmation")
    clerk.confirm(developer)
    developer.get_by_text("还差 2 项：测绘成果报告、分层分户图").wait_for()
    clerk.hand_in(developer, "测绘成果报告", clerk.paper("测绘成果报告.pdf", clerk.pdf(2)))
    clerk.hand_in(developer, "分层分户图", clerk.paper("一层.jpg", clerk.jpeg()))
    picture(developer, "filing/11-papers-handed-in")
    clerk.dispatch(developer)
    picture(developer, "filing/12-dispatched")


def return_two_places(reviewer: Any, picture: Picture) -> None:
    """接件, 数据查看, 退件 with a line for a field and one for a paper."""
    reviewer.goto("/inbox/")
    picture(reviewer, "filing/13-reviewer-inbox")
    clerk.receive(reviewer, "澧岸云庭 · D005")
    assert reviewer.locator(".fact", has_text="电梯部数").locator("dd").inner_text() == "2"
    assert reviewer.locator(".stat", has_text="均价").inner_text().split() == ["均价", "7,023.64", "元/m²"]
    picture(reviewer, "filing/14-review")
    clerk.add_return_line(reviewer, "栋信息·电梯部数", "与分层分户图不符", "请核对后更正")
    clerk.add_return_line(reviewer, "资料 分层分户图", "缺第二层")
    picture(reviewer, "filing/15-return-lines")
    clerk.send_back(reviewer)


def mend_two_places(developer: Any, picture: Picture, number: str) -> None:
    """Exactly the two places are marked; mended, they are ticked off."""
    clerk.open_case(developer, number)
    assert developer.get_by_text("退回补正 2 处").is_visible()
    assert developer.locator(".return-lines li").count() == 2
    assert [row.get_attribute("data-field") for row in developer.locator(".form-row.is-returned").all()] == [
        "lift_count"
    ]
    assert [row.get_attribute("data-target") for row in developer.locator("tr.is-returned").all()] == [
        "materials.floor_plans"
    ]
    picture(developer, "filing/16-returned")
    developer.locator(".return-lines li", has_text="电梯部数").get_by_role("link", name="去修改").click()
    fill_card(developer, {"lift_count": "3"})
    assert developer.locator(".return-lines .is-mended").count() == 1
    clerk.hand_in(
        developer,
        "分层分户图",
        clerk.paper("一层.jpg", clerk.jpeg()),
        clerk.paper("二层.jpg", clerk.jpeg()),
    )
    assert developer.locator(".return-lines .is-mended").count() == 2
    assert developer.locator(".form-row.is-returned, tr.is-returned").count() == 0
    clerk.close_tasks(developer)
    picture(developer, "filing/17-mended")
    clerk.dispatch(developer)


def file_what_was_mended(reviewer: Any, picture: Picture) -> None:
    """原值→新值, 意见签署, 归档."""
    clerk.receive(reviewer, "澧岸云庭 · D005")
    line = reviewer.locator(".return-lines li", has_text="电梯部数")
    assert (line.locator("del").inner_text(), line.locator("ins").inner_text()) == ("2", "3")
    picture(reviewer, "filing/18-what-was-mended")
    clerk.confirm(reviewer)
    reviewer.get_by_label("同意", exact=True).check()
    reviewer.get_by_label("意见", exact=True).fill("经审核，材料齐全，同意备案。")
    picture(reviewer, "filing/19-opinion")
    clerk.archive(reviewer)
    picture(reviewer, "filing/20-archived")


def count_building(page: Any, units: int) -> None:
    """Every room is there once, and the states add up."""
    assert page.locator("[data-unit]").count() == units
    states = [int(count) for count in page.locator("[data-state-count]").all_inner_texts()]
    assert sum(states) == units
    assert page.locator("[data-state-count=not_permitted]").inner_text() == str(units)


def phone_of(desk: Any, username: str) -> str:
    with desk() as session:
        return str(session.scalars(select(Person).where(Person.username == username)).one().phone)


def test_22_units_are_filed_on_both_databases(create_page: Create, app: Any, clock: Any, desk: Any) -> None:
    developer = create_page()
    clerk.sign_in_by_phone(developer, phone_of(desk, "developer_operator"))
    clerk.find_survey(developer, clerk.D004)
    number = clerk.accept(developer)
    fill_card(developer, CARD)
    clerk.open_desk(developer)
    developer.click("[data-select=all]")
    clerk.set_in_batch(developer, decoration="毛坯", lift="否", price_sale="7200")
    clerk.finish_desk(developer)
    developer.locator(".crumbs").get_by_role("link", name=number).click()
    clerk.confirm(developer)
    clerk.hand_in(developer, "测绘成果报告", clerk.paper("测绘成果报告.pdf", clerk.pdf()))
    clerk.hand_in(developer, "分层分户图", clerk.paper("分层分户图.jpg", clerk.jpeg()))
    clerk.dispatch(developer)

    reviewer = create_page("survey_reviewer")
    clerk.receive(reviewer, "D004")
    clerk.add_return_line(reviewer, "户室 A01 1-01", "装修情况与报告不符")
    clerk.add_return_line(reviewer, "栋项目信息确认", "请核对项目坐落")
    clerk.send_back(reviewer)
    clerk.open_case(developer, number)
    developer.locator(".return-lines li", has_text="1-01").get_by_role("link", name="去修改").click()
    clerk.open_desk(developer)
    clerk.units_cell(developer, "1-01", "room_no").locator("input").check()
    clerk.set_in_batch(developer, decoration="简装")
    clerk.open_case(developer, number)
    assert "1-01" in developer.locator(".return-lines .is-mended").inner_text()
    fill_card(developer, {})
    clerk.close_tasks(developer)
    assert developer.locator(".return-lines .is-mended").count() == 2
    clerk.dispatch(developer)

    clerk.receive(reviewer, "D004")
    clerk.confirm(reviewer)
    clerk.archive(reviewer)
    produce_documents(app, clock)
    open_documents(reviewer, "测绘成果备案表", "户室明细表", "楼盘表", "审批表")
    clerk.open_building_table(reviewer)
    count_building(reviewer, 22)
