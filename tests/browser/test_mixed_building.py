"""D007 through the page: entrances that repeat their room numbers, a garage priced by the place, what is not for sale."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select

from models import Unit
from tests.browser import clerk
from tests.browser.test_pricing_by_keyboard import accepted, figure, opened

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
D007 = "CL20250516007"
UNITS, PLACES = 377, 180
# What is not for sale, by what a person sees of it, with how many there are.
NOT_FOR_SALE = (({"nature": "动迁房"}, 12, "安置"), ({"digits": "R-"}, 36, "人防"), ({"digits": "架空"}, 2, "公共配套"))


def choose(page: Any, count: int, *, digits: str = "", **listed: str) -> None:
    """By the left column: the beginning of the room number and what the lists offer; so many are selected."""
    page.click("[data-select=clear]")
    page.click("[data-position=prefix]")
    page.fill("#desk-digits", digits)
    page.fill("#desk-length", str(len(digits)) if digits else "")
    for name, value in listed.items():
        field = page.locator(f"#desk-{name}")
        wanted = field.locator("option").evaluate_all(
            "(all, value) => all.find((one) => one.value === value || one.text.startsWith(value))?.value", value
        )
        field.select_option(wanted)
    page.locator("[data-selected-count]", has_text=f"已选 {count} 套").wait_for()


def price(page: Any, count: int, base: str, floor: str, step: str) -> None:
    clerk.plan_prices(page, base, floor, step, step)
    clerk.apply_prices(page, count)


def cell(page: Any, entrance: str, room: str) -> Any:
    """A room of the 价格核对 grid, which more than one entrance may have."""
    found = page.locator(f'td[aria-label^="{entrance} "][aria-label*=" {room} "]')
    found.scroll_into_view_if_needed()
    return found


def test_d007_is_priced_whole_and_checked(
    city: None, create_page: Callable[..., Any], create_caller: Callable[[str], Any], picture: Callable[..., None]
) -> None:
    case = accepted(create_caller, D007)
    page = create_page("developer_operator")
    building_id = case["subject"]["building_id"]
    page.goto(f"/building/{building_id}/desk?view=units")
    opened(page)
    assert figure(page, "all") == str(UNITS)

    for wanted, count, kind in NOT_FOR_SALE:
        choose(page, count, **wanted)
        clerk.set_in_batch(page, sale_kind=kind)
    choose(page, PLACES, entrance="地库", state="unpriced")
    clerk.set_in_batch(page, pricing_mode="套(个)")
    page.click("[data-select=all]")
    clerk.set_in_batch(page, lift="是", decoration="毛坯")
    picture(page, "mixed/1-units", settled=True)

    page.get_by_role("button", name="价格核对", exact=True).click()
    choose(page, PLACES, entrance="地库", state="unpriced")
    price(page, PLACES, "80000", "-1", "0")
    homes = UNITS - PLACES - sum(count for _, count, _ in NOT_FOR_SALE)
    priced = 0
    for entrance in ("A01", "A02", "A03"):
        page.select_option("#desk-state", "")
        choose_entrance(page, entrance)
        count = int(page.locator("[data-selected-count] b").inner_text().split()[1])
        price(page, count, "7200", "2", "20")
        priced += count
    assert priced == homes
    assert figure(page, "unpriced") == figure(page, "faulty") == "0"
    picture(page, "mixed/2-prices", settled=True)

    # 3A is the fourth floor and 12B the fourteenth; each entrance has them, and only the one is corrected
    assert [cell(page, entrance, "12B01").locator(".sale").inner_text() for entrance in ("A01", "A02")] == ["7,440"] * 2
    cell(page, "A02", "12B01").click()
    page.keyboard.type("7500\n")
    cell(page, "A02", "12B01").locator(".is-manual").wait_for()
    assert cell(page, "A01", "12B01").locator(".sale").inner_text() == "7,440"

    clerk.finish_desk(page)
    picture(page, "mixed/3-finished")
    told = create_caller("developer_operator")("GET", f"/businesses/{case['business_no']}/tasks/price_check").json
    assert (told["state"], told["doubts"]) == ("已完成", [])
    units = create_caller("developer_operator")("GET", f"/buildings/{building_id}/units").json["result"]
    assert {unit["filed_total"] for unit in units if unit["pricing_mode"] == "套(个)"} == {"80000.00"}
    assert sum(unit["price_sale"] is None for unit in units) == 12 + 36 + 2
    corrected = [unit["entrance"] for unit in units if unit["room_no"] == "12B01" and unit["price_sale"] == "7500.00"]
    assert corrected == ["A02"]


def choose_entrance(page: Any, entrance: str) -> None:
    """What of an entrance has no price yet."""
    page.click("[data-select=clear]")
    page.select_option("#desk-entrance", entrance)
    page.select_option("#desk-state", "unpriced")


def test_a_building_without_units_says_what_to_do_and_one_with_a_single_unit_is_priced(
    city: None, create_page: Callable[..., Any], create_caller: Callable[[str], Any], desk: Callable[[], Any]
) -> None:
    case = accepted(create_caller, clerk.D005)
    building_id = case["subject"]["building_id"]
    page = create_page("developer_operator")
    address = f"/building/{building_id}/desk?view=prices"
    with desk() as session:
        ids = session.scalars(select(Unit.id).where(Unit.building_id == building_id).order_by(Unit.position)).all()
        session.execute(delete(Unit).where(Unit.id.in_(ids[1:])))
    page.goto(address)
    opened(page)
    page.click("[data-select=all]")
    clerk.set_in_batch(page, lift="是", decoration="毛坯")
    price(page, 1, "7000", "1", "0")
    clerk.finish_desk(page)
    assert figure(page, "average") == "7,000.00"

    with desk() as session:
        session.execute(delete(Unit).where(Unit.building_id == building_id))
    for view in ("价格核对", "户室表"):
        page.goto(address)
        opened(page)
        page.get_by_role("button", name=view, exact=True).click()
        page.get_by_text("请先查询或导入测绘成果").wait_for()
        assert page.locator("[data-unit-table]:visible, [data-price-grid]:visible").count() == 0
        assert page.locator("[data-done]").get_attribute("title") == "尚无户室"
    page.locator("[data-empty]").get_by_role("link", name="回到业务").click()
    page.get_by_role("heading", name="栋信息").wait_for()
