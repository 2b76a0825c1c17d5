"""What is left of a promised time, in the reader's language."""

from flask_babel import gettext

from models.enums import ClockState
from workflows.reading.promise import PromiseView
from workflows.reading.time_left import TimeLeft


def time_left_text(left: TimeLeft) -> str:
    """剩 2 个工作日, 今日到期 or 超期 1 个工作日; why there is no day, where there is none."""
    if left.days is None:
        return gettext("计时暂停") if left.state is ClockState.stopped else gettext("超出工作日历，期限待定")
    words = {1: gettext("剩 %(days)s 个工作日", days=left.days), 0: gettext("今日到期")}
    return words.get((left.days > 0) - (left.days < 0), gettext("超期 %(days)s 个工作日", days=-left.days))


def promise_text(promise: PromiseView) -> str:
    """5 个工作日 · 已用 2 · 2026-11-30 到期, or why there is no day."""
    parts = [gettext("%(days)s 个工作日", days=promise.working_days)]
    if promise.used is not None:
        parts.append(gettext("已用 %(days)s", days=promise.used))
    if promise.due_on is not None:
        parts.append(gettext("%(day)s 到期", day=promise.due_on.isoformat()))
    elif promise.state is not ClockState.ended:
        parts.append(time_left_text(promise.left))
    return " · ".join(parts)
