"""People with a browser each, and pictures of what they saw."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.browser import VIEWPORT

ROOT = Path(__file__).parents[2]
PICTURES, ARTIFACTS = ROOT / "docs" / "pictures", ROOT / "test-artifacts"
LARGEST_PICTURE = 150 * 1024
COLOURS = (256, 128, 64, 32)
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: Any) -> Iterator[None]:
    report = yield
    if call.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@contextmanager
def opened(browser: Any, address: str, name: str, **settings: Any) -> Iterator[Any]:
    """A tab of a fresh browser session; closed without a word, as a machine that loses power."""
    settings = {"base_url": address, "viewport": VIEWPORT, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"} | settings
    context = browser.new_context(**settings)
    context.set_default_timeout(20_000)
    tab = context.new_page()
    tab.context_name = name
    try:
        yield tab
    finally:
        context.close()


@pytest.fixture
def create_page(
    request: pytest.FixtureRequest, browser: Any, live_server: str, create_client: Callable[[str], Any]
) -> Iterator[Callable[..., Any]]:
    """`create_page("developer_operator")` is that person's browser, signed in already; without a name a visitor's.

    What any of them logs as an error fails the test, and a failure leaves a picture of each.
    """
    tabs: list[Any] = []
    errors: list[str] = []
    with ExitStack() as stack:

        def create(username: str | None = None, **settings: Any) -> Any:
            tab = stack.enter_context(opened(browser, live_server, username or "visitor", **settings))
            tab.on("pageerror", lambda error: errors.append(f"{username}: {error}"))
            tabs.append(tab)
            if username:
                session = create_client(username).get_cookie("session")
                tab.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server}])
            return tab

        yield create
        if request.node.stash.get(FAILED, False):
            keep_failures(request.node.name, tabs)
    assert not errors, errors


def keep_failures(test: str, tabs: list[Any]) -> None:
    ARTIFACTS.mkdir(exist_ok=True)
    for tab in tabs:
        if not tab.is_closed():
            tab.screenshot(path=ARTIFACTS / f"{test}-{tab.context_name}.png")


@pytest.fixture
def picture() -> Callable[..., None]:
    """`picture(page, "filing/03-preview")` keeps what the page shows, where KEEP_PICTURES=1 asks for it.

    With `settled` it waits until the passing notices are gone.
    """

    def keep(page: Any, name: str, *, settled: bool = False) -> None:
        if os.environ.get("KEEP_PICTURES") != "1":
            return
        if settled:
            page.wait_for_function("() => !document.querySelector('.notice-toast')")
        path = PICTURES / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(small(page.screenshot(animations="disabled", caret="hide")))

    return keep


def small(png: bytes) -> bytes:
    """The same picture in as many colours as its size allows."""
    drawn = Image.open(BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        written = BytesIO()
        drawn.quantize(colours, dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
        if written.tell() <= LARGEST_PICTURE:
            break
    return written.getvalue()
