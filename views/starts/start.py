"""The shape of one type's start page."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Request

from workflows.actor import Actor

Subject = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file: faults and nothing kept, or the address of the subject it became and what to say."""

    file_name: str
    query: str = ""
    message: str = ""
    faults: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """`values` is what the template shows for a subject (None before one is named); `accepted` says what comes next."""

    template: str
    values: Callable[[Actor, Subject, dt.datetime], Mapping[str, Any]]
    accepted: Callable[[str], str]
    take_file: Callable[[Request, Actor, dt.datetime], Taken] | None = None
