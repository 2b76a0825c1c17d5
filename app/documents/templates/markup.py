"""Whether the markup that a body writes keeps to tables, paragraphs and plain styles, with every tag closed."""

import re
from html.parser import HTMLParser

from app.documents.templates import faults
from app.documents.templates.faults import at_line
from app.documents.templates.styles import ELEMENTS, STYLES, VOID, is_attribute, style_faults
from workflows.messages import Message, Reason

# Marks of the template language; within tags only a value in quotes may stand.
MARKS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
VALUE = "\ue000"
BEGUN = re.compile(r"<[A-Za-z/!?]")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
# Only a class follows from the data: the shade of a state.
MAY_VARY = frozenset({"class"})
VARYING_CLASS = "x"


def markup_faults(body: str) -> list[Reason]:
    """Every fault of the markup, each at its line."""
    reader = Reader()
    reader.feed(MARKS.sub(blanked, body))
    if BEGUN.search(reader.rawdata):
        reader.tell(faults.BROKEN_TAG)
    reader.close()
    return reader.finished()


def blanked(mark: re.Match[str]) -> str:
    """A mark as a sign of its own where it prints, as nothing where it does not; the lines stay as they are."""
    lines = "\n" * mark[0].count("\n")
    return (VALUE if mark[0].startswith("{{") else "") + lines


class Reader(HTMLParser):
    """Reads tags as they stand in the body."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[Reason] = []
        self.open: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.tell(faults.UNKNOWN_ELEMENT, tag=shown(tag))
            return
        if VALUE in QUOTED.sub("", self.get_starttag_text() or ""):
            self.tell(faults.UNQUOTED)
        for name, value in attrs:
            self.attribute(tag, name, value or "")
        if tag not in VOID:
            self.open.append((tag, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or tag not in ELEMENTS:
            return
        names = [name for name, _ in self.open]
        if tag not in names:
            self.tell(faults.UNOPENED, tag=shown(tag))
            return
        while self.open:
            name, line = self.open.pop()
            if name == tag:
                return
            self.found.append(at_line(faults.UNCLOSED, line, tag=name))

    def attribute(self, tag: str, name: str, value: str) -> None:
        if name not in ELEMENTS[tag]:
            self.tell(faults.UNKNOWN_ATTRIBUTE, tag=tag, attribute=shown(name))
        elif name == "style":
            self.style(value)
        elif not is_attribute(name, value.replace(VALUE, VARYING_CLASS) if name in MAY_VARY else value):
            self.tell(faults.BAD_ATTRIBUTE, attribute=name, value=shown(value))

    def style(self, text: str) -> None:
        for name, value in style_faults(text):
            message = faults.BAD_STYLE if name.lower() in STYLES else faults.UNKNOWN_STYLE
            self.tell(message, name=shown(name), value=shown(value))

    def handle_data(self, data: str) -> None:
        """A tag that was begun and never ended reaches the reader as text."""
        if BEGUN.search(data):
            self.tell(faults.BROKEN_TAG)

    def handle_comment(self, data: str) -> None:
        del data
        self.tell(faults.STRANGE_MARKUP)

    def handle_decl(self, decl: str) -> None:
        self.handle_comment(decl)

    def handle_pi(self, data: str) -> None:
        self.handle_comment(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_comment(data)

    def tell(self, message: Message, **values: object) -> None:
        self.found.append(at_line(message, self.getpos()[0], **values))

    def finished(self) -> list[Reason]:
        left = [at_line(faults.UNCLOSED, line, tag=tag) for tag, line in self.open]
        return sorted([*self.found, *left], key=lambda fault: faults.line_of(fault) or 0)


def shown(text: str) -> str:
    """A piece of what was typed, short enough to be read in a sentence."""
    return text.replace(VALUE, "{{…}}")[:40]
