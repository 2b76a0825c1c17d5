"""The lists in a browser: J, K and the arrows move, the panel follows, Enter opens."""

import pytest


@pytest.fixture
def signed_in(page):
    def enter(username):
        page.goto("/login/")
        page.click("#tab-staff")
        page.fill("#username", username)
        page.fill("#password", f"demo-{username}")
        page.click("#panel-staff button[type=submit]")
        page.wait_for_url("**/")
        return page

    return enter


def current(page):
    return page.get_attribute("tr[aria-current]", "data-business")


@pytest.mark.usefixtures("city")
def test_keys_move_the_row_and_the_panel_follows(signed_in):
    page = signed_in("developer_operator")
    page.goto("/handled/")
    numbers = [row.get_attribute("data-business") for row in page.query_selector_all("tr[data-business]")]
    assert current(page) == numbers[0]
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    assert current(page) == numbers[1]
    page.wait_for_selector(f"[data-follow] >> text={numbers[1]}")
    assert f"at={numbers[1]}" in page.url
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/business/{numbers[1]}/")


@pytest.mark.usefixtures("city")
def test_a_room_is_found_by_number_and_moved_from_by_arrows(signed_in):
    page = signed_in("developer_operator")
    page.goto("/buildings/?q=E004")
    page.click("td.strong a")
    page.wait_for_load_state()
    page.fill("[data-jump]", "302")
    page.press("[data-jump]", "Enter")
    page.wait_for_selector(".unit-card h2 >> text=302")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector(".unit-card h2 >> text=403")
