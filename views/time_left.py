"""What is left of a promised time, in the reader's language."""

from flask_babel import gettext

from models.enums import ClockState
from workflows.reading.lists import TimeLeft


def time_left_text(left: TimeLeft) -> str:
    """剩 2 个工作日, 今日到期 or 超期 1 个工作日; why there is no day, where there is none."""
    if left.days is None:
        return gettext("计时暂停") if left.state is ClockState.stopped else gettext("超出工作日历，期限待定")
    words = {1: gettext("剩 %(days)s 个工作日", days=left.days), 0: gettext("今日到期")}
    return words.get((left.days > 0) - (left.days < 0), gettext("超期 %(days)s 个工作日", days=-left.days))
