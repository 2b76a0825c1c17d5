"""Which styles and attributes the markup of a document may carry: sizes, lines, alignment; nothing that is fetched."""

import re
from collections.abc import Iterator

MOST_POINTS = 1000
SIZE = r"\d{1,4}(?:\.\d{1,3})?(?:pt|mm|cm|px|em|%)?"
ONE_SIZE = re.compile(SIZE)
SIZES = re.compile(rf"{SIZE}(?: {SIZE}){{0,3}}")
COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|black|white|gray|red|blue|green|transparent")
BORDER = re.compile(rf"0|{SIZE} (?:solid|dashed|dotted) (?:#[0-9a-fA-F]{{3,6}}|black|gray)")
WORD = re.compile(r"[a-z][a-z-]{0,20}")
WEIGHT = re.compile(r"normal|bold|[1-9]00")
STYLES = {
    "font-size": ONE_SIZE,
    "font-weight": WEIGHT,
    "font-style": re.compile(r"normal|italic"),
    "line-height": ONE_SIZE,
    "letter-spacing": ONE_SIZE,
    "text-align": re.compile(r"left|center|right|justify"),
    "text-indent": ONE_SIZE,
    "text-decoration": re.compile(r"none|underline|line-through"),
    "vertical-align": re.compile(r"top|middle|bottom|baseline|super|sub"),
    "color": COLOUR,
    "background-color": COLOUR,
    "width": ONE_SIZE,
    "height": ONE_SIZE,
    "page-break-before": re.compile(r"auto|always|avoid"),
    "page-break-after": re.compile(r"auto|always|avoid"),
    "page-break-inside": re.compile(r"auto|avoid"),
    "-pdf-keep-with-next": re.compile(r"true|false"),
    **{f"{side}{edge}": ONE_SIZE for side in ("margin", "padding") for edge in ("-top", "-right", "-bottom", "-left")},
    **dict.fromkeys(("margin", "padding"), SIZES),
    **{f"border{edge}": BORDER for edge in ("", "-top", "-right", "-bottom", "-left")},
}
CLASSES = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?: [A-Za-z][A-Za-z0-9-]*){0,5}|")
NUMBER = re.compile(r"[1-9]?\d|100")
ATTRIBUTES = {
    "class": CLASSES,
    "width": re.compile(r"\d{1,3}%?"),
    "height": re.compile(r"\d{1,3}"),
    "colspan": NUMBER,
    "rowspan": NUMBER,
    "repeat": re.compile(r"[0-9]"),
    "align": re.compile(r"left|center|right"),
    "valign": re.compile(r"top|middle|bottom"),
}
TEXT_ATTRIBUTES = frozenset({"class", "style", "align"})
CELL = TEXT_ATTRIBUTES | {"width", "height", "colspan", "rowspan", "valign"}
# Each element and what it may carry.
ELEMENTS = {
    **dict.fromkeys(("p", "div", "span", "b", "strong", "i", "em", "u", "s", "sup", "sub", "small"), TEXT_ATTRIBUTES),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote"), TEXT_ATTRIBUTES),
    "table": TEXT_ATTRIBUTES | {"width", "repeat"},
    "thead": TEXT_ATTRIBUTES,
    "tbody": TEXT_ATTRIBUTES,
    "tr": TEXT_ATTRIBUTES | {"valign"},
    "td": CELL,
    "th": CELL,
    "br": frozenset({"class"}),
    "hr": TEXT_ATTRIBUTES,
}
VOID = frozenset({"br", "hr"})


def style_faults(text: str) -> Iterator[tuple[str, str]]:
    """The properties that may not be used, or not with this value."""
    for declaration in text.split(";"):
        if not declaration.strip():
            continue
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if not is_style(name.lower(), value):
            yield name[:40], value[:60]


def is_style(name: str, value: str) -> bool:
    allowed = STYLES.get(name)
    return allowed is not None and allowed.fullmatch(value) is not None and within_page(value)


def within_page(value: str) -> bool:
    return all(float(number) <= MOST_POINTS for number in re.findall(r"\d+(?:\.\d+)?", value.partition("#")[0]))


def is_attribute(name: str, value: str) -> bool:
    return name in ATTRIBUTES and ATTRIBUTES[name].fullmatch(value) is not None
