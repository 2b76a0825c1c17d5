"""A code list: codes with the labels people read, found by either."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflows.rules.identity import clean_text

SPELLINGS = (("其他", "其它"), ("（", "("), ("）", ")"))


@dataclass(frozen=True, slots=True)
class CodeItem:
    """One code with the label people read; aliases are other spellings that are taken, never shown."""

    code: str
    label: str
    exchange_code: str | None = None
    aliases: tuple[str, ...] = ()
    retired: bool = False


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list in the order in which it is offered; a retired item stays readable where it was already stored."""

    key: str
    title: str
    items: tuple[CodeItem, ...]
    _by_text: Mapping[str, list[CodeItem]] = field(init=False, repr=False, compare=False)
    _labels: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_text", _items_by_text(self.items))
        object.__setattr__(self, "_labels", {item.code: item.label for item in reversed(self.items)})

    def find(self, text: str, *, include_retired: bool = False) -> CodeItem | None:
        """The item with this code, else this label, else this alias; full-width and 其他/其它 make no difference."""
        items = self._by_text.get(_spelling(text), [])
        return next((item for item in items if include_retired or not item.retired), None)

    def label_of(self, code: str) -> str:
        """The label of a stored code, retired or not; the code itself when the list has never known it."""
        return self._labels.get(code, code)

    @property
    def offered(self) -> tuple[CodeItem, ...]:
        """What a form offers: everything not retired."""
        return tuple(item for item in self.items if not item.retired)


def _items_by_text(items: Iterable[CodeItem]) -> dict[str, list[CodeItem]]:
    items = tuple(items)
    spoken = [(item.code, item) for item in items] + [(item.label, item) for item in items]
    spoken += [(alias, item) for item in items for alias in item.aliases]
    found: dict[str, list[CodeItem]] = {}
    for text, item in spoken:
        found.setdefault(_spelling(text), []).append(item)
    return found


def _spelling(text: str) -> str:
    text = clean_text(text).casefold()
    for other, ours in SPELLINGS:
        text = text.replace(other, ours)
    return text


def code_item(code: str, label: str, exchange_code: str | None = None, *aliases: str) -> CodeItem:
    """An item with its aliases as plain arguments, for tables that are read line by line."""
    return CodeItem(code, label, exchange_code, aliases)
