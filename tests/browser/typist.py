"""A clerk without a mouse whose every action counts: a key pressed, a value typed, a file chosen."""

from pathlib import Path
from typing import Any


class Typist:
    """`count` is how many actions were needed so far."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.count = 0
        page.on("filechooser", lambda _: None)  # from now on the browser hands every chooser over

    def press(self, *keys: str) -> None:
        for key in keys:
            self.count += 1
            self.page.keyboard.press(key)

    def type(self, value: str) -> None:
        self.count += 1
        self.page.keyboard.type(value)

    def choose(self, key: str, *files: Path | dict[str, Any]) -> None:
        """Open the file chooser by its key and choose."""
        with self.page.expect_file_chooser() as opened:
            self.press(key)
        self.count += 1
        opened.value.set_files(list(files))

    def told(self, words: str) -> None:
        """The page says so in a notice; waiting is no action."""
        self.page.locator(".notice-toast", has_text=words).last.wait_for()
