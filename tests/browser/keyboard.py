"""Somebody without a mouse: Tab to where it is, Enter, arrows, typing; a pointer that moves in by a test's own fault is told."""

from typing import Any

MOST_STEPS = 160
WATCH = "addEventListener('pointerdown', (event) => { if (event.isTrusted) window.pointed = true; }, true);"


def without_mouse(page: Any) -> Any:
    """The page, watching that no pointer is used from now on."""
    page.add_init_script(WATCH)
    page.on("filechooser", lambda _: None)  # from now on the browser hands every chooser over
    return page


def untouched(page: Any) -> None:
    assert not page.evaluate("Boolean(window.pointed)"), "a pointer was used"


def reach(page: Any, selector: str, *, back: bool = False) -> None:
    """Tab until what the selector names has the focus; Escape lets Tab out of a grid."""
    for _ in range(MOST_STEPS):
        if page.evaluate("(selector) => Boolean(document.activeElement?.matches(selector))", selector):
            return
        if page.evaluate("Boolean(document.activeElement.closest('[role=grid]'))"):
            page.keyboard.press("Escape")
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def fill(page: Any, selector: str, text: str) -> None:
    """Tab there and type over what stands in it."""
    reach(page, selector)
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def press(page: Any, selector: str, key: str = "Enter") -> None:
    reach(page, selector)
    page.keyboard.press(key)


def choose_file(page: Any, selector: str, *papers: Any) -> None:
    """Space on the field opens the dialogue of the system, in which a file is chosen."""
    reach(page, selector)
    with page.expect_file_chooser() as dialogue:
        page.keyboard.press("Space")
    dialogue.value.set_files(list(papers))


def choose(page: Any, selector: str, label: str) -> None:
    """An entry of a list, by the keys of its first letters' place: arrows until it is the one."""
    reach(page, selector)
    for _ in range(MOST_STEPS):
        shown = page.evaluate("document.activeElement.selectedOptions[0]?.label")
        if shown == label:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{selector} does not offer {label}")
