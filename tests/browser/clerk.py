"""What people do at the desk, in the words of the desk; each act waits for what a person would wait for."""

import io
import re
from typing import Any

import pikepdf
from PIL import Image

D004, D005 = "CL20220406001", "CL20220406002"


def sign_in(page: Any, username: str) -> None:
    """By password, sent with Enter, as staff do."""
    page.goto("/login/?tab=staff")
    page.fill("#username", username)
    page.fill("#password", f"demo-{username}")
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def sign_in_by_phone(page: Any, phone: str) -> None:
    """The picture is read and the short message received where developers find both."""
    page.goto("/login/")
    page.fill("#phone", phone)
    picture = page.input_value("[name=captcha_id]")
    page.fill("#captcha", page.request.get(f"/dev/captcha/{picture}").json()["text"])
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_role("button", name=re.compile("秒后重发")).wait_for()
    message = page.request.get("/dev/outbox?format=json").json()["result"][0]["text"]
    page.fill("#code", "".join(sign for sign in message if sign.isdigit())[:6])
    page.press("#code", "Enter")
    page.wait_for_url(lambda url: "/login" not in url)


def told(page: Any, words: str) -> None:
    """The page says so, and its scripts are at work."""
    page.get_by_text(words).first.wait_for()
    page.wait_for_load_state()


# ---- papers ----


def pdf(pages: int = 1) -> bytes:
    paper = pikepdf.Pdf.new()
    for _ in range(pages):
        paper.add_blank_page(page_size=(595, 842))
    written = io.BytesIO()
    paper.save(written)
    return written.getvalue()


def jpeg() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(written, "JPEG")
    return written.getvalue()


def paper(name: str, content: bytes) -> Any:
    kind = "application/pdf" if name.endswith(".pdf") else "image/jpeg"
    return {"name": name, "mimeType": kind, "buffer": content}


# ---- the developer ----


def find_survey(page: Any, survey_no: str) -> None:
    """业务发起 - 测绘成果备案 - 预测成果备案 - 查询导入."""
    page.locator(".side-menu summary", has_text="测绘成果备案").click()
    page.locator(".side-menu").get_by_role("link", name="预测成果备案", exact=True).click()
    page.fill("#survey_no", survey_no)
    page.press("#survey_no", "Enter")
    page.get_by_role("heading", name="户室对照表").wait_for()


def accept(page: Any) -> str:
    """业务受理; the business number."""
    page.get_by_role("button", name="业务受理").click()
    told(page, "已受理")
    return str(page.locator("#workspace").get_attribute("data-business"))


def open_case(page: Any, number: str) -> None:
    """From 在手业务 or, where it has gone on, from 已办业务."""
    page.goto("/inbox/")
    if not page.locator(f'tr[data-business="{number}"]').count():
        page.goto("/handled/")
    page.locator(f'tr[data-business="{number}"] [data-open]').first.click()
    page.locator("#workspace").wait_for()
    page.wait_for_load_state()


def open_task(page: Any, title: str) -> None:
    with page.expect_navigation():
        card_of(page, title).click()


def card_of(page: Any, title: str) -> Any:
    return page.get_by_role("navigation", name="本环节任务").get_by_role("link", name=title)


def open_desk(page: Any) -> None:
    """From the task of the workspace to 定价台."""
    page.get_by_role("link", name="打开定价台").click()
    page.locator("[data-unit-desk][aria-busy=false]").wait_for()
    page.wait_for_load_state()


def set_in_batch(page: Any, **values: str) -> None:
    """批量设置 on the selection: labels of options, or words where a field is free."""
    page.get_by_role("tab", name="批量设置").click()
    for name, value in values.items():
        field = page.locator(f"#batch-{name}")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.locator("[data-panel=batch] [data-apply][aria-disabled=false]").click()
    page.get_by_text("可撤销").last.wait_for()


def plan_prices(page: Any, base: str, floor: str, up: str, down: str) -> None:
    """快捷设置价格 as far as its preview."""
    page.get_by_role("tab", name="快捷设置价格").click()
    panel = page.locator("[data-panel=price]")
    for name, value in (("basePrice", base), ("baseFloor", floor), ("upStep", up), ("downStep", down)):
        panel.locator(f"[name={name}]").fill(value)
    panel.locator("[data-preview-table]").wait_for()
    panel.locator("[data-apply][aria-disabled=false]").wait_for()


