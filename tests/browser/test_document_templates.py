"""A bureau's administrator changes the receipt: by click and key, with a preview, published, and rolled back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from app.outbox import deliver_due
from models import Business, Project, StoredFile
from models.produced_document import ProducedDocument
from tests.documents.reading import text_of
from workflows import service
from workflows.inputs import Inputs

pytestmark = [pytest.mark.browser, pytest.mark.parametrize("database", ["sqlite"], indirect=True)]

PAGE = "/document-templates/acceptance_receipt/"
WORDS = "永定区窗口办理。"


@pytest.fixture
def receipt(app: Any, desk: Any, developer_operator: Any, clock: Any) -> Callable[[], str]:
    """The text of a new business's receipt, made now."""

    def make() -> str:
        with desk() as session:
            project_id = session.scalars(select(Project.id).where(Project.promotion_name == "澧岸云庭")).one()
            subject = {"survey_no": "CL20220406001", "project_id": project_id}
            number = service.accept(session, "predicted_survey", subject, developer_operator, clock.now).business_no
        with desk() as session:
            inputs = Inputs(version=service.find_business(session, number).version)
            service.cancel(session, number, inputs, developer_operator, clock.now)
        with app.app_context():
            deliver_due(clock.now)
        with desk() as session:
            made = select(StoredFile.sha256).join(ProducedDocument, ProducedDocument.file_id == StoredFile.id)
            sha256 = session.scalars(made.join(Business).where(Business.business_no == number)).one()
        return text_of(app.extensions["storage"].get(sha256))

    return make


def caret_before(page: Any, words: str) -> None:
    page.locator("[data-body]").evaluate(
        "(body, words) => { const at = body.value.indexOf(words); body.focus(); body.setSelectionRange(at, at); }",
        words,
    )


def confirmed(page: Any, button: str) -> None:
    page.click(button)
    page.locator("#modal-confirm-ok").wait_for()
    page.wait_for_timeout(400)  # the dialog slides in
    page.click("#modal-confirm-ok")


def test_edit_preview_publish_and_roll_back(create_page: Any, receipt: Callable[[], str]) -> None:
    assert WORDS not in receipt()
    page = create_page("authority_admin")
    page.goto("/document-templates/list/")
    page.get_by_role("link", name="业务受理单", exact=True).click()
    page.locator("[data-line-numbers] span").nth(30).wait_for()

    caret_before(page, "承诺时限自资料齐全")
    page.keyboard.type(WORDS)
    page.get_by_role("button", name="预览", exact=True).click()
    page.wait_for_url("**panel=preview**")
    page.locator(".diff-table .is-new", has_text=WORDS).wait_for()
    address = page.locator("iframe.preview-frame").get_attribute("src").partition("#")[0]
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    assert WORDS in text_of(answer.body())
    assert WORDS not in receipt()

    confirmed(page, "button[value=publish]")
    page.wait_for_url("**panel=versions**", timeout=60_000)
    page.get_by_text("已发布第 1 版").wait_for()
    assert WORDS in receipt()

    confirmed(page, ".aside-body form button")
    page.get_by_text("已启用上级或出厂模板").wait_for(timeout=60_000)
    assert WORDS not in receipt()


def test_faults_stand_at_their_line_and_f8_goes_there(create_page: Any) -> None:
    page = create_page("authority_admin")
    page.goto(PAGE)
    caret_before(page, '<table class="form follows" repeat="1">')
    line = page.locator("[data-body]").evaluate("body => body.value.slice(0, body.selectionStart).split('\\n').length")
    page.keyboard.type("<script>")
    page.locator("[data-faults] li").first.wait_for(timeout=10_000)
    page.get_by_text(f"第 {line} 行：不能使用标签 <script>").wait_for()
    assert page.locator("[data-line-numbers] .is-wrong").all_text_contents() == [str(line)]
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    chosen = page.evaluate(
        "() => { const b = document.activeElement; return b.value.slice(b.selectionStart, b.selectionEnd); }"
    )
    assert chosen.startswith("<script>")


def test_a_field_is_found_and_put_in_by_keys_alone_and_taken_back(create_page: Any) -> None:
    page = create_page("authority_admin")
    page.goto(PAGE)
    caret_before(page, "承诺时限自资料齐全")
    page.focus("[data-find-field]")
    page.keyboard.type("统一社会信用")
    assert page.locator(".field-line:visible").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    body = page.locator("[data-body]")
    assert "说明：{{ content.credit_code | dash }}承诺时限" in body.input_value()
    page.keyboard.press("Control+z")
    assert "content.credit_code | dash }}承诺" not in body.input_value()


def test_what_was_typed_is_there_again_after_a_killed_browser(create_page: Any) -> None:
    page = create_page("authority_admin")
    page.goto(PAGE)
    caret_before(page, "承诺时限自资料齐全")
    page.keyboard.type(WORDS)
    page.get_by_text(re.compile("暂存于")).wait_for(timeout=10_000)
    page.context.close()
    again = create_page("authority_admin")
    again.goto(PAGE)
    assert WORDS in again.locator("[data-body]").input_value()


@pytest.mark.parametrize("panel", ["fields", "preview", "difference", "versions"])
def test_the_editor_fits_a_phone(create_page: Any, panel: str) -> None:
    page = create_page("authority_admin", viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page.goto(f"{PAGE}?panel={panel}")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    tabs, source = page.locator(".tabs").bounding_box(), page.locator(".source").bounding_box()
    assert tabs["y"] >= source["y"] + source["height"]
