"""The progress panel as the API tells it."""

from collections.abc import Sequence
from typing import Any

from views.api.rendering import Json, coded, plain
from workflows.reading.progress import Progress, ProgressEntry, ProgressLine


def progress(found: Progress) -> Json:
    """The runs, newest first, and the panel's last line."""
    return {
        "result": [entry(one) for one in found.entries],
        "start": {"title": "开始", "lines": progress_lines([found.start])},
    }


def entry(found: ProgressEntry) -> Json:
    return {
        "stage": found.stage,
        "stage_title": found.title,
        "title": found.shown_title,
        "visit": found.visit,
        **coded("role", found.role),
        **coded("state", found.state),
        "sender": found.sender,
        "sent_at": plain(found.sent_at),
        "holder": found.holder,
        "received_at": plain(found.received_at),
        "finished_at": plain(found.finished_at),
        "due_on": plain(found.due_on),
        "returned_from": found.returned_from,
        "lines": progress_lines(found.lines),
    }


def progress_lines(lines: Sequence[ProgressLine]) -> list[dict[str, Any]]:
    return [{"text": one.text, "at": plain(one.at)} for one in lines]
