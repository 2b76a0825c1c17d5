"""定价台 as a clerk works on it: selecting, pricing by rule, correcting in place, pasting, undoing, closing the tasks."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from models import RegionRule

D005 = "CL20220406002"


@pytest.fixture
def building_id(city: None, create_caller: Callable[[str], Any]) -> int:
    """D005 on the bench of the developer's operator: 33 floors of four, no prices yet."""
    call = create_caller("developer_operator")
    projects = call("GET", "/records/projects/").json["result"]
    accepted = None
    for project in projects:
        subject = {"survey_no": D005, "project_id": project["id"]}
        accepted = call("POST", "/businesses", json={"type": "predicted_survey", "subject": subject})
        if accepted.status_code == 201:
            break
    assert accepted is not None
    assert accepted.status_code == 201, accepted.get_data(as_text=True)
    return int(accepted.json["subject"]["building_id"])


@pytest.fixture
def sign_in(page: Any) -> Callable[[str], None]:
    def enter(username: str) -> None:
        page.goto("/login/?tab=staff")
        if not page.locator("#panel-staff").is_visible():
            page.click("#tab-staff")
        page.locator("#panel-staff [name=username]").fill(username)
        page.locator("#panel-staff [name=password]").fill(f"demo-{username}")
        page.locator("#panel-staff [type=submit]").click()
        page.wait_for_url(lambda url: "/login" not in url)

    return enter


@pytest.fixture
def open_desk(page: Any, sign_in: Callable[[str], None], building_id: int) -> Callable[..., Any]:
    def open_view(view: str, username: str = "developer_operator") -> Any:
        sign_in(username)
        page.goto(f"/building/{building_id}/desk?view={view}")
        page.locator("[data-unit-desk][aria-busy=false]").wait_for()
        return page

    return open_view


def price_of(page: Any, room: str) -> str:
    """As the room's cell shows it; of a large grid only what is in sight is drawn."""
    place = page.locator(f'td[aria-label*=" {room} "]')
    place.scroll_into_view_if_needed()
    return str(place.locator(".sale").inner_text())


def cell(page: Any, room: str, field: str) -> Any:
    row = f'.tabulator-row:has(.tabulator-cell[aria-label$=" {room}"])'
    return page.locator(f'{row} .tabulator-cell[tabulator-field="{field}"]')


def set_rule(page: Any) -> None:
    """6,800 on floor 10, 30 more for each floor up, 20 less for each floor down."""
    page.click("[data-tab=price]")
    for name, value in (("basePrice", "6800"), ("baseFloor", "10"), ("upStep", "30"), ("downStep", "20")):
        page.locator(f"[data-panel=price] [name={name}]").fill(value)


def apply_rule(page: Any, written: int) -> None:
    page.locator("[data-panel=price] [data-apply][aria-disabled=false]").click()
    page.get_by_text(f"已写入 {written} 套价格").wait_for()


def test_rooms_01_are_priced_by_rule_and_taken_back_by_one_undo(open_desk: Callable[..., Any]) -> None:
    page = open_desk("prices")
    page.fill("#desk-digits", "01")
    page.fill("#desk-length", "2")
    assert "已选 33 套" in page.locator("[data-selected-count]").inner_text()
    assert "4,261.29 m²" in page.locator("[data-selected-count]").inner_text()

    set_rule(page)
    apply_rule(page, 33)
    assert [price_of(page, room) for room in ("33-01", "11-01", "10-01", "9-01", "1-01")] == [
        "7,490",
        "6,830",
        "6,800",
        "6,780",
        "6,620",
    ]
    assert price_of(page, "33-02") == "—"

    assert page.locator("[data-undo]").inner_text() == "撤销（快捷定价 33 套）"
    page.click("[data-undo]")
    page.get_by_text("已撤销 快捷定价 33 套").wait_for()
    assert (price_of(page, "33-01"), price_of(page, "1-01")) == ("—", "—")


