"""业务进度 as lines of words."""

from typing import Any

from flask_babel import gettext

from models.enums import RunState
from views.moments import clock
from workflows.reading.progress import (
    OPENED,
    RESUMED,
    RETURNED,
    SENT,
    STARTED,
    SUSPENDED,
    TERMINATED,
    Progress,
    ProgressEntry,
    ProgressLine,
)

TONES = {RunState.abnormal: "bad", RunState.returned: "bad", RunState.open: "now", RunState.waiting: "now"}


def progress_rows(progress: Progress) -> list[dict[str, Any]]:
    """业务进度, newest on top, 开始 last."""
    start = {"title": gettext("开始"), "mark": "", "tone": "", "lines": [progress_line(progress.start)]}
    return [*(visit_row(entry) for entry in progress.entries), start]


def visit_row(entry: ProgressEntry) -> dict[str, Any]:
    """One visit of a stage; only what went wrong is marked in words."""
    tone = TONES.get(entry.state, "")
    return {
        "title": visit_title(entry),
        "mark": gettext(entry.state.title) if tone == "bad" else "",
        "tone": tone,
        "lines": [progress_line(line) for line in entry.lines],
    }


def visit_title(entry: ProgressEntry) -> str:
    """The stage, with the count of the visit from the second on."""
    title = gettext(entry.title)
    return title if entry.visit == 1 else gettext("%(stage)s（第 %(count)s 次）", stage=title, count=entry.visit)


def progress_line(line: ProgressLine) -> dict[str, str]:
    """Who did what, and when."""
    acts = {
        STARTED: gettext("%(person)s发起业务", person=line.person),
        OPENED: gettext("%(person)s操作", person=line.person),
        SENT: gettext("%(person)s派工", person=line.person),
        RETURNED: gettext("%(person)s退件", person=line.person),
        SUSPENDED: gettext("%(person)s挂起：%(why)s", person=line.person, why=line.why),
        RESUMED: gettext("%(person)s恢复：%(why)s", person=line.person, why=line.why),
        TERMINATED: gettext("%(person)s终止：%(why)s", person=line.person, why=line.why),
    }
    return {"text": acts[line.act], "moment": clock(line.at)}
