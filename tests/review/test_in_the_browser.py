"""A reviewer's morning in the browser, counted in keys and clicks."""

import pytest

from tests.review.sixty import FAULTS

# What a desk does in the browser does not depend on the database: on the second it belongs to the long tests.
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)]
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", BOTH, indirect=True)]


class Hands:
    """Presses and clicks, counted: a chord is as many keys as it holds."""

    def __init__(self, page):
        self.page = page
        self.count = 0

    def press(self, keys):
        self.count += len(keys.split("+"))
        self.page.keyboard.press(keys)

    def click(self, locator):
        self.count += 1
        locator.click()


def opened(page, number):
    page.locator(f'#review[data-business="{number}"]').wait_for()
    page.wait_for_load_state()


def open_case(page, number):
    page.goto(f"/review/{number}/?tab=waiting")
    opened(page, number)


def present(page):
    return page.locator("#review").get_attribute("data-business")


def test_a_clean_case_takes_five_keys_and_the_next_one_opens(few, at_desk):
    page = at_desk("survey_reviewer")
    open_case(page, few.clean[0])
    hands = Hands(page)
    hands.press("Enter")
    page.locator("#review-form").wait_for()
    page.wait_for_load_state()
    hands.press("Control+Enter")
    page.wait_for_url(lambda url: few.clean[0] not in url)
    assert hands.count <= 5
    assert "已归档" in page.locator("#page").inner_text()
    assert present(page) not in {None, few.clean[0]}


def test_a_return_of_two_lines_takes_fifteen_at_most(few, at_desk, create_caller):
    page = at_desk("survey_reviewer")
    number = few.faulty["测绘面积超过规划许可证"]
    open_case(page, number)
    hands = Hands(page)
    hands.press("Enter")
    page.locator("#review-form").wait_for()
    page.wait_for_load_state()
    hands.click(page.locator("[data-check=area_within_permit] [data-return]"))
    hands.click(page.locator("[data-paper='materials.floor_plans']"))
    hands.click(page.locator("[data-return-paper]"))
    hands.click(page.get_by_role("button", name="资料缺页"))
    hands.click(page.get_by_role("button", name="补齐后重新上传"))
    hands.click(page.get_by_role("button", name="退件（2 行）"))
    page.wait_for_url(lambda url: number not in url)
    assert hands.count <= 15
    lines = create_caller("survey_reviewer")("GET", f"/businesses/{number}").json["return_lines"]
    assert [(line["target"], line["fault"]) for line in lines] == [
        ("building.gross_area", "核验不符：测绘建筑面积不超过规划许可证面积（46,200.00 ＜ 90,000.00 m²）"),
        ("materials.floor_plans", "资料缺页"),
    ]
    assert lines[1]["wanted"] == "补齐后重新上传"


def test_all_fourteen_are_seen_on_the_page_itself(sixty, at_desk, create_client):
    for username, wanted in (("survey_reviewer", "C"), ("authority_admin", "R")):
        page = at_desk(username)
        for fault in FAULTS:
            number = sixty.faulty[fault.name]
            if number.startswith(wanted):
                open_case(page, number)
                look(page, fault)


def look(page, fault):
    if fault.found == "viewer":
        page.locator("[data-paper='materials.floor_plans']").click()
        page.get_by_text("文件已损坏或格式不完整，无法显示").wait_for()
        assert page.get_by_role("link", name="下载").is_visible()
        return
    line = page.locator(f"[data-check={fault.found}]").first
    assert line.is_visible(), fault.name
    assert (
        line.locator(".sign").get_attribute("aria-label") == {"fails": "不通过", "doubtful": "提示"}[fault.sign.value]
    )
    if fault.found == "return_lines_mended":
        row = page.locator("[data-change='building.lift_count']")
        assert "未改" in row.inner_text()
        assert "已改" in page.locator("[data-change='materials.floor_plans']").inner_text()