def test_a_slipped_zero_is_marked_in_words_and_f8_goes_there(open_desk: Callable[..., Any]) -> None:
    page = open_desk("prices")
    page.click("[data-select=all]")
    set_rule(page)
    apply_rule(page, 132)
    assert page.locator("[data-figure=average]").inner_text() == "7,023.64"
    assert page.locator("[data-figure=total]").inner_text() == "10,978.26"

    page.locator('td[aria-label*=" 30-03 "]').click()
    page.keyboard.type("74000")
    page.keyboard.press("Enter")
    page.locator('td[aria-label*=" 30-03 "] .is-manual').wait_for()
    assert page.locator('td[aria-label*=" 30-03 "] .why').inner_text() == "多一个零"
    assert page.locator("[data-figure=faulty]").inner_text() == "1"
    page.locator('td[aria-label*=" 2-02 "]').click()
    page.keyboard.press("F8")
    page.locator('td.is-active[aria-label*=" 30-03 "]').wait_for()


def test_a_pasted_block_is_saved_but_for_the_cell_that_is_refused(open_desk: Callable[..., Any]) -> None:
    page = open_desk("units")
    cell(page, "1-01", "price_sale").click()
    paste(page, "6,620\t\t100\n６６００\t\t0\nabc\t\t0\n")
    page.get_by_text("撤销（修改 2 套户室）").wait_for()
    assert cell(page, "1-01", "price_sale").inner_text() == "6,620"
    assert cell(page, "1-01", "price_bare").inner_text() == "6,520"
    assert cell(page, "1-02", "price_sale").inner_text() == "6,600"
    assert cell(page, "1-03", "price_sale").inner_text() == "abc"

    page.keyboard.press("F8")
    page.keyboard.type("6640")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("^暂存于")).wait_for()
    assert cell(page, "1-03", "price_sale").inner_text() == "6,640"


def paste(page: Any, text: str) -> None:
    """As Ctrl+V does, without the clipboard of the machine."""
    page.evaluate(
        """(text) => {
        const data = new DataTransfer();
        data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }""",
        text,
    )


def test_what_the_survey_filled_cannot_be_typed_over(open_desk: Callable[..., Any]) -> None:
    page = open_desk("units")
    cell(page, "1-01", "gross_area").click()
    page.keyboard.type("1")
    assert page.locator(".cell-editor").count() == 0
    assert cell(page, "1-01", "gross_area").get_attribute("title") == "来自测绘"


def test_a_conflict_names_who_changed_what_and_keeps_what_was_typed(
    open_desk: Callable[..., Any], create_caller: Callable[[str], Any], building_id: int
) -> None:
    page = open_desk("prices")
    call = create_caller("developer_operator")
    units = call("GET", f"/buildings/{building_id}/units").json
    first = next(unit for unit in units["result"] if unit["room_no"] == "1-01")
    body = {"version": units["version"], "rows": [{"id": first["id"], "price_sale": "9000"}]}
    assert call("PATCH", f"/buildings/{building_id}/units", json=body).status_code == 200

    page.locator('td[aria-label*=" 33-02 "]').click()
    page.keyboard.type("7490")
    page.keyboard.press("Enter")
    page.get_by_text("1-01 销售单价：— → 9000").wait_for()
    assert price_of(page, "33-02") == "7,490"

    page.get_by_role("button", name="重新载入并套用").click()
    page.locator('td[aria-label*=" 33-02 "] .is-manual').wait_for()
    assert (price_of(page, "33-02"), price_of(page, "1-01")) == ("7,490", "9,000")


@pytest.mark.parametrize("view", ["prices", "units"])
def test_a_save_that_returns_does_not_disturb_who_types_on(open_desk: Callable[..., Any], view: str) -> None:
    page = open_desk(view)
    first = page.locator('td[aria-label*=" 33-02 "]') if view == "prices" else cell(page, "1-01", "price_sale")
    first.click()
    with page.expect_response(lambda answer: answer.request.method == "PATCH"):
        page.keyboard.type("7490")
        page.keyboard.press("Enter" if view == "prices" else "Tab")
        page.keyboard.type("74")
    page.get_by_text("撤销（修改 ").wait_for()
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile("^暂存于")).wait_for()
    if view == "prices":
        assert (price_of(page, "33-02"), price_of(page, "32-02")) == ("7,490", "7,460")
    else:
        assert cell(page, "1-01", "price_bare").inner_text() == "7,460"


def test_ticked_floors_survive_a_reload_until_their_price_changes(open_desk: Callable[..., Any]) -> None:
    page = open_desk("prices")
    with page.expect_response(lambda answer: "price_check?draft=1" in answer.url):
        page.get_by_label("第 33 层已核").check()
    page.reload()
    page.locator("[data-unit-desk][aria-busy=false]").wait_for()
    assert page.locator("[data-figure=floors]").inner_text() == "1/33"

    page.locator('td[aria-label*=" 33-04 "]').click()
    page.keyboard.type("7490")
    page.keyboard.press("Enter")
    page.locator('td[aria-label*=" 33-04 "] .is-manual').wait_for()
    assert page.locator("[data-figure=floors]").inner_text() == "0/33"


