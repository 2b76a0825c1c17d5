"""Where a Chinese line may end: never inside a word or a figure, never before closing or after opening punctuation."""

from collections.abc import Iterable, Iterator, Sequence

NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉”’…—％‰℃·々,.:;?!)]}%")
NEVER_LAST = frozenset("（《「『【〔〈“‘￥$¥([{#@")
# A run held together on purpose, longer than which a word is cut like any other text.
_FIRST_IDEOGRAPH = "\u2e80"


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two neighbouring characters; an empty one stands for a picture or a mark."""
    if before == " " or not before or not after:
        return True
    if after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return not (_belongs_to_word(before) and _belongs_to_word(after))


def line_ends(characters: Sequence[str], widths: Sequence[float], rooms: Iterable[float]) -> Iterator[int]:
    """The index after the last character of each line but the last, lines being as full as the rules allow.

    `rooms` gives the width of the first, second, … line; its last value holds for all further ones. A blank may hang
    over the edge. Where no rule allows a break within a line, the line is cut at its edge.
    """
    room = _rooms(rooms)
    start, used, allowed, space = 0, 0.0, 0, next(room)
    for index, character in enumerate(characters):
        if index > start and may_break(characters[index - 1], character):
            allowed = index
        if character != " " and index > start and used + widths[index] > space:
            start = allowed if allowed > start else index
            used = sum(widths[start:index])
            space = next(room)
            yield start
        used += widths[index]


def _rooms(rooms: Iterable[float]) -> Iterator[float]:
    room = 0.0
    for room in rooms:
        yield room
    while True:
        yield room


def _belongs_to_word(character: str) -> bool:
    return character != " " and character < _FIRST_IDEOGRAPH and character not in "—…“”‘’·×"
