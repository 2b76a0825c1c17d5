"""The finished markup once more, read by the very parser that lays it out: nothing but what a document is made of."""

from collections.abc import Mapping
from typing import Any

import html5lib
from jinja2.utils import htmlsafe_json_dumps

from app.documents.templates import faults
from app.documents.templates.styles import ELEMENTS, is_attribute, style_faults
from workflows.messages import Refused

NESTED = "内容过多或嵌套过深"
MOST_ELEMENTS = 60_000
DEEPEST = 40
MOST_TABLES_IN_TABLES = 3
# What the frame itself is made of, and the parts that draw; what these carry must be the document's own.
FRAME = {
    "html": frozenset({"lang"}),
    "head": frozenset[str](),
    "meta": frozenset({"charset"}),
    "title": frozenset[str](),
    "style": frozenset[str](),
    "body": frozenset[str](),
    "img": frozenset({"src", "width", "height"}),
    "div": frozenset({"id"}),
    "pdf:nextpage": frozenset[str](),
    "unit-grid": frozenset({"values"}),
    "ledger": frozenset({"columns", "rows", "total", "closing"}),
}
OWN_VALUES = frozenset({"src", "values", "columns", "rows", "total"})
FREE_VALUES = {"lang": "zh-CN", "charset": "utf-8", "id": "foot"}


def require_plain(markup: str, own: frozenset[str]) -> None:
    """Refused where the markup holds more than text, tables and plain styles; `own` are the document's drawn values."""
    tree = html5lib.parse(markup, namespaceHTMLElements=False)
    count = 0
    waiting: list[tuple[Any, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, tables = waiting.pop()
        count += 1
        tables += node.tag == "table"
        if count > MOST_ELEMENTS or depth > DEEPEST or tables > MOST_TABLES_IN_TABLES:
            raise Refused([faults.PRINTED_TOO_MUCH(at="body.1", what=NESTED)])
        require_element(node, own)
        waiting += [(child, depth + 1, tables) for child in node]
    require_one_frame(tree)


def require_element(node: Any, own: frozenset[str]) -> None:
    """Comments have a function as their tag, and foreign elements a name of their own."""
    tag = node.tag
    if not isinstance(tag, str) or (tag not in ELEMENTS and tag not in FRAME):
        raise refused(f"<{tag if isinstance(tag, str) else '!--'}>")
    for name, value in node.attrib.items():
        if not is_own(tag, name, value, own):
            raise refused(f"<{tag} {name}>")
    if tag == "style" and (node.text or "") not in own:
        raise refused("<style>")


def is_own(tag: str, name: str, value: str, own: frozenset[str]) -> bool:
    if name == "style" and tag in ELEMENTS:
        return not any(style_faults(value))
    if name in OWN_VALUES and name in FRAME.get(tag, ()):
        return value in own
    if name in FREE_VALUES and name in FRAME.get(tag, ()):
        return value == FREE_VALUES[name]
    if name == "closing" and tag == "ledger":
        return True
    return name in (ELEMENTS.get(tag, frozenset()) | FRAME.get(tag, frozenset())) and is_attribute(name, value)


def require_one_frame(tree: Any) -> None:
    """One QR code and one foot on the sheet, those of the frame."""
    for tag in ("img", "style", "title"):
        if len(tree.findall(f".//{tag}")) != 1:
            raise refused(f"<{tag}>")
    if len(tree.findall(".//div[@id]")) != 1:
        raise refused("<div id>")


def own_values(values: Mapping[str, Any], style: str) -> frozenset[str]:
    """What the frame and the drawn parts may carry in this very document."""
    content = values["content"]
    drawn = [*values.get("sheets", ()), *(getattr(content, name, None) for name in ("columns", "rows", "total_row"))]
    written = (str(htmlsafe_json_dumps(value, ensure_ascii=False)) for value in drawn if value is not None)
    return frozenset({values["qr"], style, *written})


def refused(what: str) -> Refused:
    return Refused([faults.PRINTED_ELEMENT(at="body.1", what=what[:60])])
