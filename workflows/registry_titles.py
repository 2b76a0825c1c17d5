"""Titles of business types and stages for whoever only has a code."""

from workflows.registry import BY_CODE


def title_of(code: str) -> str:
    """The type's title; the code itself for a type that no longer exists."""
    return BY_CODE[code].title if code in BY_CODE else code
