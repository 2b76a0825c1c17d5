"""定价台 with 5,000 units of ten entrances: it opens, scrolls, selects, prices, takes a large paste, and drops no key."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.datastructures import FileStorage

from tests.survey.workbook_maker import as_xlsx, large_sheets

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]
ENTRANCES, FLOORS, ROOMS = 10, 25, 20
COUNT = ENTRANCES * FLOORS * ROOMS
KEYS_APART = 15  # milliseconds: faster than anybody types

PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def building_id(city: None, create_caller: Callable[[str], Any]) -> int:
    """The large building on the bench of the developer's operator."""
    content = as_xlsx(large_sheets(ENTRANCES, FLOORS, ROOMS))
    stored = create_caller("survey_agency")(
        "POST", "/surveys", data={"file": FileStorage(io.BytesIO(content), "a.xlsx")}
    )
    assert stored.status_code == 201, stored.json
    call = create_caller("developer_operator")
    for project in call("GET", "/records/projects/").json["result"]:
        subject = {"survey_no": stored.json["survey_no"], "project_id": project["id"]}
        accepted = call("POST", "/businesses", json={"type": "predicted_survey", "subject": subject})
        if accepted.status_code == 201:
            return int(accepted.json["subject"]["building_id"])
    raise AssertionError(accepted.json)


@pytest.fixture
def open_desk(create_page: Callable[..., Any], building_id: int) -> Callable[[str], Any]:
    def open_view(view: str) -> Any:
        page = create_page("developer_operator")
        page.goto(f"/building/{building_id}/desk?view={view}")
        page.locator("[data-unit-desk][aria-busy=false]").wait_for()
        return page

    return open_view


def figure(page: Any, name: str) -> str:
    return str(page.locator(f"[data-figure={name}]").inner_text())


def cell(page: Any, unit_id: int, field: str) -> Any:
    return page.locator(f'.tabulator-row[data-unit="{unit_id}"] .tabulator-cell[tabulator-field="{field}"]')


def test_no_key_is_dropped_while_what_was_typed_is_saved(
    open_desk: Callable[[str], Any], create_caller: Callable[[str], Any], building_id: int
) -> None:
    units = create_caller("developer_operator")("GET", f"/buildings/{building_id}/units").json["result"]
    page = open_desk("units")
    cell(page, units[0]["id"], "price_sale").click()
    with page.expect_request(lambda request: request.method == "PATCH"):
        page.keyboard.type("7400\n")
    typed = [str(7401 + number) for number in range(12)]
    page.keyboard.type("".join(f"{price}\n" for price in typed), delay=KEYS_APART)
    page.wait_for_function("() => document.querySelector('[data-figure=unpriced]').textContent === '4,987'")
    page.locator("[data-saved]", has_text="暂存于").wait_for()
    assert page.locator(".tabulator-cell.is-dirty").count() == 0
    table = create_caller("developer_operator")("GET", f"/buildings/{building_id}/units").json["result"]
    assert [unit["price_sale"] for unit in table[:13]] == ["7400.00", *(f"{price}.00" for price in typed)]


@pytest.mark.long
def test_five_thousand_units_are_scrolled_selected_priced_and_pasted(open_desk: Callable[[str], Any]) -> None:
    page = open_desk("prices")
    assert figure(page, "all") == f"{COUNT:,}"
    drawn = page.locator("td[data-unit] .price-cell").count()
    assert 0 < drawn < COUNT / 10  # only what is in sight
    page.locator("[data-price-grid]").evaluate("frame => { frame.scrollTop = frame.scrollLeft = 1e6; }")
    page.locator('td[aria-label^="A10 "][aria-label*=" 120 "] .price-cell').wait_for()

    page.select_option("#desk-entrance", "A03")
    page.locator("[data-selected-count]", has_text="已选 500 套").wait_for()
    page.keyboard.press("Alt+a")
    page.keyboard.press("Alt+4")
    for name, value in (("basePrice", "8600"), ("baseFloor", "10"), ("upStep", "15"), ("downStep", "15")):
        page.locator(f"[data-panel=price] [name={name}]").fill(value)
    page.locator("[data-panel=price] [data-apply][aria-disabled=false]").wait_for()
    page.keyboard.press("Control+Enter")
    page.get_by_text(f"已写入 {COUNT} 套价格").wait_for()
    assert figure(page, "unpriced") == "0"

    page.keyboard.press("Alt+1")
    page.locator(".tabulator-row .tabulator-cell[tabulator-field=price_sale]").first.click()
    page.evaluate(PASTE, "\n".join(f"{7000 + number % 500}\t\t{100 + number % 7}" for number in range(COUNT)))
    page.locator("[data-undo]", has_text=f"撤销（修改 {COUNT} 套户室）").wait_for()
    assert page.locator(".tabulator-row .tabulator-cell[tabulator-field=price_bare]").nth(1).inner_text() == "6,900"
    page.keyboard.press("Control+z")
    page.locator("[data-redo]", has_text=f"重做（修改 {COUNT} 套户室）").wait_for()
    assert page.locator(".tabulator-row .tabulator-cell[tabulator-field=price_sale]").first.inner_text() == "8,465"