def test_a_complete_building_is_checked_and_both_tasks_are_closed(open_desk: Callable[..., Any]) -> None:
    page = open_desk("units")
    page.click("[data-select=all]")
    page.click("[data-tab=batch]")
    page.select_option("#batch-lift", label="是")
    page.select_option("#batch-decoration", label="毛坯")
    page.locator("[data-panel=batch] [data-apply][aria-disabled=false]").click()
    page.get_by_text("已写入 132 套").wait_for()
    assert page.locator("[data-done]").get_attribute("title") == "还有 132 套未完善"
    set_rule(page)
    apply_rule(page, 132)
    page.locator("[data-done][aria-disabled=false]").click()
    page.get_by_text("去核对价格").click()

    assert page.locator("[data-done]").get_attribute("title") == "还有 33 层未核"
    page.get_by_label("全部楼层已核").check()
    page.locator("[data-done][aria-disabled=false]").click()
    page.get_by_text("价格核对已完成").wait_for()


def test_who_may_only_look_gets_no_way_to_change(open_desk: Callable[..., Any]) -> None:
    page = open_desk("prices", "survey_reviewer")
    page.locator('td[aria-label*=" 33-01 "]').click()
    page.keyboard.press("Enter")
    assert page.locator(".price-editor").count() == 0
    assert page.locator("[data-done], [data-undo], [data-panel=price] form [data-apply]:visible").count() == 0


def test_a_price_outside_the_corridor_is_marked_in_words_and_asked_about_once(
    open_desk: Callable[..., Any],
    desk: Callable[[], Any],
    create_caller: Callable[[str], Any],
    building_id: int,
) -> None:
    with desk() as session:
        limits = [{"use": "10", "least": "5000", "most": "7300"}]
        session.add(
            RegionRule(
                region_code="430802",
                key="price_corridor",
                title="备案单价范围",
                value=limits,
                valid_from=dt.date(2026, 1, 1),
            )
        )
    page = open_desk("prices")
    page.locator('td[aria-label*=" 33-01 "]').click()
    page.keyboard.type("7490\n")
    page.locator('td[aria-label*=" 33-01 "] .is-manual').wait_for()
    told = page.locator('td[aria-label*=" 33-01 "]')
    assert told.locator(".why").inner_text() == "高于上限"
    assert told.get_attribute("title") == "单价 7,490 元高于本地区备案上限 7,300 元"
    page.locator("[data-saved]", has_text="暂存于").wait_for()

    set_rule(page)
    page.fill("#desk-digits", "02")
    page.fill("#desk-length", "2")
    apply_rule(page, 33)
    complete_the_others(create_caller("developer_operator"), building_id)
    page.reload()
    page.locator("[data-unit-desk][aria-busy=false]").wait_for()
    page.get_by_label("全部楼层已核").check()
    page.locator("[data-done][aria-disabled=false]").click()
    page.get_by_text("A01 27-02 单价 7,310.00 元高于本地区备案上限 7,300.00 元").wait_for()
    assert marked(page) == 8  # 33-01, and 02 on floors 27 to 33
    page.get_by_text("8 处价格请核对，无误后再完成").wait_for()
    page.get_by_role("button", name="逐处查看").click()
    page.locator('td.is-active[aria-label*=" 27-02 "]').wait_for()
    page.locator("[data-done][aria-disabled=false]").click()
    page.get_by_role("button", name="已核对，完成核对").click()
    page.get_by_text("价格核对已完成").wait_for()


def marked(page: Any) -> int:
    """As many as the strip above the grid counts."""
    return int(page.locator("[data-figure=faulty]").inner_text())


def complete_the_others(call: Callable[..., Any], building_id: int) -> None:
    """Whatever has no price yet gets a usual one."""
    units = call("GET", f"/buildings/{building_id}/units").json
    rows = [{"id": unit["id"], "price_sale": "6800"} for unit in units["result"] if not unit["price_sale"]]
    body = {"version": units["version"], "rows": rows}
    assert call("PATCH", f"/buildings/{building_id}/units", json=body).status_code == 200