def test_what_cannot_be_shown_is_returned_with_its_line_filled_in(few, at_desk):
    page = at_desk("survey_reviewer")
    open_case(page, few.faulty["分层分户图文件损坏"])
    page.keyboard.press("Enter")
    page.locator("#review-form").wait_for()
    page.wait_for_load_state()
    page.locator("[data-paper='materials.floor_plans']").click()
    page.locator("[data-return-unshown]").click()
    assert page.locator("[data-part=place]").input_value() == "资料 分层分户图"
    assert page.locator("[data-part=fault]").input_value() == "资料无法显示：文件已损坏或格式不完整，无法显示"
    assert page.get_by_role("button", name="退件（1 行）").is_visible()


def test_a_figure_of_the_unit_table_becomes_a_line(few, at_desk):
    page = at_desk("survey_reviewer")
    open_case(page, few.clean[0])
    page.keyboard.press("Enter")
    page.locator("#review-form").wait_for()
    page.wait_for_load_state()
    page.get_by_text("逐户查看 4 套").click()
    page.locator("[data-unit-find]").fill("201")
    row = page.locator("tr[data-room='A01 201']")
    row.locator("td[data-field=price_sale]").click()
    assert not page.locator("tr[data-room='A01 101']").is_visible()
    assert page.locator("[data-part=place]").input_value() == "户室 A01 201 销售单价"
    unit = row.get_attribute("data-unit")
    assert page.locator("[data-part=target]").input_value() == f"units.{unit}.price_sale"


def test_page_zoom_and_turn_are_kept_for_each_paper(few, at_desk):
    page = at_desk("survey_reviewer")
    open_case(page, few.clean[0])
    page.locator("img[data-page]:not([hidden])").wait_for()
    width = page.locator("img[data-page]").evaluate("image => image.naturalWidth / image.naturalHeight")
    with page.expect_response(lambda answer: "turn=90" in answer.url):
        page.get_by_role("button", name="右转").click()
    page.wait_for_function(
        "before => { const i = document.querySelector('img[data-page]'); return i.naturalWidth / i.naturalHeight > 1 && before < 1 }",
        arg=width,
    )
    page.locator("[data-paper='materials.floor_plans']").click()
    with page.expect_response(lambda answer: "turn=90" in answer.url):
        page.locator("[data-paper='materials.survey_report']").click()
    with page.expect_response(lambda answer: "turn=90" in answer.url):
        page.reload()


def test_j_and_k_go_through_the_queue_and_typing_does_not(few, at_desk):
    page = at_desk("survey_reviewer")
    page.goto("/review/?tab=waiting")
    page.wait_for_load_state()
    first = present(page)
    page.keyboard.press("j")
    page.wait_for_function("first => document.getElementById('review')?.dataset.business !== first", arg=first)
    page.wait_for_load_state()
    second = present(page)
    page.keyboard.press("k")
    opened(page, first)
    assert second != first
    page.get_by_label("在队列中查找").focus()
    page.keyboard.type("jk")
    assert present(page) == first


def test_a_killed_browser_loses_no_opinion_and_no_line(few, at_desk):
    page = at_desk("survey_reviewer")
    number = few.clean[0]
    open_case(page, number)
    page.keyboard.press("Enter")
    page.locator("#review-form").wait_for()
    page.wait_for_load_state()
    page.fill("#opinion-text", "一半的意见")
    page.locator(".case-facts [data-return]").first.click()
    page.keyboard.type("高度有误")
    with page.expect_response(lambda answer: answer.url.endswith("/draft")):
        page.keyboard.press("Control+s")
    page.goto("about:blank")
    open_case(page, number)
    assert page.input_value("#opinion-text") == "一半的意见"
    assert page.locator("[data-lines] [data-part=fault]").input_value() == "高度有误"


@pytest.mark.parametrize(
    "size", [{"width": 1366, "height": 768}, {"width": 1920, "height": 1080}, {"width": 390, "height": 844}]
)
def test_no_size_scrolls_sideways(few, at_desk, size):
    page = at_desk("survey_reviewer")
    page.set_viewport_size(size)
    open_case(page, few.faulty["测绘面积超过规划许可证"])
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    inner = page.evaluate("(one => one.scrollWidth - one.clientWidth)(document.getElementById('page'))")
    assert max(wide, inner) <= 1