def apply_prices(page: Any, count: int) -> None:
    page.locator("[data-panel=price] [data-apply][aria-disabled=false]").click()
    page.get_by_text(f"已写入 {count} 套价格").wait_for()


def price_cell(page: Any, room: str) -> Any:
    """A room of the 价格核对 grid."""
    return page.locator(f'td[aria-label*=" {room} "]')


def price_of(page: Any, room: str) -> str:
    """As the room's cell shows it; of a large grid only what is in sight is drawn."""
    price_cell(page, room).scroll_into_view_if_needed()
    return str(price_cell(page, room).locator(".sale").inner_text())


def correct_price(page: Any, room: str, price: str) -> None:
    """Typed over in its cell of the 价格核对 grid."""
    price_cell(page, room).click()
    page.keyboard.type(price)
    page.keyboard.press("Enter")
    price_cell(page, room).locator(".is-manual").wait_for()
    page.get_by_role("button", name=f"撤销（修改 {room}）").wait_for()


def units_cell(page: Any, room: str, field: str) -> Any:
    """A cell of the 户室表; the row has to be in sight."""
    row = f'.tabulator-row:has(.tabulator-cell[aria-label$=" {room}"])'
    return page.locator(f'{row} .tabulator-cell[tabulator-field="{field}"]')


def finish_desk(page: Any) -> None:
    """户室信息完成, then 核对完成 once every floor is ticked; back in the workspace."""
    page.get_by_role("button", name="户室表", exact=True).click()
    page.locator("[data-done][aria-disabled=false]", has_text="户室信息完成").click()
    page.get_by_text("去核对价格").click()
    page.get_by_label("全部楼层已核").check()
    page.locator("[data-done][aria-disabled=false]", has_text="核对完成").click()
    page.get_by_text("价格核对已完成").wait_for()


def confirm(page: Any) -> None:
    page.get_by_label("已核对，确认无误").check()
    page.get_by_role("button", name="确认", exact=True).click()
    told(page, "已保存【")


def hand_in(page: Any, title: str, *papers: Any) -> None:
    page.get_by_label(f"上传 {title}").set_input_files(list(papers))
    told(page, f"已上传【{title}】")


def dispatch(page: Any) -> None:
    page.get_by_role("button", name="派工至测绘科").click()
    told(page, "已派工至测绘科")


def close_tasks(page: Any) -> None:
    """After a return, what is still right is said to be so once more."""
    open_task(page, "户室信息")
    page.get_by_role("button", name="户室信息已完善").click()
    told(page, "已保存【户室信息】")
    open_task(page, "价格核对")
    confirm(page)
    open_task(page, "栋项目信息确认")
    confirm(page)


def open_building_table(page: Any) -> None:
    page.locator(".desk-head").get_by_role("link", name="楼盘表").click()
    page.locator("[data-building-table]").wait_for()
    page.wait_for_load_state()


# ---- the reviewer ----


def receive(page: Any, building: str) -> None:
    """在手业务 - 接件; the case opens."""
    page.goto("/inbox/")
    page.get_by_role("button", name=re.compile(f"接件 .*{building}$")).click()
    told(page, "已接件")


def add_return_line(page: Any, place: str, fault: str, wanted: str = "") -> None:
    """By the ↩ beside the place where it has one, else by its name."""
    beside = page.get_by_role("button", name=f"退件 {place}", exact=True)
    if beside.count():
        beside.click()
    else:
        add = page.get_by_role("button", name="＋ 添加一项")
        (add if add.is_visible() else page.get_by_role("button", name="退件", exact=True)).click()
        page.keyboard.type(place)
        page.keyboard.press("Tab")
    page.keyboard.type(fault)
    page.keyboard.press("Tab")
    page.keyboard.type(wanted)


def send_back(page: Any) -> None:
    page.get_by_role("button", name="退件", exact=True).click()
    told(page, "已退件至")


def archive(page: Any) -> None:
    page.get_by_role("button", name="归档", exact=True).click()
    told(page, "已归档")