def test_a_named_selection_is_there_in_another_browser_and_what_the_browser_kept_is_moved_over(
    open_desk: Callable[..., Any], create_page: Callable[..., Any], building_id: int
) -> None:
    page = open_desk("prices")
    page.evaluate(
        """() => {
        const key = Object.keys(localStorage).find((name) => name.startsWith("unit-desk:"));
        const kept = { ...JSON.parse(localStorage.getItem(key)), named: [{ name: "顶层", filter: { floorFrom: "33" } }, { name: "不再有", ids: [1e9] }] };
        localStorage.setItem(key, JSON.stringify(kept));
    }"""
    )
    page.reload()
    page.get_by_role("button", name="顶层 4", exact=True).wait_for()
    assert page.get_by_text("不再有").count() == 0
    page.fill("#desk-digits", "01")
    page.fill("#desk-length", "2")
    page.click("[data-select=save]")
    page.keyboard.type("边户 01")
    with page.expect_response(lambda answer: answer.url.endswith("/selections") and answer.ok):
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.dataset.select") == "save"

    other = create_page("developer_operator")
    other.goto(f"/building/{building_id}/desk?view=units")
    other.get_by_role("button", name="边户 01 33", exact=True).click()
    assert "已选 33 套" in other.locator("[data-selected-count]").inner_text()
    other.get_by_role("button", name="删除已存的选择 顶层").click()
    other.get_by_role("button", name="顶层 4", exact=True).wait_for(state="detached")
    page.reload()
    page.get_by_role("button", name="边户 01 33", exact=True).wait_for()
    assert page.get_by_role("button", name="顶层 4", exact=True).count() == 0


def test_a_selection_that_the_server_refuses_keeps_its_name(open_desk: Callable[..., Any]) -> None:
    page = open_desk("prices")
    page.route("**/selections", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.click("[data-select=save]")
    page.keyboard.type("边户")
    page.keyboard.press("Enter")
    page.locator(".notice-toast.is-bad, .notice-toast[role=alert]").first.wait_for()
    assert page.locator("#desk-selection-name").input_value() == "边户"


@pytest.mark.parametrize("start", ["prices", "units"])
def test_the_key_after_f8_lands_in_the_next_fault_even_in_another_view_or_behind_a_filter(
    open_desk: Callable[..., Any], start: str
) -> None:
    page = open_desk(start)
    page.fill("#desk-digits", "33-04")
    page.get_by_label("只看选中").check()
    page.keyboard.press("F8")  # 1-01 lacks its lift, which only the unit table shows and the filter hides
    page.locator("[data-unit-table]:visible").wait_for()
    page.locator(".tabulator-cell.is-active").wait_for()
    active = page.locator(".tabulator-cell.is-active")
    assert active.get_attribute("tabulator-field") == "lift"
    page.get_by_label("只看选中").check()
    page.keyboard.press("F8")
    page.keyboard.type("1\n")  # its code
    page.get_by_text(re.compile("^暂存于")).wait_for()
    assert cell(page, "1-01", "decoration").inner_text() == "毛坯"


def test_a_rule_is_never_written_unseen_however_fast_it_is_typed(open_desk: Callable[..., Any]) -> None:
    page = open_desk("prices")
    page.keyboard.press("Alt+a")
    page.keyboard.press("Alt+4")
    page.keyboard.type("6800")
    page.locator("[data-panel=price] [name=baseFloor]").focus()
    page.keyboard.type("10")
    page.keyboard.press("Control+Enter")
    page.locator("[data-price-count]", has_text="请核对预览").wait_for()
    assert page.locator("[data-figure=unpriced]").inner_text() == "132"
    page.keyboard.press("Control+Enter")
    page.get_by_text("已写入 132 套价格").wait_for()


def test_what_is_typed_into_the_batch_while_it_is_written_stays(open_desk: Callable[..., Any]) -> None:
    page = open_desk("units")
    page.click("[data-select=all]")
    page.click("[data-tab=batch]")
    page.select_option("#batch-lift", label="是")
    page.locator("#batch-balcony").focus()
    page.keyboard.press("Control+Enter")
    page.keyboard.type("南向")
    page.get_by_text("已写入 132 套").wait_for()
    assert page.locator("#batch-balcony").input_value() == "南向"
    assert page.locator("#batch-lift").input_value() == ""
