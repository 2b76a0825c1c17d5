"""How much one document may ask for while it is filled in: turns of loops, characters, seconds."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

# A building of 5,000 units printed line by line, with room to spare; a megabyte is some 400 full pages of text.
MOST_TURNS = 200_000
MOST_CHARACTERS = 10 * 1024 * 1024
MOST_SECONDS = 20.0
# What was too much, as people are told it.
TURNS, LENGTH, TIME = "循环次数过多", "内容过长", "用时过长"
# The clock is looked at once in so many turns.
GLANCE = 256


class TooMuch(RuntimeError):
    """The template asks for more than any document needs."""


@dataclass(slots=True)
class Budget:
    """What is left; `until` on the monotonic clock."""

    turns: int
    characters: int
    until: float

    def turn(self) -> None:
        self.turns -= 1
        if self.turns < 0:
            raise TooMuch(TURNS)
        if self.turns % GLANCE == 0:
            self.look_at_clock()

    def print(self, text: str) -> None:
        self.characters -= len(text)
        if self.characters < 0:
            raise TooMuch(LENGTH)
        self.look_at_clock()

    def look_at_clock(self) -> None:
        if time.monotonic() > self.until:
            raise TooMuch(TIME)


_spent_from: ContextVar[Budget | None] = ContextVar("budget", default=None)


@contextmanager
def budget() -> Iterator[Budget]:
    """Inside, loops of templates are counted."""
    made = Budget(MOST_TURNS, MOST_CHARACTERS, time.monotonic() + MOST_SECONDS)
    token = _spent_from.set(made)
    try:
        yield made
    finally:
        _spent_from.reset(token)


def counted(rows: Iterable[Any]) -> Iterator[Any]:
    """The same rows, each one a turn of the budget."""
    left = _spent_from.get()
    for row in rows:
        if left is not None:
            left.turn()
        yield row
